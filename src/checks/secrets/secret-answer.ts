import type { Answer } from '../../model/check.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { rotationOf } from '../../secrets/rotation.ts';
import type { Sighting } from '../../secrets/sighting.ts';

/** What every finding about a secret says; nothing of the secret itself is known here. */
export function describe(one: Sighting): Record<string, string | number> {
  const written = one.via.length > 0 ? ` (written as ${one.via.join(', ')})` : '';
  return {
    what: `${nameOf(one)}${written}`,
    place: placeOf(one),
    grants: one.grants,
    length: one.length,
    why: whyHarmless(one),
  };
}

/** Kinds whose names alone say too little. */
const plainly: Readonly<Record<string, string>> = {
  'address-with-password': 'a password in an address',
  'redis-password-only': 'a password in an address',
  'connection-string-password': 'a password in a connection string',
  'jdbc-password': 'a password in a connection string',
  'password-argument': 'a password handed to a call',
  'curl-user-password': 'a password on a command line',
  'netrc-or-pgpass': 'a password in a command',
  'basic-authorization': 'a password in an Authorization header',
  'bearer-authorization': 'a token in an Authorization header',
  'json-web-token': 'a signed token (JWT)',
};

/** `a Stripe secret key`, `a private key`, `a password for the database by its name`. */
export function nameOf({
  rule,
  provider,
  shaped,
  name,
}: Pick<Sighting, 'rule' | 'provider' | 'shaped' | 'name'>): string {
  const known = rule.replace(/^named-/, '').replaceAll('-', ' ');
  const nameless = /^(?:the |who|what |server)/.test(provider);
  if (shaped) {
    if (plainly[rule] !== undefined) return plainly[rule];
    if (nameless) return `a ${known}`;
    const said = known.toLowerCase().startsWith(`${provider.toLowerCase()} `);
    const article = /^(?:[AEIO]|npm)/.test(provider) ? 'an' : 'a';
    return said ? `${article} ${provider}${known.slice(provider.length)}` : `a secret of ${provider} (${known})`;
  }
  const said = provider === 'what its name says' ? `a ${known} by its name` : `a ${known} for ${provider} by its name`;
  return name === undefined ? said : `${name}, ${said}`;
}

/** `path:line`; in a source map the file that it was written in. */
export function placeOf({ path, original, line }: Sighting): string {
  return original === undefined ? `${path}:${line}` : `${original}:${line}`;
}

export function evidenceOf(one: Sighting): EvidenceItem[] {
  return [
    { label: 'secret', value: `${one.length} characters, mark ${one.mark}` },
    { label: 'whoever holds it can', value: one.grants },
    ...(one.original === undefined ? [] : [{ label: 'source map', value: one.path }]),
    ...(one.via.length === 0 ? [] : [{ label: 'written as', value: one.via.join(' in ') }]),
  ];
}

/** The parts that answers about secrets share. */
export function secretAnswer<Code extends string>(
  code: Code,
  one: Sighting,
  more: {
    readonly data?: Record<string, string | number>;
    readonly evidence?: readonly EvidenceItem[];
    readonly commit?: string;
    readonly reproduce: string;
  },
): Answer<Code> {
  const [path = ''] = one.path.split('!/');
  return {
    code,
    subject: placeOf(one),
    sameAs: `${one.mark} ${one.original ?? one.path}`,
    data: { ...describe(one), ...more.data },
    evidence: [...evidenceOf(one), ...(more.evidence ?? [])],
    severity: one.weight,
    confidence: one.shaped ? 'firm' : 'tentative',
    location: {
      path,
      line: one.line,
      column: one.column,
      ...(more.commit === undefined ? {} : { commit: more.commit }),
      ...(one.original === undefined ? {} : { original: one.original }),
    },
    fix: { steps: [...rotationOf(one.provider, one.mark).steps] },
    reproduce: more.reproduce,
  };
}

/** Why it is no reason to stop. */
export function whyHarmless({ exposure, doubt, until }: Sighting): string {
  if (exposure === 'test') return 'a key of the provider’s test mode, which reaches no real data';
  if (doubt === 'here') return 'for a server on this machine';
  if (doubt === 'half') return 'half of a pair: its secret does not stand beside it, and without that it opens nothing';
  if (doubt === 'unplaced') return 'only its name says so, in a text that no commit holds';
  if (doubt === undefined && until !== undefined) return `it ended by itself on ${until.slice(0, 10)}`;
  return 'probably made up: it stands in a test, an example or a document';
}

/** Made up for a test, a key of a provider's test mode, or a token that has ended: named, and no reason to stop. */
export function isHarmless({ exposure, weight, until }: Sighting, now?: Date): boolean {
  return (
    exposure === 'test' ||
    weight === 'low' ||
    (until !== undefined && now !== undefined && Date.parse(until) < now.getTime())
  );
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
