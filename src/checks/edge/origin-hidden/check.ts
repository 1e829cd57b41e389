import type { OriginLook, OriginSeen } from '../../../collectors/edge/edge-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { candidateLines } from '../candidate-lines.ts';

type Code = 'hidden' | 'exposed' | 'unclear' | 'no-candidates' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  hidden: { is: 'pass', says: '{count} known behind {host} do not show the portal when asked directly.' },
  exposed: { is: 'fail', says: '{candidate} shows the page of {host} to anybody who asks it directly, past the edge.' },
  unclear: { is: 'unproven', says: 'Whether {candidate} shows the page of {host} could not be settled.' },
  'no-candidates': { is: 'unproven', says: 'No server behind {host} is known, so none was asked.' },
  'off-production': offProduction,
};

export const originHidden = defineCheck<'net.origin', Code>({
  id: 'edge.origin-hidden',
  question: 'Do the servers behind the edge refuse visitors that come past it?',
  why: 'An origin that answers anybody makes the edge a matter of courtesy: its firewall, limits and shields are walked around.',
  breaks: 'An attacker floods or probes the server directly, and nothing that you pay the edge for stands in the way.',
  proof:
    'Each server that the config names as an origin (else names in DNS by which origins usually go, below a domain that you own) is asked for the portal’s page under the portal’s name, by https and http. What it gives is compared with the edge’s page, and with what it gives under a name that nobody has. A name that was only found in DNS and does not show the page proves nothing.',
  permit: 'guess',
  cites: ['v5.0.0-13.1.3', 'v5.0.0-13.2.4'],
  needs: ['net.origin'],
  outcomes,
  fix: {
    summary: 'Let the origin answer the edge and nobody else.',
    effort: '2 h',
    owner: 'hosting',
    steps: [
      'Firewall: allow ports 80 and 443 from the edge’s published networks only (Cloudflare: cloudflare.com/ips).',
      'Better: no open port at all (Cloudflare Tunnel), or a client certificate of the edge’s (Cloudflare: Authenticated Origin Pulls; nginx: ssl_verify_client on).',
      'Or a secret header that the edge adds and the origin demands (CloudFront custom header, nginx: if ($http_x_edge_key != "…") { return 403; }).',
      'Caddy: @stranger not remote_ip with the edge’s networks, and abort @stranger. Express, Next.js: listen on 127.0.0.1 behind a tunnel or such a proxy.',
      'Then change the server’s address: the old one is known.',
    ],
  },
  judge({ 'net.origin': look }, context) {
    return softenOffProduction<Code>(judgeAll(look), outcomes, context);
  },
});

function judgeAll(look: OriginLook): readonly Answer<Code>[] {
  const { host, candidates } = look;
  const [first] = candidates;
  const shared = { evidence: candidateLines(look), reproduce: direct(look, first) };
  if (!first) {
    const closeBy = `Name the servers behind ${host} under origins in the config: addresses or names.`;
    return [
      {
        ...shared,
        code: 'no-candidates',
        data: { host },
        gap: gap('not-configured', `No origin of ${host} is known.`, closeBy, 5),
      },
    ];
  }
  const exposed = candidates.filter(shows);
  if (exposed.length > 0)
    return exposed.slice(0, 1).map((one) => ({
      ...shared,
      code: 'exposed',
      data: { host, candidate: exposed.map(({ candidate }) => candidate).join(', ') },
      reproduce: direct(look, one),
      confidence: 'certain',
    }));
  const open = candidates.filter(({ https, http }) =>
    [https, http].some((one) => one === 'trouble' || one === 'alike'),
  );
  if (open.length > 0) {
    const candidate = open.map((one) => one.candidate).join(', ');
    const why = gap('inconclusive', open[0]?.detail ?? '', `Run again, or ask ${candidate} by hand.`, 10);
    return [{ ...shared, code: 'unclear', data: { host, candidate }, gap: why }];
  }
  if (candidates.every(({ from }) => from === 'dns')) {
    const names = candidates.map(({ candidate }) => candidate).join(', ');
    const detail = `${names} was found in DNS and does not show the page of ${host}; whether it is a server behind ${host} is not known.`;
    const closeBy = `Name the servers behind ${host} under origins in the config: addresses or names.`;
    return [{ ...shared, code: 'no-candidates', data: { host }, gap: gap('not-configured', detail, closeBy, 5) }];
  }
  const count = candidates.length === 1 ? 'The server' : `The ${candidates.length} servers`;
  return [{ ...shared, code: 'hidden', data: { host, count: `${count}` } }];
}

function shows({ https, http }: OriginSeen): boolean {
  return https === 'same' || http === 'same';
}

function direct({ host, path }: OriginLook, candidate: OriginSeen | undefined): string {
  const place = candidate?.candidate ?? 'ORIGIN';
  const scheme = candidate?.http === 'same' && candidate.https !== 'same' ? 'http' : 'https';
  const port = scheme === 'https' ? 443 : 80;
  return `curl -sS -k -i --connect-to ${quoted(`${host}:${port}:${place}:${port}`)} ${quoted(`${scheme}://${host}${path}`)}`;
}
