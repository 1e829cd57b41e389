import { createHash, randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';

/** A UUID (version 4 shape) that is the same for the same parts, so that two starts of the portal can be compared. */
export function stableId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\u0000')).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

export const freshId = (): string => randomUUID();

/** 256 random bits for sessions and one-time links. */
export const freshToken = (): string => randomBytes(32).toString('base64url');

/** One-time links are kept as a hash only. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

// The cost is low because every start of the range hashes its accounts; nothing here outlives the process.
const cost = { N: 1024, r: 8, p: 1 } as const;

export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32, cost).toString('hex')}`;
}

export function passwordMatches(password: string, stored: string): boolean {
  const [salt = '', hash = ''] = stored.split(':');
  const expected = Buffer.from(hash, 'hex');
  const actual = scryptSync(password, Buffer.from(salt, 'hex'), 32, cost);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
