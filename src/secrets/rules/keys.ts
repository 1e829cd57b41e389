import { looksDrawn } from '../random-look.ts';
import { type Found, patternRule, type Rule, type Verdict } from '../rule.ts';

const dash = 45;
const space = 32;

/** `PRIVATE KEY` is a heading: only dashes, or `BLOCK` and dashes, follow. */
const endsHeading = (bytes: Uint8Array, to: number) =>
  bytes[to] === dash || (bytes[to] === space && bytes[to + 6] === dash);

/** A real key: base64 of the length and with the beginning that its kind has (RFC 7468, RFC 5208, RFC 4716). */
function pemBody({ value, groups }: Found): Verdict | undefined {
  const label = (groups.label ?? '').trim();
  if (/\.\.\.|…/.test(value) || /\b(?:FAKE|EXAMPLE|DUMMY)\b/.test(label)) return undefined;
  const body = value
    .replace(/(?:\\\\?[rnt]|\\)/g, '')
    .replace(/^(?:[A-Za-z-]+: .*|Proc-Type.*|DEK-Info.*|Version:.*|Comment:.*)$/gm, '')
    .replace(/["'+,;\s|>#*]|&#1[03];/g, '');
  if (!/^[A-Za-z0-9+/=.:-]*$/.test(body) && !/^[A-Za-z0-9+/]{64}/.test(body)) return undefined;
  const letters = body.replace(/[^A-Za-z0-9+/]/g, '');
  if (letters.length < 60 || new Set(letters).size < 24) return undefined;
  const encrypted = /ENCRYPTED/.test(label) || /ENCRYPTED/.test(value);
  const bytes = Buffer.from(letters.slice(0, 40), 'base64');
  if (/^(?:RSA|EC|DSA|)$/.test(label) && !encrypted && bytes[0] !== 0x30) return undefined;
  return encrypted ? { weight: 'high', grants: 'do so once its passphrase is guessed' } : {};
}

/** Private keys of every dress. */
// biome-ignore format: a table, one rule a line or block
export const keyRules: readonly Rule[] = [
  patternRule({
    id: 'private-key', provider: 'whoever trusts its public half', grants: 'sign in, sign or decrypt as its owner', anchors: ['private key'],
    pattern: /-----BEGIN (?<label>[A-Z0-9 ]{0,24}?)\s?PRIVATE KEY(?: BLOCK)?-----(?<v>[^<]{60,12000}?)-----END/g, before: 40, reach: 12_500, overLines: true, glance: endsHeading, accept: pemBody, mayLookInvented: true,
    yes: ['-----BEGIN RSA PRIVATE KEY-----\n{K600}\n-----END RSA PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\\n{K600}\\n-----END PRIVATE KEY-----\\n'],
    no: ["includes('-----BEGIN PRIVATE KEY-----') && includes('-----END PRIVATE KEY-----')", '-----BEGIN PUBLIC KEY-----\n{K300}\n-----END PUBLIC KEY-----', '-----BEGIN RSA PRIVATE KEY-----\nMIIE...\n-----END RSA PRIVATE KEY-----'],
  }),
  patternRule({
    // PKCS #8 and PKCS #1 of RSA, EC and Ed25519 (RFC 5208, RFC 8017, RFC 5915, RFC 8410) as their first bytes look in base64.
    id: 'private-key-in-base64', provider: 'whoever trusts its public half', grants: 'sign in, sign or decrypt as its owner', anchors: ['ibadanbgkqhkig9w0baqefaasc', 'ibaakc', 'mighagea', 'migtagea', 'mc4caqawbqydk2vwbciei'],
    pattern: /(?<![A-Za-z0-9+/])(?<v>(?:MII[A-Za-z0-9+/]{2}[AQgw]IBADANBgkqhkiG9w0BAQEFAASC|MII[A-Za-z0-9+/]{2}[AQgw]IBAAKC|MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG|MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkw|MC4CAQAwBQYDK2VwBCIEI)[A-Za-z0-9+/]{40,6000}={0,2})(?![A-Za-z0-9+/=])/g, before: 60, reach: 6200, mayLookInvented: true,
    accept: ({ value }) => (new Set(value).size < 24 || (value.startsWith('MII') && value.length < 300) ? undefined : {}),
    yes: ['PRIVATE_KEY=MIIEvQIBADANBgkqhkiG9w0BAQEFAASC{P1590}', 'String key = "MIIEowIBAAKC{P1580}";', '"key": "MC4CAQAwBQYDK2VwBCIEI{P43}"', 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG{P146}'],
    no: ['MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{P300}', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'MCowBQYDK2VwAyEA{P43}='],
  }),
  patternRule({
    id: 'putty-private-key', provider: 'servers that trust it', grants: 'sign in as its owner', anchors: ['private-lines:'],
    pattern: /Private-Lines: \d{1,3}\r?\n(?<v>(?:[A-Za-z0-9+/=]{20,90}\r?\n){1,60})/g, before: 20, reach: 6000, overLines: true, mayLookInvented: true,
    yes: ['Private-Lines: 2\n{P64}\n{P64}\n'], no: ['Private-Lines: 2\n'],
  }),
  patternRule({
    id: 'json-web-key', provider: 'whoever trusts its public half', grants: 'sign or decrypt as its owner', anchors: ['"kty"', "'kty'", 'kty:'],
    pattern: /["']?kty["']?\s*:\s*["'](?:RSA|EC|OKP|oct)["'][^}]{0,3000}?["']?(?:d|k)["']?\s*:\s*["'](?<v>[A-Za-z0-9_-]{32,700})["']/g, before: 8, reach: 4000, overLines: true,
    accept: ({ value }) => (looksDrawn(value.slice(0, 120)) ? {} : undefined),
    yes: ['{"kty":"EC","crv":"P-256","d":"{B43}"}'], no: ['{"kty":"EC","crv":"P-256","x":"{B43}"}'],
  }),
  patternRule({
    id: 'json-web-key-before', provider: 'whoever trusts its public half', grants: 'sign or decrypt as its owner', anchors: ['"kty"'],
    pattern: /"(?:d|k)"\s*:\s*"(?<v>[A-Za-z0-9_-]{40,700})"[^}]{0,1500}?"kty"\s*:\s*"(?:RSA|EC|OKP|oct)"/g, before: 2400, reach: 20, overLines: true,
    accept: ({ value }) => (looksDrawn(value.slice(0, 120)) ? {} : undefined),
    yes: ['{"d":"{B43}","kty":"EC"}'], no: ['{"x":"{B43}","kty":"EC"}'],
  }),
  patternRule({
    id: 'signing-secret-in-call', provider: 'the portal itself', grants: 'forge sessions and tokens', anchors: ['sign(', 'verify(', 'createhmac('],
    pattern: /\b(?:sign|verify|createHmac)\(\s*[^;\n"'`]{1,160},\s*["'`](?<v>[A-Za-z0-9+/=_.!@#$%^&*-]{20,160})["'`]\s*[,)]/g, before: 20, reach: 400,
    accept: ({ value }) => (looksDrawn(value) ? {} : undefined),
    yes: ['jwt.sign(p,"{H64}")'], no: ['sign(p,"sha256")', 'jwt.sign(payload, "secret")'],
  }),
  patternRule({
    id: 'signing-secret-variable', provider: 'the portal itself', grants: 'forge sessions and tokens', anchors: ['sign(', 'verify(', 'createhmac('],
    pattern: /\b(?<name>[A-Za-z_$][\w$]{0,40})\s*[=:]\s*["'`](?<v>[A-Za-z0-9+/=_-]{24,160})["'`](?=[\s\S]{0,1500}?\b(?:sign|verify|createHmac)\(\s*[^;\n"'`]{1,160},\s*\k<name>\s*[,)])/g, before: 1700, reach: 260, overLines: true,
    accept: ({ value }) => (looksDrawn(value) ? {} : undefined),
    yes: ['let S="{H64}";sign(p,S)'], no: ['let S="{H64}";sign(p,T)'],
  }),
];
