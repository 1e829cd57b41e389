import type { OriginLook, OriginSeen } from '../../../collectors/edge/edge-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { opensslChain } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { candidateLines } from '../candidate-lines.ts';

type Code = 'verifiable' | 'plain' | 'plain-too' | 'unverifiable' | 'not-visible' | 'no-candidates' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  verifiable: {
    is: 'pass',
    says: '{candidate} shows an edge that verifies a certificate that is right for {host}, and gives nothing of the portal in clear.',
  },
  plain: {
    is: 'fail',
    says: '{candidate} speaks plain http only, so the way from the edge to it is open to whoever stands between.',
  },
  'plain-too': {
    is: 'warn',
    says: '{candidate} shows the portal over plain http as well; an edge that is set to it sends customers’ data in clear.',
  },
  unverifiable: {
    is: 'fail',
    says: '{candidate} shows a certificate that no strict edge takes ({error}): the edge cannot be verifying whom it talks to.',
  },
  'not-visible': { is: 'unproven', says: 'No server behind {host} shows how the edge may talk to it.' },
  'no-candidates': { is: 'unproven', says: 'No server behind {host} is known, so nothing is known of the way to it.' },
  'off-production': offProduction,
};

export const tlsMode = defineCheck<'net.origin', Code>({
  id: 'edge.tls-mode',
  question: 'Can the edge verify the servers behind it, and do they speak TLS only?',
  why: 'The padlock of the browser ends at the edge. Behind it the same data travels once more, often in clear or to a server that nobody verifies.',
  breaks: 'Customers’ data travels in clear between two companies, although every page says it is encrypted.',
  proof:
    'Each known server behind the edge is asked for a TLS handshake under the portal’s name and for the page over plain http. A certificate that does not verify rules a strict setting out, since the edge works with it; a server without TLS rules encryption out. The setting itself is read where a provider token is given (edge.settings).',
  permit: 'guess',
  cites: ['v5.0.0-12.3.1', 'v5.0.0-12.3.3'],
  needs: ['net.origin'],
  outcomes,
  fix: {
    summary: 'Give the origin a certificate that the edge verifies, and set the edge to strict.',
    effort: '1 h',
    owner: 'hosting',
    steps: [
      'Cloudflare: SSL/TLS → Overview → Full (strict); an origin certificate from Cloudflare, valid for 15 years, is enough for it.',
      'CloudFront: Origin protocol policy "HTTPS only"; Fastly: verify the certificate and name of the host.',
      'At the origin: Caddy gets a certificate by itself (tls-alpn needs the edge out of the way, so use DNS or an origin certificate: tls cert.pem key.pem); nginx: ssl_certificate with the origin certificate; Express, Next.js: behind one of the two.',
      'Close port 80 at the origin, or let it redirect.',
    ],
  },
  judge({ 'net.origin': look }, context) {
    return softenOffProduction<Code>([judgeAll(look, context.subject)], outcomes, context);
  },
});

function judgeAll(look: OriginLook, subject: string): Answer<Code> {
  const { host, candidates } = look;
  const answer = (
    code: Code,
    one: OriginSeen | undefined,
    data: Readonly<Record<string, string>> = {},
  ): Answer<Code> => ({
    code,
    data: { host, candidate: one?.candidate ?? '', ...data },
    evidence: candidateLines(look),
    reproduce: opensslChain(subject, one?.candidate.replace(/:\d+$/, '')),
  });
  if (candidates.length === 0) {
    const closeBy = `Name the servers behind ${host} under origins in the config, or give the provider’s token.`;
    return {
      ...answer('no-candidates', undefined),
      gap: gap('not-configured', `No origin of ${host} is known.`, closeBy, 5),
    };
  }
  // A name that was only found in DNS need not be the origin of this host; one that shows its page is.
  const origins = candidates.filter(
    ({ from, https, http }) => from === 'config' || https === 'same' || http === 'same',
  );
  const untrusted = origins.find(({ certificate }) => certificate === 'untrusted');
  if (untrusted)
    return { ...answer('unverifiable', untrusted, { error: untrusted.certificateError ?? '' }), confidence: 'firm' };
  const plain = origins.find(
    ({ https, http, certificate }) => certificate === undefined && https === 'closed' && http === 'same',
  );
  if (plain) return { ...answer('plain', plain), confidence: 'firm' };
  const both = origins.find(({ http }) => http === 'same');
  if (both) return answer('plain-too', both);
  const silent =
    origins.length === 0
      ? candidates[0]
      : origins.find(({ certificate, http }) => certificate === undefined || http === 'trouble' || http === 'alike');
  if (!silent) return answer('verifiable', origins[0]);
  const closeBy =
    'Give the provider’s token so that the setting itself can be read, or attest it with a picture of the dashboard.';
  return {
    ...answer('not-visible', silent),
    gap: gap('inconclusive', silent.detail || `${silent.candidate} shows nothing.`, closeBy, 10),
  };
}
