import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import type { JWK } from 'jose';
import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import { hostOfUrl } from '../entry.ts';

const paths = ['/.well-known/jwks.json', '/.well-known/openid-configuration'];
const mostBytes = 200_000;

/**
 * The public keys with which a server's tokens are verified (RFC 7517), where it publishes them at its issuer or at the
 * host that takes the token; none for tokens of a shared secret, and none from hosts that may not be asked.
 */
export async function publicKeysFor(jwt: string, usedAt: string, context: CollectContext): Promise<readonly JWK[]> {
  const { world } = context;
  if (/^HS|^none$/i.test(String(decodeProtectedHeader(jwt).alg))) return [];
  const { iss } = decodeJwt(jwt);
  const bases = [...(iss && URL.canParse(iss) ? [iss.replace(/\/$/, '')] : []), new URL(usedAt).origin];
  const addresses = bases.flatMap((base) => paths.map((path) => base + path));
  for (const address of addresses) {
    const found = await documentAt(address, context);
    const keys = keysIn(found) ?? keysIn(await documentAt(textOf(found, 'jwks_uri'), context));
    if (keys) return keys;
    if (world.signal.aborted) return [];
  }
  return [];
}

async function documentAt(url: string | undefined, { world, signal }: CollectContext): Promise<unknown> {
  if (!url || !URL.canParse(url) || world.scope.refuses('guess', hostOfUrl(url))) return undefined;
  try {
    const { status, body } = await world.http.request({ url, permit: 'guess', signal, maxBodyBytes: mostBytes });
    return status === 200 ? JSON.parse(new TextDecoder().decode(body)) : undefined;
  } catch (error) {
    // Keys that cannot be read are not tried; the other changes of the token are.
    if (error instanceof GapError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const textOf = (value: unknown, name: string) => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : undefined;
};

function keysIn(value: unknown): readonly JWK[] | undefined {
  const keys: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'keys') : undefined;
  if (!Array.isArray(keys)) return undefined;
  return keys.filter((one): one is JWK => typeof textOf(one, 'kty') === 'string' && textOf(one, 'kty') !== 'oct');
}
