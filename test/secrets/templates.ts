import { createHmac } from 'node:crypto';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lower = upper.toLowerCase();
const digits = '0123456789';
const sets: Readonly<Record<string, string>> = {
  A: upper + lower + digits,
  B: `${upper}${lower}${digits}-_`,
  P: `${upper}${lower}${digits}+/`,
  C: upper + lower,
  H: '0123456789abcdef',
  D: digits,
  E: '123456789',
  U: upper + digits,
  Z: lower + digits,
  L: lower,
  S: `${upper}234567`,
  Y: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
};

/** A generator with a seed: the same examples in every run, and none written down. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * `{A20}`: twenty characters of a set; `{G}`: a UUID; `{K600}`: the body of a PEM key; `{E:text}`: text in base64;
 * `{J:role=x,exp=1}`: a signed token with these claims.
 */
export function expandTemplate(template: string, random: () => number): string {
  const draw = (set: string, length: number) =>
    Array.from({ length }, () => set[Math.floor(random() * set.length)]).join('');
  const hex = sets.H as string;
  return template
    .replace(/\{([A-Z])(\d+)\}/g, (whole, kind: string, length: string) => {
      if (kind !== 'K') return sets[kind] === undefined ? whole : draw(sets[kind], Number(length));
      const body = `MIIE${draw(sets.P as string, Number(length) - 4)}`;
      return body.match(/.{1,64}/g)?.join('\n') ?? '';
    })
    .replace(/\{G\}/g, () => `${draw(hex, 8)}-${draw(hex, 4)}-4${draw(hex, 3)}-a${draw(hex, 3)}-${draw(hex, 12)}`)
    .replace(/\{E:([^}]*)\}/g, (_whole, text: string) => Buffer.from(text).toString('base64'))
    .replace(/\{J:([^}]*)\}/g, (_whole, claims: string) => {
      const pairs = claims.split(',').map((one) => one.split('=') as [string, string]);
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const numeric = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
      const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(Object.fromEntries(pairs.map(([name, value]) => [name, numeric(value)])))}`;
      return `${head}.${createHmac('sha256', draw(hex, 32)).update(head).digest('base64url')}`;
    });
}
