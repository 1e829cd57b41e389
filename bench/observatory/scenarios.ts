export interface Scenario {
  readonly name: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Answers any Origin with itself and with credentials. */
  readonly reflects?: true;
}

const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const sound: readonly (readonly [string, string])[] = [
  ['strict-transport-security', 'max-age=31536000'],
  ['content-security-policy', policy],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
];
const but = (name: string, ...values: readonly string[]) => [
  ...sound.filter(([each]) => each !== name),
  ...values.map((value) => [name, value] as const),
];
const framedBy = (...values: readonly string[]) => [
  ...but('x-frame-options', ...values).filter(([name]) => name !== 'content-security-policy'),
  ['content-security-policy', policy.replace("; frame-ancestors 'none'", '')] as const,
];

/** One site each, sound but for what its name says. */
export const scenarios: readonly Scenario[] = [
  { name: 'sound', headers: sound },
  { name: 'nothing', headers: [] },
  { name: 'reflects-any-origin', headers: sound, reflects: true },
  { name: 'csp-inline', headers: but('content-security-policy', `${policy}; script-src 'self' 'unsafe-inline'`) },
  {
    name: 'csp-report-only',
    headers: [...but('content-security-policy'), ['content-security-policy-report-only', policy]],
  },
  {
    name: 'csp-two-intersect',
    headers: but(
      'content-security-policy',
      "script-src 'self' 'unsafe-inline'; object-src 'none'",
      "script-src 'self' https:; base-uri 'none'; frame-ancestors 'none'",
    ),
  },
  {
    name: 'csp-strict-dynamic',
    headers: but(
      'content-security-policy',
      "script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
  },
  {
    name: 'csp-elem-inline',
    headers: but('content-security-policy', `${policy}; script-src 'self'; script-src-elem 'self' 'unsafe-inline'`),
  },
  {
    name: 'csp-any-https',
    headers: but(
      'content-security-policy',
      "default-src 'self' https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
  },
  {
    name: 'csp-bendable-host',
    headers: but(
      'content-security-policy',
      "default-src 'self'; script-src 'self' https://ajax.googleapis.com; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
  },
  { name: 'frame-allow-from', headers: framedBy('ALLOW-FROM https://partner.example') },
  { name: 'frame-conflict', headers: framedBy('DENY', 'ALLOWALL') },
  {
    name: 'frame-ancestors-any',
    headers: but('content-security-policy', policy.replace("frame-ancestors 'none'", 'frame-ancestors *')),
  },
  { name: 'nosniff-misspelt', headers: but('x-content-type-options', 'no-sniff') },
  { name: 'nosniff-first-of-two', headers: but('x-content-type-options', 'nosniff', 'nosniff') },
  { name: 'referrer-fallback', headers: but('referrer-policy', 'unsafe-url, strict-origin-when-cross-origin') },
  { name: 'referrer-fallback-unsafe', headers: but('referrer-policy', 'no-referrer, unsafe-url') },
  { name: 'referrer-missing', headers: but('referrer-policy') },
  { name: 'hsts-short', headers: but('strict-transport-security', 'max-age=86400') },
  { name: 'hsts-malformed', headers: but('strict-transport-security', 'maxage=31536000') },
  { name: 'hsts-repeated-directive', headers: but('strict-transport-security', 'max-age=31536000; max-age=31536000') },
  { name: 'hsts-quoted', headers: but('strict-transport-security', 'max-age="31536000"') },
  { name: 'hsts-first-is-zero', headers: but('strict-transport-security', 'max-age=0', 'max-age=31536000') },
];
