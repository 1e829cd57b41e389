import type { Assignment } from './assignment.ts';
import { isText } from './decode/base64.ts';
import { inDescription } from './described-text.ts';
import { looksDrawn } from './random-look.ts';
import type { Weight } from './rule.ts';
import type { RawHit } from './search-text.ts';
import { type NameSense, senseOfName } from './secret-name.ts';
import { judgeValue } from './secret-value.ts';
import { inRehearsedSection } from './settings-section.ts';
import type { TextKind } from './text-kind.ts';

const newLine = 10;
const blank = 32;
const equals = 61;
const slash = 47;
const colon = 58;
const senses = new Map<string, NameSense | null>();

function senseOf(name: string): NameSense | undefined {
  const known = senses.get(name);
  if (known !== undefined) return known ?? undefined;
  const sense = senseOfName(name);
  if (senses.size > 50_000) senses.clear();
  senses.set(name, sense ?? null);
  return sense;
}

/** A secret known by the name it was given, as such or in base64. */
export function namedSecret(assignment: Assignment, bytes: Buffer, kind: TextKind): RawHit[] {
  const { name, from, quote, separator } = assignment;
  const to = kind.form === 'settings' ? endOfSetting(assignment, bytes) : assignment.to;
  const sense = senseOf(name);
  if (!sense) return [];
  const value = bytes.toString('latin1', from, to);
  const opener = bytes[assignment.nameFrom - 1];
  // Helm notes the hash of a secret, to notice when it changes.
  if (opener === slash && bytes.toString('latin1', assignment.nameFrom - 9, assignment.nameFrom) === 'checksum/')
    return [];
  // XAML names its resources so.
  if (
    opener === colon &&
    /(?:^|[^\w])x:$/.test(bytes.toString('latin1', Math.max(0, assignment.nameFrom - 3), assignment.nameFrom))
  )
    return [];
  if (endsSentence(assignment, bytes) || isReplaced(assignment, bytes)) return [];
  const inQuery = opener === 63 || opener === 38;
  if (inQuery && isProbe(bytes, to)) return [];
  const question = { value, quote, separator, name, sense, kind, inQuery };
  const decoded = decodedValue(value);
  // Chance does not make text of base64: `cGFzc3dvcmQ=` is no more than `password`.
  const direct = decoded === undefined ? judgeValue(question) : undefined;
  const inside = decoded === undefined ? undefined : judgeValue({ ...question, value: decoded });
  if (direct === undefined && inside === undefined) return [];
  if (separator === ',' && handedToCheck(bytes, assignment.nameFrom)) return [];
  if (madeByGenerator(value, name, bytes, assignment.nameFrom)) return [];
  const made =
    isSentence(value) ||
    kind.rehearsal ||
    kind.packaged ||
    inDocComment(bytes, assignment.nameFrom) ||
    (kind.form === 'code' && inDescription(bytes, assignment.nameFrom)) ||
    (kind.form === 'settings' && inRehearsedSection(bytes, assignment.nameFrom));
  const here = sense.kind === 'password' && !looksDrawn(value) && inLocalString(bytes, assignment.nameFrom);
  const doubt = made ? 'rehearsal' : here ? 'here' : undefined;
  const browser = isSearchKey(assignment, bytes);
  const test = sense.kind !== 'password' && /^test:/.test(value);
  return [
    {
      rule: `named-${sense.kind}`,
      provider: providerOf(sense.words),
      grants: 'do what the name beside it says it opens',
      exposure: browser ? 'publishable' : test ? 'test' : 'secret',
      weight: doubt || test ? 'low' : weightOf(sense, direct ?? inside),
      value: direct === undefined ? (decoded ?? value) : value,
      from,
      to,
      via: direct === undefined ? ['base64'] : [],
      shaped: false,
      name,
      ...(doubt ? { doubt } : {}),
    },
  ];
}

/** `NAME=a)b]c` on a line of its own: what ends a value in code is part of it in a file of settings. */
function endOfSetting({ nameFrom, name, from, to, quote }: Assignment, bytes: Buffer): number {
  if (quote !== '' || bytes[from - 1] !== equals || !/^[A-Z][A-Z\d_]*$/.test(name)) return to;
  if (nameFrom > 0 && bytes[nameFrom - 1] !== newLine) return to;
  const [more = ''] =
    /^[)\]},<>|][^\s"'`\\;]{0,200}[A-Za-z\d](?=\s|$)/.exec(bytes.toString('latin1', to, to + 210)) ?? [];
  return to + more.length;
}

/** `'This is a very common password' => '…'`: a text that is translated or rated, no name. */
function endsSentence({ nameFrom, name }: Assignment, bytes: Buffer): boolean {
  if (bytes[nameFrom - 1] !== blank) return false;
  const closer = String.fromCharCode(bytes[nameFrom + name.length] ?? 0);
  const [, opener] =
    /(["'])(?:[\w,-]{1,24} ){3,12}$/.exec(bytes.toString('latin1', Math.max(0, nameFrom - 120), nameFrom)) ?? [];
  return opener === closer;
}

/** `sed -i s/DB_PASSWORD=database_password/DB_PASSWORD=$PASS/`: what is taken out. */
function isReplaced({ nameFrom }: Assignment, bytes: Buffer): boolean {
  return /\bsed\b[^\n]{0,120}[\s"']s([/|#~,@])$/.test(bytes.toString('latin1', Math.max(0, nameFrom - 160), nameFrom));
}

/** What a stranger asked for and the portal does not have: `GET /wp-login.php?password=… HTTP/1.1" 404`. */
function isProbe(bytes: Buffer, to: number): boolean {
  return /^[^\s"]{0,400} HTTP\/[\d.]{1,3}" 40[0457] /.test(bytes.toString('latin1', to, to + 430));
}

function decodedValue(value: string): string | undefined {
  if (value.length < 12 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('latin1').trim();
  return isText(bytes) && /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

/** Base64 of words for people: `This is a secret for development!`. */
function isSentence(value: string): boolean {
  if (value.length < 16 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  return /^(?:[A-Za-z',-]{1,14} ){3,}[A-Za-z',-]{1,14}[.!?]?\s?$/.test(Buffer.from(value, 'base64').toString('latin1'));
}

/** `hashPassword("password", "…")`, `compare('secret', '…')`: two values for a function, no name with its value. */
function handedToCheck(bytes: Buffer, nameFrom: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, nameFrom - 60), nameFrom);
  const [, called = ''] = /([\w$]{1,48})\(\s{0,8}["'`]$/.exec(before) ?? [];
  return /hash|check|verif|compar|valid|crypt|digest|deriv|assert|equal|expect|print|log$|match|scrypt|pbkdf/i.test(
    called,
  );
}

/** ` * password: "…"` in a block of documentation. */
function inDocComment(bytes: Buffer, nameFrom: number): boolean {
  const start = Math.max(bytes.lastIndexOf(10, nameFrom) + 1, nameFrom - 120);
  return /^\s*\*\s|(?<![\w.])example\b|\be\.g\.|\bfor instance\b/i.test(bytes.toString('latin1', start, nameFrom));
}

/** `Host=localhost;Username=app;Password=…`: for a server on this machine. */
function inLocalString(bytes: Buffer, nameFrom: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, nameFrom - 300), nameFrom);
  return /(?:server|data source|host|addr(?:ess)?)\s?=\s?(?:tcp:)?(?:localhost|127\.|\(local|\.(?=[\\;,])|\[?::1|host\.docker)[^"'`\n]*;\s?$/i.test(
    before,
  );
}

/** Devise writes a key into a comment of its settings, which takes its place when the comment is taken off. */
function madeByGenerator(value: string, name: string, bytes: Buffer, nameFrom: number): boolean {
  return (
    /^[0-9a-f]{128}$/.test(value) &&
    /^config\.(?:secret_key|pepper)$/.test(name) &&
    /\n\s*#\s*$/.test(bytes.toString('latin1', Math.max(0, nameFrom - 12), nameFrom))
  );
}

/** Keys of Algolia that stand beside an index are for searching in browsers; the one for writing is named so. */
function isSearchKey({ name, from, to }: Assignment, bytes: Buffer): boolean {
  if (to - from !== 32 || /admin|write|secret|private/i.test(name)) return false;
  const around = bytes.toString('latin1', Math.max(0, from - 240), to + 240);
  return /index_?name|docsearch|algolia/i.test(around) && /app(?:lication)?_?id|docsearch/i.test(around);
}

function weightOf(sense: NameSense, how: 'drawn' | 'chosen' | undefined): Weight {
  if (how === 'chosen') return 'medium';
  return sense.strong ? 'high' : 'medium';
}

const providers: Readonly<Record<string, string>> = {
  aws: 'AWS',
  stripe: 'Stripe',
  twilio: 'Twilio',
  datadog: 'Datadog',
  dd: 'Datadog',
  algolia: 'Algolia',
  postmark: 'Postmark',
  cloudflare: 'Cloudflare',
  vercel: 'Vercel',
  github: 'GitHub',
  gitlab: 'GitLab',
  google: 'Google',
  azure: 'Azure',
  auth0: 'Auth0',
  okta: 'Okta',
  mailgun: 'Mailgun',
  sendgrid: 'SendGrid',
  slack: 'Slack',
  discord: 'Discord',
  openai: 'OpenAI',
  supabase: 'Supabase',
  firebase: 'Firebase',
  sentry: 'Sentry',
  mongo: 'MongoDB',
  mongodb: 'MongoDB',
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  redis: 'Redis',
  smtp: 'the mail server',
  mail: 'the mail server',
  jwt: 'the portal itself',
  session: 'the portal itself',
  cookie: 'the portal itself',
  nextauth: 'the portal itself',
  db: 'the database',
  database: 'the database',
};
function providerOf(words: readonly string[]): string {
  for (const word of words) if (Object.hasOwn(providers, word)) return providers[word] as string;
  return 'what its name says';
}
