import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { renewedKeys } from '../../src/collectors/portal/tenancy/renewed-keys.ts';

const sent = (authorization?: string) =>
  ({ requestHeaders: authorization === undefined ? {} : { authorization } }) as unknown as Exchange;
const jwt = (claims: object) =>
  [{ alg: 'HS256' }, claims].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.');
const token = (exp: number) => `${jwt({ sub: 'u-71f0', exp })}.c2lnbmF0dXJl`;

describe('renewedKeys', () => {
  const exchanges = [sent(`Bearer ${token(100)}`), sent(), sent(`Bearer ${token(220)}`)];

  it('an address with a token that ran out is opened with the newest one', () =>
    expect(renewedKeys(`wss://portal.example/ws?token=${token(100)}`, exchanges)).toBe(
      `wss://portal.example/ws?token=${token(220)}`,
    ));
  it('the same in the first words of a channel; other words stay', () =>
    expect(renewedKeys(`{"auth":"${token(100)}","room":"shipment:88212"}`, exchanges)).toBe(
      `{"auth":"${token(220)}","room":"shipment:88212"}`,
    ));
  it('a token of another kind, and one that was never sent, stay', () => {
    const other = `${jwt({ room: 7 })}.c2lnbmF0dXJl`;
    const both = [...exchanges, sent(`Bearer ${other}`)];
    expect(renewedKeys(`/ws?t=${token(100)}`, both)).toBe(`/ws?t=${token(220)}`);
    expect(renewedKeys('/ws?ticket=never-sent-in-a-header', both)).toBe('/ws?ticket=never-sent-in-a-header');
  });
});
