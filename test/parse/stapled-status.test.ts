import { describe, expect, it } from 'vitest';
import { demandsStaple, readStaple } from '../../src/parse/stapled-status.ts';

// Made with openssl x509 and openssl ocsp by an authority of their own: two certificates and what it says of each.
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const mustStaple = bytes(
  'MIIB+jCCAaGgAwIBAgIUFnHp/CwdlSmQHvVYe/Y1wI/u0QUwCgYIKoZIzj0EAwIwITEMMAoGA1UECgwDTGFiMREwDwYDVQQDDAhM' +
    'YWIgUm9vdDAeFw0yNjExMjIxODE3MTdaFw0yNzAyMTAxODE3MTdaMBQxEjAQBgNVBAMMCW11c3QudGVzdDBZMBMGByqGSM49AgEG' +
    'CCqGSM49AwEHA0IABAA39oklBisLpy6b6+1uKQV4TRvBZx7WHUo66IJxghii2/lHzWtl2qgjSdd9KbmBlYxP2M+skibwT1heexSv' +
    'frajgcMwgcAwFAYDVR0RBA0wC4IJbXVzdC50ZXN0MA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDATAwBggrBgEF' +
    'BQcBAQQkMCIwIAYIKwYBBQUHMAGGFGh0dHA6Ly9vY3NwLmxhYi50ZXN0MBEGCCsGAQUFBwEYBAUwAwIBBTAdBgNVHQ4EFgQUehZz' +
    'Y9kfyh4asG520ZM1xrXcbdAwHwYDVR0jBBgwFoAUhbSrXlfr8GAIFGG2LRU8dMhwPSUwCgYIKoZIzj0EAwIDRwAwRAIgLjG/2X6K' +
    '0Lk7uf14RYOvYqvROvtgKZ89oM5m2WG8Z4wCIECDubVzA3ZThDCYGWXw2TWyY02alvdh82ZU89Qetsyi',
);
const plain = bytes(
  'MIIB6TCCAZCgAwIBAgIUFnHp/CwdlSmQHvVYe/Y1wI/u0QYwCgYIKoZIzj0EAwIwITEMMAoGA1UECgwDTGFiMREwDwYDVQQDDAhM' +
    'YWIgUm9vdDAeFw0yNjExMjIxODE3MThaFw0yNzAyMTAxODE3MThaMBUxEzARBgNVBAMMCnBsYWluLnRlc3QwWTATBgcqhkjOPQIB' +
    'BggqhkjOPQMBBwNCAARjLzxBT7cu64VH1BgPdyX4I+MWyCbb1z/Sen/8ZMjQzZePztVafdJzuAheWWPqHBWz+AA4bWbOjMaXqCLY' +
    '5Zt4o4GxMIGuMBUGA1UdEQQOMAyCCnBsYWluLnRlc3QwDgYDVR0PAQH/BAQDAgeAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMDAGCCsG' +
    'AQUFBwEBBCQwIjAgBggrBgEFBQcwAYYUaHR0cDovL29jc3AubGFiLnRlc3QwHQYDVR0OBBYEFNVYypmmF9MzE2NPiqIY/FWxbdQC' +
    'MB8GA1UdIwQYMBaAFIW0q15X6/BgCBRhti0VPHTIcD0lMAoGCCqGSM49BAMCA0cAMEQCIBP9ADxf9pHSCN5TyiG/T3pAeF1BFL3t' +
    'vlSWKgnD1mkiAiAu28mrSMChA/91k8eR+7Nf6WcWBqGTeExtqCUiB2YYkA==',
);
const good = bytes(
  'MIIC/goBAKCCAvcwggLzBgkrBgEFBQcwAQEEggLkMIIC4DCB1KEjMCExDDAKBgNVBAoMA0xhYjERMA8GA1UEAwwITGFiIFJvb3QY' +
    'DzIwMjYxMTIyMTgxNzIwWjB3MHUwTTAJBgUrDgMCGgUABBSILIfTL8rRNOh8zqjU3lo8cBWTHgQUhbSrXlfr8GAIFGG2LRU8dMhw' +
    'PSUCFBZx6fwsHZUpkB71WHv2NcCP7tEFgAAYDzIwMjYxMTIyMTgxNzIwWqARGA8yMDI2MTEyNjE4MTcyMFqhIzAhMB8GCSsGAQUF' +
    'BzABAgQSBBBCEju0QIn15aTYzcXvDOqvMAoGCCqGSM49BAMCA0gAMEUCIQClGQ3SJ5s4kmkL3RKYUUNg+LT/2/DvgTopP5RYpACO' +
    'GwIgHl9m/maqAchq8Q7OrFd96sxMan8kib4mfWP6Uj/xJjygggGvMIIBqzCCAacwggFNoAMCAQICFChPqbBf+AVrxetNSW//fLPW' +
    'TeFQMAoGCCqGSM49BAMCMCExDDAKBgNVBAoMA0xhYjERMA8GA1UEAwwITGFiIFJvb3QwHhcNMjYxMTIyMTgxNzE3WhcNMzUwMjA4' +
    'MTgxNzE3WjAhMQwwCgYDVQQKDANMYWIxETAPBgNVBAMMCExhYiBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmGXZX0vB' +
    'QZUyQek+lST5PXB1whMITKn8/DqfH/42aBoSrEoF+dLLi9cfgxILkWAcuCUN+5W4OaIBmCKCA0ulvKNjMGEwHQYDVR0OBBYEFIW0' +
    'q15X6/BgCBRhti0VPHTIcD0lMB8GA1UdIwQYMBaAFIW0q15X6/BgCBRhti0VPHTIcD0lMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P' +
    'AQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIQCw/1EhU7KAZyZuaghwE4FcA5HAoYcA18/mmYhcfXT9TgIgRUn57kVPzswnbCa8' +
    'vHWmcpeNsMj7EXzJno5woLVtS38=',
);
const revoked = bytes(
  'MIIDEgoBAKCCAwswggMHBgkrBgEFBQcwAQEEggL4MIIC9DCB56EjMCExDDAKBgNVBAoMA0xhYjERMA8GA1UEAwwITGFiIFJvb3QY' +
    'DzIwMjYxMTIyMTgxNzIwWjCBiTCBhjBNMAkGBSsOAwIaBQAEFIgsh9MvytE06HzOqNTeWjxwFZMeBBSFtKteV+vwYAgUYbYtFTx0' +
    'yHA9JQIUFnHp/CwdlSmQHvVYe/Y1wI/u0QahERgPMjAyNjExMDEwMDAwMDBaGA8yMDI2MTEyMjE4MTcyMFqgERgPMjAyNjExMjYx' +
    'ODE3MjBaoSMwITAfBgkrBgEFBQcwAQIEEgQQ/90s5W+19sc1VLSwhI5iPTAKBggqhkjOPQQDAgNJADBGAiEAqxzXObNydRv/os53' +
    'fSY/PMHYXEjQgvfnnzfpYKPQRXcCIQDh2XmA54VrgCmz0ytLPvL0Qgfi7AUCclGYXFC2q0m+0aCCAa8wggGrMIIBpzCCAU2gAwIB' +
    'AgIUKE+psF/4BWvF601Jb/98s9ZN4VAwCgYIKoZIzj0EAwIwITEMMAoGA1UECgwDTGFiMREwDwYDVQQDDAhMYWIgUm9vdDAeFw0y' +
    'NjExMjIxODE3MTdaFw0zNTAyMDgxODE3MTdaMCExDDAKBgNVBAoMA0xhYjERMA8GA1UEAwwITGFiIFJvb3QwWTATBgcqhkjOPQIB' +
    'BggqhkjOPQMBBwNCAASYZdlfS8FBlTJB6T6VJPk9cHXCEwhMqfz8Op8f/jZoGhKsSgX50suL1x+DEguRYBy4JQ37lbg5ogGYIoID' +
    'S6W8o2MwYTAdBgNVHQ4EFgQUhbSrXlfr8GAIFGG2LRU8dMhwPSUwHwYDVR0jBBgwFoAUhbSrXlfr8GAIFGG2LRU8dMhwPSUwDwYD' +
    'VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAYYwCgYIKoZIzj0EAwIDSAAwRQIhALD/USFTsoBnJm5qCHATgVwDkcChhwDXz+aZ' +
    'iFx9dP1OAiBFSfnuRU/OzCdsJry8daZyl42wyPsRfMmejnCgtW1Lfw==',
);

describe('stapled answers (RFC 6960, RFC 7633)', () => {
  it('tells a certificate that demands one', () => {
    expect(demandsStaple(mustStaple)).toBe(true);
    expect(demandsStaple(plain)).toBe(false);
  });
  it('reads what the authority says of this certificate', () => {
    expect(readStaple(good, mustStaple)).toEqual({
      says: 'good',
      from: '2026-11-22T18:17:20.000Z',
      until: '2026-11-26T18:17:20.000Z',
    });
    expect(readStaple(revoked, plain)).toMatchObject({ says: 'revoked', revokedAt: '2026-11-01T00:00:00.000Z' });
  });
  it('never takes what is said of another certificate', () => {
    expect(readStaple(good, plain)).toEqual({ says: 'other' });
  });
  it('tells a refusal of the authority from an answer', () => {
    expect(readStaple(Buffer.from('30030a0106', 'hex'), plain)).toEqual({ says: 'error' });
  });
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('no answer')],
    ['an answer that is cut off', good.subarray(0, 200)],
    ['a length without an end', Buffer.from('3084ffffffff', 'hex')],
  ])('bad input: a stapled answer that is %s → unreadable', (_what, answer) => {
    expect(readStaple(answer, plain)).toEqual({ says: 'unreadable' });
  });
  it('takes a certificate that cannot be read for one that demands nothing', () => {
    expect(demandsStaple(mustStaple.subarray(0, 300))).toBe(false);
  });
});
