import {
  base64url,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { endingFirst } from '../../src/collectors/portal/tokens/ending-first.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { foreignlySigned } from '../../src/collectors/portal/tokens/foreign-keys.ts';
import { findTokens, isSecretLike } from '../../src/collectors/portal/tokens/find-tokens.ts';
import { changedIds, changedTokens, signedWith, weakSecretOf } from '../../src/collectors/portal/tokens/tamper.ts';

const key = (text: string) => new TextEncoder().encode(text);
const strong = 'k7Qm-2b9vX_4tLw8ZsR1yNf6Jd3Hc0Ga';
const now = Math.floor(Date.UTC(2026, 10, 20) / 1000);
const token = (secret: string, sub = 'a') =>
  new SignJWT({ sub, email: `${sub}@example.com` })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(now)
    .setExpirationTime(now + 900)
    .sign(key(secret));
const verifies = (jwt: string) =>
  jwtVerify(jwt, key(strong), { currentDate: new Date(now * 1000), algorithms: ['HS256'] }).then(
    () => true,
    () => false,
  );

describe('changed tokens', () => {
  it('are all refused by a library that verifies, and the genuine one is not', async () => {
    const genuine = await token(strong);
    const changed = changedTokens(genuine, await token(strong, 'b'));
    expect(await verifies(genuine)).toBe(true);
    expect(new Set(changed.map(({ how }) => how))).toEqual(
      new Set(['altered', 'cut', 'unsigned', 'alg-none', 'changed-claims', 'other-customer']),
    );
    for (const { how, value } of changed) expect([how, await verifies(value)]).toEqual([how, false]);
  });

  it('a signature is altered where its bits count, whatever its last character', async () => {
    const genuine = await token(strong);
    const altered = changedTokens(genuine, undefined).find(({ how }) => how === 'altered')?.value ?? '';
    const bytes = (jwt: string) => base64url.decode(jwt.split('.')[2] ?? '');
    expect(Buffer.compare(Buffer.from(bytes(altered)), Buffer.from(bytes(genuine)))).not.toBe(0);
  });

  it('a common secret is found without asking anybody, a strong one is not', async () => {
    expect(weakSecretOf(await token('changeme'))).toBe('changeme');
    expect(weakSecretOf(await token(strong))).toBeUndefined();
    const forged = signedWith('changeme', await token('changeme'), { sub: 'b' });
    const { payload } = await jwtVerify(forged, key('changeme'), { currentDate: new Date(now * 1000) });
    expect(payload.sub).toBe('b');
  });
});

describe('a token that ends sooner', () => {
  const ending = (seconds: number, issuer = 'portal') =>
    new SignJWT({ sub: 'a' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .setExpirationTime(now + seconds)
      .sign(key(strong));
  const sent = (headers: Record<string, string>, afterSignIn = true) =>
    ({ requestHeaders: headers, afterSignIn }) as unknown as Exchange;

  it('is one that was sent in the same place, by the same issuer, and that has not ended: the earliest first', async () => {
    const [own, soon, sooner] = [await ending(60), await ending(40), await ending(20)];
    const exchanges = [
      sent({ authorization: `Bearer ${await ending(-5)}` }),
      sent({ authorization: `Bearer ${await ending(2)}` }),
      sent({ authorization: `Bearer ${soon}` }),
      sent({ authorization: `Bearer ${sooner}` }),
      sent({ authorization: `Bearer ${await ending(30, 'another')}` }),
      sent({ authorization: `Bearer ${await ending(90)}` }),
      sent({ authorization: `Bearer ${await ending(25)}` }, false),
      sent({ cookie: `t=${await ending(26)}` }),
    ];
    const at = new Date(now * 1000);
    expect(endingFirst(own, { place: 'header', name: 'Authorization' }, exchanges, at)).toEqual([sooner, soon]);
    expect(endingFirst(own, { place: 'cookie', name: 't' }, exchanges, at)).toEqual([await ending(26)]);
    expect(endingFirst(own, { place: 'cookie', name: 'u' }, exchanges, at)).toEqual([]);
  });
});

describe('tokens signed with keys that nobody gave the server', () => {
  const ours = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
  it('are refused by a library with a fixed key; one that takes the key of the header takes them', async () => {
    const genuine = await new SignJWT({ sub: 'a' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setExpirationTime(now + 900)
      .sign(key(strong));
    const signed = await foreignlySigned(genuine, ours);
    expect(signed.map(({ how }) => how)).toEqual(['wrong-key', 'key-in-header', 'key-by-path']);
    for (const { how, value } of signed) expect([how, await verifies(value)]).toEqual([how, false]);
    const inHeader = signed[1]?.value ?? '';
    const { jwk } = decodeProtectedHeader(inHeader);
    const { payload } = await jwtVerify(inHeader, await importJWK({ ...jwk, alg: 'HS256' }), {
      currentDate: new Date(now * 1000),
    });
    expect(payload.sub).toBe('a');
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('%s: the public key is tried as a shared secret', async (alg) => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const genuine = await new SignJWT({ sub: 'a' }).setProtectedHeader({ alg, kid: 'k1' }).sign(pair.privateKey);
    const published = { ...(await exportJWK(pair.publicKey)), kid: 'k1' };
    const signed = await foreignlySigned(genuine, ours, [{ kty: 'EC', kid: 'other' }, published]);
    expect(signed.map(({ how }) => how)).toEqual([
      'wrong-key',
      'key-in-header',
      'public-key-as-secret',
      'public-key-as-secret',
    ]);
    for (const { value } of signed) await expect(jwtVerify(value, pair.publicKey)).rejects.toThrow();
    // A server that lets the token choose the algorithm would verify with the PEM text as the secret.
    const confused = await jwtVerify(signed[2]?.value ?? '', key(`${(await exportSPKI(pair.publicKey)).trim()}\n`));
    expect(confused.payload.sub).toBe('a');
  });
});

describe('tokens inside credentials', () => {
  it.each<[string, (jwt: string) => string, boolean]>([
    ['after a scheme', (jwt) => `Bearer ${jwt}`, true],
    ['bare in a cookie', (jwt) => jwt, true],
    ['percent-encoded JSON', (jwt) => encodeURIComponent(JSON.stringify([jwt, 'refresh'])), false],
    [
      'a session object as base64',
      (jwt) => `base64-${Buffer.from(JSON.stringify({ access_token: jwt, user: { id: 1 } })).toString('base64')}`,
      false,
    ],
  ])('%s', async (_name, wrap, whole) => {
    const jwt = await token(strong);
    const other = await token(strong, 'b');
    const [found] = findTokens(wrap(jwt));
    expect([found?.jwt, found?.whole]).toEqual([jwt, whole]);
    expect(found?.rebuild(other)).toBe(wrap(other));
  });

  it.each(['v1.2.3-beta', 'www.example.com', 's%3Aabc.def', 'aaaa.bbbb.cccccccc', 'a1b2c3d4e5f60718293a4b5c6d7e8f90'])(
    'bad input: %s is no token → an opaque id',
    (value) => expect(findTokens(value)).toEqual([]),
  );
});

describe('opaque ids', () => {
  it.each(['7f3a9c21d0e84b56', 's%3Aab12cd34ef56.Qx7YpLz0', 'K9x_2b-Wq81LmZ'])('%s changes in every form', (value) => {
    for (const { how, value: changed } of changedIds(value)) expect([how, changed === value]).toEqual([how, false]);
  });

  it('percent escapes stay whole', () => {
    const altered = changedIds('%3A%2F%3D%26').map(({ value }) => value);
    expect(() => altered.slice(0, 1).map(decodeURIComponent)).not.toThrow();
  });

  it.each(['dark', 'https://example.com/path', '2026-11-20', '1234567890123456', 'true'])('%s is a setting', (value) =>
    expect(isSecretLike(value)).toBe(false),
  );
});
