import { describe, expect, test, vi } from 'vitest';
import { moveCollector, webCollector } from '../../src/collectors/web/collect-web.ts';
import { type Answer, broken, handshake, html, runJob, type Setting, trouble, counter } from './network-setting.ts';

const subject = 'app.example.com';
const page: Answer = {
  status: 200,
  headers: [...html, ['X-Frame-Options', 'DENY']],
  body: '<title>Portal</title><h1>Hello</h1>',
};
const to = (location: string, status = 301, more: readonly (readonly [string, string])[] = []): Answer => ({
  status,
  headers: [['location', location], ...more],
});
const look = (http: Setting['http'], more: Setting = {}) =>
  runJob([webCollector, moveCollector], subject, { http, ...more });

/** http goes to https at the same place; https serves a page. */
const wellBehaved: Setting['http'] = (url) =>
  url.protocol === 'http:' ? to(url.href.replace('http:', 'https:')) : page;

describe('what a visitor is given', () => {
  test('page and moves of a host as it should be', async () => {
    const { value, asked } = await look(wellBehaved);
    expect(value('net.page')).toMatchObject({ end: 'answer', html: { title: 'Portal' } });
    expect(value('net.page')?.responses[0]?.headers).toEqual([['x-frame-options', 'DENY']]);
    expect(value('net.moves')?.http.hops.map(({ status }) => status)).toEqual([301, 200]);
    expect(value('net.moves')?.httpDeep?.hops[0]?.to).toBe('https://app.example.com/robots.txt?lr=1');
    expect(asked.every(({ permit, method }) => permit === 'look' && method === undefined)).toBe(true);
    expect(asked.length).toBeLessThan(6);
  });

  test('cookies of every answer on the way are kept by name and flags, never by value', async () => {
    const secret = 'k3v9m1q7c5t0b8r2x6n4w1z7p5';
    const { value } = await look((url) => {
      if (url.protocol === 'http:') return to(url.href.replace('http:', 'https:'));
      if (url.pathname === '/')
        return to('/start', 302, [
          ['set-cookie', `PHPSESSID=${secret}; path=/; Domain=; secure; SameSite=Lax; Expires=not a date`],
          ['set-cookie', 'old=1; Max-Age=-5; Expires=Fri, 01 Jan 2100 00:00:00 GMT'],
        ]);
      return { ...page, headers: [...html, ['set-cookie', 'frame=a; Path=/; Secure; Partitioned; Max-Age=60']] };
    });
    const flags = { host: subject, secure: false, httpOnly: false };
    expect(value('net.page')?.cookies).toEqual([
      { ...flags, name: 'PHPSESSID', secure: true, sameSite: 'Lax', path: '/', value: 'random', keeps: 'session' },
      { ...flags, name: 'old', value: 'plain', keeps: 0 },
      { ...flags, name: 'frame', secure: true, path: '/', partitioned: true, value: 'plain', keeps: 60 },
    ]);
    expect(JSON.stringify(value('net.page'))).not.toContain(secret);
  });

  test('bad input: 5,000 cookies without names, ends or sense → the first forty that are cookies', async () => {
    const odd = [
      '',
      ';',
      '=',
      '=x',
      ';;;',
      'a',
      '\u0000=1',
      `b=${'x'.repeat(5_000)}`,
      'c=1; Max-Age=99e999; Domain=;',
      '__proto__=1',
    ];
    const lines = Array.from({ length: 5_000 }, (_, at) => ['set-cookie', odd[at % odd.length] ?? ''] as const);
    const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
    const { value } = await look(() => ({ ...page, headers: [...html, ...lines] }));
    // What a portal sends does not reach the terminal as it stands.
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    const cookies = value('net.page')?.cookies ?? [];
    expect(cookies.length).toBeLessThanOrEqual(40);
    expect(cookies.every(({ keeps }) => keeps === 'session' || Number.isFinite(keeps))).toBe(true);
  });

  test('bad input: one 503 and then the page → the page is judged', async () => {
    let first = true;
    const { value } = await look((url, request) => {
      if (url.protocol === 'https:' && first) {
        first = false;
        return { status: 503, headers: html, body: 'Service Unavailable' };
      }
      return wellBehaved(url, request);
    });
    expect(value('net.page')?.responses.map(({ status }) => status)).toEqual([200]);
  });

  test('bad input: a load balancer without a back end → gap refused, nothing judged', async () => {
    const { value } = await look(() => ({ status: 502, headers: html, body: '<h1>502 Bad Gateway</h1>' }));
    expect(value('net.page')).toMatchObject({ end: 'gap', gap: { reason: 'refused' } });
    expect(value('net.moves')?.http).toMatchObject({ end: 'gap', gap: { reason: 'refused' } });
  });

  test('bad input: a firewall that wants proof of being human → gap refused', async () => {
    const challenge: Answer = {
      status: 403,
      headers: [...html, ['cf-mitigated', 'challenge']],
      body: '<title>Just a moment...</title>',
    };
    const { value } = await look(() => challenge);
    expect(value('net.page')?.gap?.detail).toContain('proof of being human');
  });

  test('bad input: a host that resets every connection → gap unreachable', async () => {
    const { value, gap } = await look(() => trouble('unreachable', 'ECONNRESET'), { tls: () => broken('reset') });
    expect(value('net.page')).toBeUndefined();
    expect(gap('net.page')?.reason).toBe('unreachable');
  });

  test('bad input: an address in clear with its own port → what it serves in clear is the answer', async () => {
    const url = 'http://127.0.0.1:8080';
    const { value } = await runJob([webCollector, moveCollector], '127.0.0.1:8080', { http: () => page, url });
    expect(value('net.moves')?.http.hops).toMatchObject([{ url: `${url}/`, status: 200 }]);
  });

  test('bad input: nothing listens on port 80 → closed, which is no gap', async () => {
    const { value } = await look((url, request) =>
      url.protocol === 'http:' ? trouble('unreachable', 'ECONNREFUSED') : wellBehaved(url, request),
    );
    expect(value('net.moves')?.http).toMatchObject({ end: 'closed', hops: [] });
  });

  test('bad input: a certificate that does not verify → the page is read and the trouble noted, no cookie sent', async () => {
    const http: Setting['http'] = (url, request) => {
      if (url.protocol === 'http:') return to(url.href.replace('http:', 'https:'), 301, [['set-cookie', 'id=1']]);
      return request.allowInvalidCertificate ? page : trouble('unreachable', 'CERT_HAS_EXPIRED');
    };
    const tls = () => handshake({ authorized: false, authorizationError: 'CERT_HAS_EXPIRED' });
    const { value, asked } = await look(http, { tls });
    expect(value('net.page')).toMatchObject({ end: 'answer', certificateTrouble: 'CERT_HAS_EXPIRED' });
    const loose = asked.filter(({ allowInvalidCertificate }) => allowInvalidCertificate);
    expect(loose.length).toBeGreaterThan(0);
    expect(loose.flatMap(({ headers }) => headers ?? []).filter(([name]) => name === 'cookie')).toEqual([]);
  });
});

describe('redirects', () => {
  test('bad input: a redirect to itself → loop', async () => {
    const { value } = await look((url) => to(url.href));
    expect(value('net.moves')?.https.end).toBe('loop');
    expect(value('net.moves')?.http.end).toBe('loop');
  });

  test('a redirect that only checks for cookies is no loop', async () => {
    const { value, asked } = await look((url, { headers }) => {
      if (url.protocol === 'http:') return to(url.href.replace('http:', 'https:'));
      const cookie = headers?.find(([name]) => name === 'cookie')?.[1];
      return cookie === 'seen=1' ? page : to(url.href, 302, [['Set-Cookie', 'seen=1; Path=/; Secure']]);
    });
    expect(value('net.page')).toMatchObject({ end: 'answer', html: { title: 'Portal' } });
    expect(asked.some(({ headers }) => headers?.some(([name]) => name === 'cookie'))).toBe(true);
  });

  test('bad input: redirects without an end → given up after ten hops', async () => {
    const next = counter();
    const { value } = await look((url) => to(`${url.origin}/${next()}`, 302));
    expect(value('net.page')?.end).toBe('too-many');
    expect(value('net.page')?.responses).toHaveLength(11);
  });

  test('bad input: a redirect to a host that is not listed → recorded, never contacted', async () => {
    const { value, asked } = await look(() => to('https://elsewhere.example.net/?code=secret'));
    expect(value('net.page')).toMatchObject({ end: 'unlisted' });
    expect(value('net.page')?.responses[0]?.to).toBe('https://elsewhere.example.net/?code=…');
    expect(asked.filter(({ url }) => url.includes('elsewhere'))).toEqual([]);
  });

  test('bad input: a redirect to javascript: or to nothing → bad location', async () => {
    for (const location of ['javascript:alert(1)', 'https://', 'data:text/html,x']) {
      const { value } = await look(() => to(location));
      expect(value('net.page')?.end, location).toBe('bad-location');
    }
    const { value } = await look(() => ({ status: 302 }));
    expect(value('net.page')?.end).toBe('bad-location');
  });

  test('cookies go back to the host that set them only', async () => {
    const hosts = [subject, 'www.example.com'];
    const { asked } = await look(
      (url) => (url.hostname === subject ? to('https://www.example.com/', 302, [['set-cookie', 'own=1']]) : page),
      { hosts },
    );
    const away = asked.filter(({ url }) => url.startsWith('https://www.'));
    expect(away.length).toBeGreaterThan(0);
    expect(away.flatMap(({ headers }) => headers ?? []).filter(([name]) => name === 'cookie')).toEqual([]);
  });
});

describe('what plain http says', () => {
  const inClear =
    (body: string): Setting['http'] =>
    (url) => ({ status: 404, headers: html, body: url.protocol === 'http:' ? body : '<p>No invoice 77</p>' });
  test('the same words as over https, but for numbers', async () => {
    const { value } = await look(inClear('<p>No invoice 4711</p>'));
    expect(value('net.moves')?.httpLikeHttps).toBe(true);
  });
  test('other words', async () => {
    const { value } = await look(inClear('<p>default backend</p>'));
    expect(value('net.moves')?.httpLikeHttps).toBe(false);
  });
});

test('a nonce that comes twice is noticed, a fresh one is not', async () => {
  const next = counter();
  const withNonce =
    (nonce: () => string): Setting['http'] =>
    (url, request) => {
      const answer = wellBehaved(url, request);
      if ('gap' in answer || answer.status !== 200) return answer;
      return { ...answer, headers: [...html, ['content-security-policy', `script-src 'nonce-${nonce()}'`]] };
    };
  expect((await look(withNonce(() => 'same'))).value('net.page')?.nonceRepeats).toBe(true);
  expect((await look(withNonce(() => `n${next()}`))).value('net.page')?.nonceRepeats).toBe(false);
  expect((await look(wellBehaved)).value('net.page')?.nonceRepeats).toBeUndefined();
});

test('a host that is listed with a port has no plain http', async () => {
  const { value, asked } = await runJob([webCollector, moveCollector], 'app.example.com:8443', { http: () => page });
  expect(value('net.moves')?.http.gap?.reason).toBe('not-configured');
  expect(asked.every(({ url }) => url.startsWith('https://app.example.com:8443/'))).toBe(true);
});

test('a server of this machine that was asked for as http:// is looked at there', async () => {
  const url = 'http://127.0.0.1:3000/';
  const { value, asked } = await runJob([webCollector, moveCollector], '127.0.0.1:3000', {
    http: () => page,
    hosts: ['127.0.0.1:3000'],
    url,
  });
  expect(value('net.page')).toMatchObject({ end: 'answer', html: { title: 'Portal' } });
  expect(asked.every((request) => request.url.startsWith(url))).toBe(true);
});

test('a host elsewhere that was asked for as http:// is looked at over https all the same', async () => {
  const { asked } = await look(wellBehaved, { url: 'http://app.example.com/' });
  expect(asked[0]?.url).toBe('https://app.example.com/');
});
