import type { Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { opensslVersion } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code = 'modern' | 'no-tls13' | 'old-version' | 'only-old' | 'not-settled' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  modern: { is: 'pass', says: '{host} takes {accepted} and refuses older versions.' },
  'no-tls13': { is: 'warn', says: '{host} refuses older versions, and does not offer TLS 1.3.' },
  'old-version': { is: 'fail', says: '{host} still takes {old}, which browsers gave up in 2020.' },
  'only-old': { is: 'fail', says: '{host} takes neither TLS 1.2 nor TLS 1.3; current browsers cannot connect.' },
  'not-settled': { is: 'unproven', says: 'Whether {host} takes {open} could not be settled.' },
  'off-production': offProduction,
};
const names: Readonly<Record<string, string>> = {
  'TLSv1.3': 'TLS 1.3',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.1': 'TLS 1.1',
  TLSv1: 'TLS 1.0',
};

export const protocols = defineCheck<'net.protocols', Code>({
  id: 'https.protocols',
  question: 'Are only current TLS versions offered?',
  why: 'TLS 1.0 and 1.1 have known weaknesses and are forbidden by most security questionnaires; TLS 1.3 is faster and safer.',
  breaks: 'A customer’s security review fails, and somebody on the same network may weaken the connection.',
  proof:
    'One handshake for each version alone, with every cipher allowed, so that a version this machine would not offer by itself is offered. A server that hangs up counts as refusing only if it does so twice and takes a modern handshake in between.',
  permit: 'look',
  cites: ['v5.0.0-12.1.1', 'RFC 8996'],
  needs: ['net.protocols'],
  outcomes,
  fix: {
    summary: 'Offer TLS 1.2 and 1.3 only.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; at an edge: set the minimum TLS version to 1.2.',
      'Reload, then look again at each version with openssl s_client.',
    ],
  },
  judge({ 'net.protocols': look }, context) {
    const of = (outcome: string) =>
      look.versions.filter((probe) => probe.outcome === outcome).map(({ version }) => version);
    const accepted = of('accepted');
    const open = of('inconclusive');
    const old = accepted.filter((version) => version === 'TLSv1' || version === 'TLSv1.1');
    const modern = accepted.some((version) => version === 'TLSv1.2' || version === 'TLSv1.3');
    const list = (versions: readonly string[]) => versions.map((version) => names[version] ?? version).join(' and ');
    const shared = {
      data: { host: look.host, accepted: list(accepted), old: list(old), open: list(open) },
      evidence: look.versions.map(({ version, outcome, detail }) => ({
        label: names[version] ?? version,
        value: `${outcome} (${detail})`,
      })),
      reproduce: opensslVersion(context.subject, old[0] ?? open[0] ?? 'TLSv1.1'),
    };
    const modernOpen = open.some((version) => version === 'TLSv1.2' || version === 'TLSv1.3');
    if (old.length > 0 && (modern || !modernOpen)) {
      const code: Code = modern ? 'old-version' : 'only-old';
      return softenOffProduction<Code>([{ ...shared, code, confidence: 'certain' }], outcomes, context);
    }
    if (open.length > 0) {
      const detail = `The handshakes for ${list(open)} at ${look.host} ended without an answer.`;
      return {
        ...shared,
        code: 'not-settled',
        gap: gap('inconclusive', detail, 'Run again, or look with openssl s_client.'),
      };
    }
    return { ...shared, code: accepted.includes('TLSv1.3') ? 'modern' : 'no-tls13' };
  },
});
