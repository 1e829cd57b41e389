import { looksDrawn } from '../random-look.ts';
import { type Found, patternRule, type Rule, tokenRule, type Verdict } from '../rule.ts';

/** What a JSON web token says of itself (RFC 7519 §4); null where it is none. */
export function readJwt(
  token: string,
): { readonly header: Readonly<Record<string, unknown>>; readonly claims: Readonly<Record<string, unknown>> } | null {
  const [head = '', body = ''] = token.split('.');
  const header = json(head);
  const claims = json(body);
  return header && claims && ('alg' in header || 'typ' in header) ? { header, claims } : null;
}
function json(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const sampleNames = ['John Doe', 'Jane Doe', 'Joe'];
/** The role decides: an anonymous key of Supabase belongs in browsers, a service role opens every row. */
function judgeJwt({ value, window, at }: Found): Verdict | undefined {
  const token = readJwt(value);
  if (!token) return undefined;
  const { header, claims } = token;
  if (
    String(header.alg).toLowerCase() === 'none' ||
    sampleNames.includes(String(claims.name)) ||
    claims.sub === '1234567890'
  )
    return undefined;
  if (claims.iss === 'supabase-demo') return undefined;
  // NATS: whoever shows it signs a challenge with the seed besides, unless it says that bearing it is enough.
  if (header.alg === 'ed25519-nkey' && !/"bearer_token":true/.test(JSON.stringify(claims))) return undefined;
  if (claims.role === 'anon')
    return { exposure: 'publishable', weight: 'low', grants: 'reach what row-level security allows, as meant' };
  if (claims.role === 'service_role' || claims.role === 'supabase_admin')
    return {
      weight: 'critical',
      grants: 'read and change every row, past row-level security',
      issued: typeof claims.ref === 'string',
    };
  if ((value.split('.')[2] ?? '').length < 20) return undefined;
  if (Object.keys(claims).length === 0) return undefined;
  const before = window.slice(Math.max(0, at - 60), at);
  if (
    claims.exp === undefined &&
    claims.iss === undefined &&
    claims.sub === undefined &&
    claims.aud === undefined &&
    !/token|key|secret|auth/i.test(before)
  )
    return undefined;
  const { exp } = claims;
  if (typeof exp !== 'number' || !(exp > 0 && exp < 8e9)) return { weight: exp === undefined ? 'high' : 'medium' };
  return { weight: 'medium', until: new Date(exp * 1000).toISOString() };
}

/** The `n` of an escaped line break is let through; the pattern decides. */
function wordByte(byte: number | undefined): boolean {
  if (byte === undefined || byte === 110) return false;
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

/** Sign-in: tokens, providers, authorization headers. */
// biome-ignore format: a table, one rule a line or block
export const identityRules: readonly Rule[] = [
  patternRule({
    id: 'json-web-token', provider: 'the service that issued it', grants: 'act as whoever the token names', weight: 'medium', anchors: ['eyj'], glance: (bytes, to) => !wordByte(bytes[to - 4]),
    pattern: /(?:(?<![A-Za-z0-9_-])|(?<=\\n))(?<v>eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{0,1000})/g, before: 70, reach: 4600, accept: judgeJwt, mayLookInvented: true,
    yes: ['const token = "{J:sub=8c2f,exp=1790000000}"', 'key {J:iss=supabase,role=service_role}'],
    no: ['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c', 'eyJhbGci.eyJ.x', 'SYS: eyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJpc3MiOiJPRFBBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQSIsIm5hbWUiOiJTWVMiLCJzdWIiOiJBQlhDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQyIsIm5hdHMiOnsidHlwZSI6ImFjY291bnQiLCJ2ZXJzaW9uIjoyfX0.Qm9vV3JpdHRlbkZvclRoaXNFeGFtcGxlT25seUFuZE5vdGhpbmdFbHNlQXRBbGw'],
  }),
  tokenRule('okta-token', 'Okta', 'manage users and sign-ins', '00[A-Za-z0-9_-]{40}', ['okta: SSWS 00{B40}'], { anchor: 'ssws', before: 10, no: ['ssws 00x'] }),
  tokenRule('clerk-or-workos-key', 'WorkOS', 'manage users and sign-ins', 'sk_(?:live_)?a2V5X[A-Za-z0-9+/=_-]{30,120}', ['sk_a2V5X{A60}'], { anchor: 'a2v5x', before: 16, no: ['sk_a2V5X'] }),
  tokenRule('frontegg-or-stytch-secret', 'Stytch', 'manage users and sign-ins', 'secret-live-[A-Za-z0-9_=-]{36,60}', ['secret-live-{B40}='], { anchor: 'secret-live-', no: ['secret-live-x'] }),
  patternRule({
    id: 'basic-authorization', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high', anchors: ['basic '],
    pattern: /\bBasic\s{1,4}(?<v>[A-Za-z0-9+/_-]{12,400}={0,2})(?![A-Za-z0-9+/=])/gi, before: 12, reach: 420,
    accept: ({ value }) => {
      const text = Buffer.from(value, 'base64').toString('latin1');
      const [, user = '', password = ''] = /^([\x21-\x39\x3b-\x7e]{1,80}):([\x21-\x7e]{3,160})$/.exec(text) ?? [];
      if (password === '' || /^[a-z]{1,5}$/.test(password) || user.toLowerCase() === password.toLowerCase()) return undefined;
      return /^(?:pass(?:word|wd)?\d*|secret|test\w*|admin|foo|bar|baz|x+|open ?sesame|opensesame|user|token|your\w*|<.*>|\$.*|\{.*|example\w*|postman|changeme|\d{1,5})$/i.test(password) || /^(?:aladdin|user(?:name)?|foo|test)$/i.test(user) ? undefined : {};
    },
    mayLookInvented: true, yes: ['Authorization: Basic {E:deploy:Xk3pQ9vLw2}'], no: ['Authorization: Basic {E:user:password}', "Authorization = 'Basic {E:beep:boop}'", 'Basic authentication-is-used'],
  }),
  patternRule({
    id: 'bearer-authorization', provider: 'the server it is for', grants: 'act as whoever the token stands for', weight: 'high', anchors: ['bearer ', 'authorization: token ', "'token ", '"token '],
    pattern: /(?:\bBearer|\bauthorization["']?\s*[:=]\s*["']?token|["']token)\s{1,4}(?<v>[A-Za-z0-9_~+/.=-]{20,500})(?![A-Za-z0-9])/gi, before: 26, reach: 520,
    accept: ({ value }) => (/\d/.test(value) && /[A-Za-z]/.test(value) && !/^eyJ/.test(value) && new Set(value).size >= 12 && !/[a-z]{12}/.test(value) && ((value.match(/\d/g) ?? []).length >= 3 || looksDrawn(value)) ? {} : undefined),
    yes: ['Authorization: Bearer {A40}'], no: ['Authorization: Bearer <YOUR_TOKEN>', 'Authorization: Bearer $TOKEN', 'a bearer of good news and more of it'],
  }),
  patternRule({
    // Express signs the identifier of a session and writes both into one cookie.
    id: 'session-cookie', provider: 'the portal itself', grants: 'act as the person whose session it is, while it lasts', weight: 'medium', anchors: ['=s%3a', '"s%3a'],
    pattern: /[="](?<v>s%3A[A-Za-z0-9_-]{20,64}\.(?:[A-Za-z0-9_-]|%2[BF]|[+/]){40,80}(?:%3D|=)?)(?![A-Za-z0-9])/gi, before: 4, reach: 220,
    yes: ['Cookie: connect.sid=s%3A{B32}.{A43}', '"value": "s%3A{B32}.{A43}"'], no: ['?q=s%3Aopen+label%3Abug', 'connect.sid=s%3A{B8}.x'],
  }),
  patternRule({
    id: 'curl-user-password', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high', anchors: ['curl ', 'wget ', 'http '],
    // A line that ends in a backslash goes on with the next.
    pattern: /\b(?:curl|wget|https?)\b(?:[^\n\\]|\\\r?\n|\\.){0,320}?\s(?:-[A-Za-z]{0,6}u[ =]{0,2}|-a[ =]{1,2}|(?:--user|--proxy-user|--http-password|--auth)[ =]{1,2})["']?(?<user>[\w.@+%|/-]{1,80}):(?<v>[^\s"'$<>{}`\\]{6,120})["'\s]/g, before: 6, reach: 520,
    accept: ({ value }) => (/^(?:pass(?:word|wd)?\d*|secret|test\w*|admin\d*|token|key|your\w*|x+|\*+|changeme|mypass\w*)$/i.test(value) || !/[\d!-/:-@]/.test(value) ? undefined : {}),
    yes: ['curl -u deploy:{A12}9 https://api.portal.io/', 'curl -X POST https://api.portal.io/jobs \\\n  -H "Accept: */*" \\\n  -u "deploy:{A12}9" \\\n  -d x=1', 'curl -sSu deploy:{A12}9 https://api.portal.io', 'curl -udeploy:{A12}9 https://api.portal.io'],
    no: ['curl -u user:password https://x', 'curl -u admin:$PASS https://x', 'curl https://x \\\n  -u user:password \\\n  -d y', 'curl https://x -o out:{A12}9 '],
  }),
];

/** For rules elsewhere that see a Found and want its text before the match. */
export function textBefore({ window, at }: Found, length: number): string {
  return window.slice(Math.max(0, at - length), at);
}
