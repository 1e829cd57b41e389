import type { VersionProbe } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { opensslVersion } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code = 'modern' | 'no-tls13' | 'old-version' | 'only-old' | 'not-settled' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  modern: { is: 'pass', says: '{host} takes {accepted} and refuses older versions.' },
  'no-tls13': { is: 'warn', says: '{host} refuses older versions, and does not offer TLS 1.3.' },
  'old-version': { is: 'fail', says: '{host} still takes {old}, which browsers gave up years ago.' },
  'only-old': { is: 'fail', says: '{host} takes neither TLS 1.2 nor TLS 1.3; current browsers cannot connect.' },
  'not-settled': { is: 'unproven', says: 'Whether {host} takes {open} could not be settled.' },
  'off-production': offProduction,
};
const names: Readonly<Record<string, string>> = {
  'TLSv1.3': 'TLS 1.3',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.1': 'TLS 1.1',
  TLSv1: 'TLS 1.0',
  SSLv3: 'SSL 3',
  SSLv2: 'SSL 2',
};

export const protocols = defineCheck<'net.protocols', Code>({
  id: 'https.protocols',
  question: 'Are only current TLS versions offered?',
  why: 'TLS 1.0 and 1.1 have known weaknesses and are forbidden by most security questionnaires; TLS 1.3 is faster and safer.',
  breaks: 'A customer’s security review fails, and somebody on the same network may weaken the connection.',
  proof:
    'A hello for each version alone at every address of the host, written by hand with every cipher suite, so that nothing depends on what this machine’s library offers. A server that hangs up counts as refusing only if it does so twice and takes a modern handshake in between.',
  permit: 'look',
  cites: ['v5.0.0-12.1.1', 'RFC 8996'],
  needs: ['net.protocols'],
  outcomes,
  fix: {
    summary: 'Offer TLS 1.2 and 1.3 only.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3. Other edges and load balancers have the same setting as Cloudflare.',
      'Reload, then look again at each version with openssl s_client.',
      ...stackSteps('https.protocols'),
    ],
  },
  judge({ 'net.protocols': look }, context) {
    const places: readonly Place[] = [{ versions: look.versions }, ...(look.elsewhere ?? [])];
    const answers = places.map((place) => judgePlace(look.host, place, context.subject));
    const rank = ({ code }: Answer<Code>) => ['fail', 'unproven', 'warn', 'pass'].indexOf(outcomes[code].is);
    const [worst] = answers.toSorted((one, other) => rank(one) - rank(other));
    return softenOffProduction<Code>(worst ? [worst] : [], outcomes, context);
  },
});

interface Place {
  readonly address?: string;
  readonly versions: readonly VersionProbe[];
}

function judgePlace(host: string, { address, versions }: Place, subject: string): Answer<Code> {
  const of = (outcome: string) =>
    versions.filter((probe) => probe.outcome === outcome).map(({ version }): string => version);
  const accepted = of('accepted');
  const open = of('inconclusive');
  const modern = accepted.some(isModern);
  const old = accepted.filter((version) => !isModern(version));
  const list = (some: readonly string[]) => some.map((version) => names[version] ?? version).join(' and ');
  const shared = {
    data: { host, accepted: list(accepted), old: list(old), open: list(open) },
    evidence: versions.map(({ version, outcome, detail }) => ({
      label: address === undefined ? (names[version] ?? version) : `${names[version] ?? version} at ${address}`,
      value: `${outcome} (${detail})`,
    })),
    reproduce: opensslVersion(subject, old[0] ?? open[0] ?? 'TLSv1.1'),
  };
  if (old.length > 0 && (modern || !open.some(isModern)))
    return { ...shared, code: modern ? 'old-version' : 'only-old', confidence: 'certain' };
  if (open.length > 0) {
    const detail = `The hellos for ${list(open)} at ${address ?? host} ended without an answer.`;
    const why = gap('inconclusive', detail, 'Run again, or look with openssl s_client.');
    return { ...shared, code: 'not-settled', gap: why };
  }
  return { ...shared, code: accepted.includes('TLSv1.3') ? 'modern' : 'no-tls13' };
}

function isModern(version: string): boolean {
  return version === 'TLSv1.2' || version === 'TLSv1.3';
}
