import type { CipherLook, VersionOffer } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { isCbcSha1, isForwardSecret, weaknessOf } from '../../../parse/cipher-suites.ts';
import { splitHost } from '../../../parse/host-name.ts';
import { quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code =
  | 'strong'
  | 'weak'
  | 'cbc-sha1-only'
  | 'short-prime'
  | 'no-forward-secrecy'
  | 'middling-prime'
  | 'not-settled'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  strong: { is: 'pass', says: '{host} takes {count} cipher suites, none of them weak.' },
  weak: { is: 'fail', says: '{host} takes cipher suites that nobody should: {weak}.' },
  'cbc-sha1-only': { is: 'fail', says: '{host} takes nothing but CBC with SHA-1, which current programs avoid.' },
  'short-prime': {
    is: 'fail',
    says: '{host} exchanges keys with a Diffie-Hellman prime of {bits} bits, which can be broken.',
  },
  'no-forward-secrecy': {
    is: 'warn',
    says: '{host} takes no suite with forward secrecy: who gets its key can read what was recorded before.',
  },
  'middling-prime': {
    is: 'warn',
    says: '{host} exchanges keys with a Diffie-Hellman prime of {bits} bits; 2048 is the least today.',
  },
  'not-settled': { is: 'unproven', says: 'Which cipher suites {host} takes could not be settled ({open}).' },
  'off-production': offProduction,
};

const names: Readonly<Record<string, string>> = {
  'TLSv1.3': 'TLS 1.3',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.1': 'TLS 1.1',
  TLSv1: 'TLS 1.0',
};

export const ciphers = defineCheck<'net.ciphers', Code>({
  id: 'https.ciphers',
  question: 'Does every hostname refuse weak cipher suites?',
  why: 'A server that still takes RC4, 3DES, export or unencrypted suites can be talked into them, and what then travels can be read or changed.',
  breaks: 'Somebody on the way reads customers’ sessions, and a security questionnaire fails.',
  proof:
    'Hellos offer every suite that IANA has named (without those that need a secret of both sides), in each version alone; the suite that the server chooses is left out of the next hello until it takes none. Nothing depends on what this machine’s own library offers. Named weak: no encryption, no authentication, export strength, RC4, RC2, DES, 3DES, MD5; a Diffie-Hellman prime of 1024 bits or less.',
  permit: 'look',
  cites: ['v5.0.0-12.1.2', 'RFC 9325 §4.1', 'RFC 7465', 'RFC 8429'],
  needs: ['net.ciphers'],
  outcomes,
  fix: {
    summary: 'Offer suites with forward secrecy and authenticated encryption only.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Apache: SSLCipherSuite with the list of nginx below.',
      'At AWS choose a policy such as ELBSecurityPolicy-TLS13-1-2-2021-06.',
      'Reload, and look again.',
      ...stackSteps('https.ciphers'),
    ],
  },
  judge({ 'net.ciphers': look }, context) {
    const places = [{ offers: look.offers }, ...(look.elsewhere ?? [])];
    const answers = places.flatMap((place) => judgePlace(look, place, context.subject));
    const worst = (code: Code) => ['fail', 'unproven', 'warn', 'pass'].indexOf(outcomes[code].is);
    const rank = Math.min(...answers.map(({ code }) => worst(code)));
    const chosen = answers.filter(
      ({ code }, at) => worst(code) === rank && answers.findIndex((one) => one.code === code) === at,
    );
    return softenOffProduction<Code>(chosen, outcomes, context);
  },
});

interface Place {
  readonly address?: string;
  readonly offers: readonly VersionOffer[];
}

function judgePlace(look: CipherLook, { address, offers }: Place, subject: string): Answer<Code>[] {
  const all = [...new Set(offers.flatMap(({ suites }) => suites))];
  const weak = all.filter((name) => weaknessOf(name) !== undefined);
  const taken = offers.map(({ version, suites, complete, dhBits }) => ({
    label: address === undefined ? (names[version] ?? version) : `${names[version] ?? version} at ${address}`,
    value: [
      suites.join(' '),
      ...(complete ? [] : ['(perhaps more)']),
      ...(dhBits ? [`(prime of ${dhBits} bits)`] : []),
    ].join(' '),
  }));
  const evidence = taken.length > 0 ? taken : [{ label: 'versions', value: 'none was taken' }];
  const { host, port = 443 } = splitHost(subject);
  const reproduce = `openssl s_client -connect ${quoted(`${address ?? host}:${port}`)} -servername ${quoted(host)} -cipher ${quoted(weak.length > 0 ? 'ALL:eNULL:@SECLEVEL=0' : 'DEFAULT')} </dev/null`;
  const bits = Math.min(...offers.flatMap(({ dhBits }) => dhBits ?? []));
  const answer = (code: Code, data: Readonly<Record<string, string | number>> = {}): Answer<Code> => ({
    code,
    data: { host: look.host, ...data },
    evidence,
    reproduce,
    confidence: 'certain',
  });
  const found: Answer<Code>[] = [];
  if (weak.length > 0) found.push(answer('weak', { weak: sortsOf(weak) }));
  if (bits <= 1024) found.push(answer('short-prime', { bits }));
  if (found.length > 0) return found;
  const open = offers.filter(({ complete }) => !complete).map(({ version }) => names[version] ?? version);
  if (all.length === 0 || open.length > 0) {
    const what = open.length > 0 ? open.join(' and ') : 'no version was taken';
    const why = gap('inconclusive', `Hellos at ${look.host} ended without an answer (${what}).`, 'Run again.');
    return [{ ...answer('not-settled', { open: what }), gap: why }];
  }
  if (all.every(isCbcSha1)) return [answer('cbc-sha1-only')];
  if (!all.some(isForwardSecret)) return [answer('no-forward-secrecy')];
  if (bits < 2048) return [answer('middling-prime', { bits })];
  return [answer('strong', { count: all.length })];
}

/** `RC4 (2), 3DES (1)`, with the worst names first. */
function sortsOf(weak: readonly string[]): string {
  const counts = new Map<string, string[]>();
  for (const name of weak) {
    const sort = weaknessOf(name) ?? '';
    counts.set(sort, [...(counts.get(sort) ?? []), name]);
  }
  return [...counts]
    .map(([sort, list]) => `${sort} (${list.slice(0, 2).join(', ')}${list.length > 2 ? ', …' : ''})`)
    .join('; ');
}
