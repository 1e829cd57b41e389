import { createHmac, randomBytes, randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Text drawn at this moment: nothing that looks like a key is ever written down in this folder. */
export function drawn(length: number, from = letters + digits): string {
  let text = '';
  while (text.length < length) text += from[randomInt(from.length)];
  return text;
}

export const hexadecimal = (length: number) =>
  randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);

/** Keys in the dress of those that portals use; all of them open nothing. */
export const invented = {
  payment: () => `sk_${'live'}_51${drawn(97)}`,
  publishable: () => `pk_${'live'}_51${drawn(97)}`,
  cloudId: () => `AKIA${drawn(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  cloudSecret: () => drawn(40, `${letters}${digits}+/`),
  code: () => `ghp_${drawn(36)}`,
  model: () => `sk-ant-api03-${drawn(93)}AA`,
  mail: () => `SG.${drawn(22)}.${drawn(43)}`,
  chat: () => `xoxb-${drawn(12, digits)}-${drawn(13, digits)}-${drawn(24)}`,
  shop: () => `shpat_${hexadecimal(32)}`,
  signing: () => hexadecimal(64),
  password: () => `Qx7!${drawn(12)}`,
  database: () => `postgresql://portal_app:${drawn(18)}@db-prod.${drawn(6).toLowerCase()}.net:5432/portal`,
  serviceRole: () => role('service_role'),
  anonymous: () => role('anon'),
  session: () => signed({ sub: drawn(12), email: 'anna@northline.test', exp: 1_790_000_000 }),
} as const;

function role(name: string): string {
  return signed({ iss: 'supabase', ref: drawn(20).toLowerCase(), role: name, iat: 1_700_000_000, exp: 2_000_000_000 });
}

function signed(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', randomBytes(32)).update(head).digest('base64url')}`;
}
