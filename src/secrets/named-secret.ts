import type { Assignment } from './assignment.ts';
import { isText } from './decode/base64.ts';
import type { Weight } from './rule.ts';
import type { RawHit } from './search-text.ts';
import { type NameSense, senseOfName } from './secret-name.ts';
import { judgeValue } from './secret-value.ts';
import type { TextKind } from './text-kind.ts';

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
  const { name, from, to, quote, separator } = assignment;
  const sense = senseOf(name);
  if (!sense) return [];
  const value = bytes.toString('latin1', from, to);
  const question = { value, quote, separator, name, sense, kind };
  const decoded = decodedValue(value);
  const direct = judgeValue(question);
  const inside =
    direct === undefined && decoded !== undefined ? judgeValue({ ...question, value: decoded }) : undefined;
  if (direct === undefined && inside === undefined) return [];
  return [
    {
      rule: `named-${sense.kind}`,
      provider: providerOf(sense.words),
      grants: 'do what the name beside it says it opens',
      exposure: 'secret',
      weight: weightOf(sense, kind, direct ?? inside),
      value: direct === undefined ? (decoded ?? value) : value,
      from,
      to,
      via: direct === undefined ? ['base64'] : [],
      shaped: false,
    },
  ];
}

function decodedValue(value: string): string | undefined {
  if (value.length < 12 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('latin1').trim();
  return isText(bytes) && /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

function weightOf(sense: NameSense, kind: TextKind, how: 'drawn' | 'chosen' | undefined): Weight {
  if (kind.rehearsal) return 'low';
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
