import type { EdgeLook } from '../../../collectors/edge/edge-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlHeaders, dig, frontPage } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'present'
  | 'absent'
  | 'unknown-edge'
  | 'beside-the-edge'
  | 'address-unclear'
  | 'one-sign'
  | 'not-seen'
  | 'not-public'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  present: { is: 'pass', says: '{host} stands behind {provider}: {signs}.' },
  absent: {
    is: 'fail',
    says: 'Nothing at {host} shows an edge network (Cloudflare, CloudFront, Fastly and the like) in front of it: neither its addresses nor its answers are those of one that is known.',
  },
  'beside-the-edge': {
    is: 'fail',
    says: '{host} stands behind {provider}, and DNS names {addresses} besides, which is not the edge’s: visitors and attackers go past it.',
  },
  'unknown-edge': {
    is: 'unproven',
    says: 'Answers of {host} speak of an edge that is not known here ({headers}); its networks and names are in no list.',
  },
  'address-unclear': {
    is: 'unproven',
    says: '{host} stands behind {provider}; {addresses} is in no list of it and showed nothing when asked.',
  },
  'one-sign': { is: 'unproven', says: 'Only one sign of {provider} in front of {host}: {signs}.' },
  'not-seen': { is: 'unproven', says: 'Neither addresses nor an answer of {host} could be read.' },
  'not-public': {
    is: 'not-applicable',
    says: '{host} is a name or address of this machine; nobody reaches it from outside.',
  },
  'off-production': offProduction,
};

export const present = defineCheck<'net.edge', Code>({
  id: 'edge.present',
  question: 'Does every public host stand behind an edge network?',
  why: 'An edge takes floods, bad bots and known attacks before they reach the server, and hides where the server is.',
  breaks: 'One cheap flood or one scanner takes the portal down for everybody.',
  proof:
    'Two independent signs of one network are needed: addresses in its published ranges (a dated snapshot, and those that the config names), headers that it puts into answers, an alias that leads to it. A header alone can be copied, an address alone can be a parked name. An address in no list is asked by itself: what answers with the edge’s own headers is the edge’s.',
  permit: 'look',
  cites: ['v5.0.0-13.1.3', 'API4:2023'],
  needs: ['net.edge'],
  outcomes,
  fix: {
    summary: 'Put the host behind an edge network such as Cloudflare or CloudFront, and only behind it.',
    effort: '2 h',
    owner: 'DNS and hosting',
    steps: [
      'Cloudflare: add the domain, move its name servers, and switch each host’s record to "Proxied" (the orange cloud).',
      'AWS: put CloudFront in front of the load balancer and make the host an alias of it; others (Fastly, Bunny, Azure Front Door) alike.',
      'Take addresses of your own servers out of public DNS, those for IPv6 too.',
      'An edge that is not known here: name its networks and headers under edge in the config.',
    ],
  },
  judge({ 'net.edge': look }, context) {
    return softenOffProduction<Code>([judgeOne(look, context.subject)], outcomes, context);
  },
});

function judgeOne(look: EdgeLook, subject: string): Answer<Code> {
  const evidence = [
    ...look.addresses.map(({ address, provider, range, source, asOf, answers }) => ({
      label: 'address',
      value: provider
        ? `${address} in ${range} of ${provider} (${source}${asOf ? `, ${asOf}` : ''})`
        : `${address}, no known edge’s${answers ? `, answers ${answers === 'as-edge' ? 'as the edge does' : answers === 'past-edge' ? 'without any sign of it' : 'nothing'}` : ''}`,
    })),
    ...look.signals
      .filter(({ kind }) => kind !== 'address')
      .map(({ kind, provider, detail }) => ({ label: kind, value: `${provider}: ${detail}` })),
    { label: 'known edges', value: `${look.known}, lists of ${look.asOf}` },
    ...(look.status === undefined ? [] : [{ label: 'answer', value: String(look.status) }]),
  ];
  const answer = (code: Code, data: Readonly<Record<string, string>> = {}): Answer<Code> => ({
    code,
    data: { host: look.host, ...data },
    evidence,
    reproduce: `${dig(look.host, 'A', 'AAAA')}; ${curlHeaders(frontPage(subject))}`,
  });
  if (look.literal) return answer('not-public');
  const byProvider = [...new Set(look.signals.map(({ provider }) => provider))]
    .map((provider) => ({ provider, signals: look.signals.filter((one) => one.provider === provider) }))
    .map((one) => ({ ...one, kinds: new Set(one.signals.map(({ kind }) => kind)) }))
    .toSorted((one, other) => other.kinds.size - one.kinds.size);
  const [best] = byProvider;
  const signs = (best?.signals ?? [])
    .map(({ kind, detail }) => `${kind} (${detail})`)
    .slice(0, 3)
    .join(', ');
  if (best && best.kinds.size >= 2) {
    const strangers = look.addresses.filter((one) => one.provider === undefined && one.answers !== 'as-edge');
    const outside = strangers.filter((one) => one.answers !== 'nothing');
    const someInside = look.addresses.some((one) => one.provider !== undefined);
    if (someInside && outside.length > 0) {
      const addresses = outside.map(({ address }) => address).join(', ');
      return { ...answer('beside-the-edge', { provider: best.provider, addresses }), confidence: 'firm' };
    }
    if (strangers.length > 0 && someInside) {
      const addresses = strangers.map(({ address }) => address).join(', ');
      const detail = `${addresses} belongs to none of the networks of ${best.provider} that are known here, and did not answer.`;
      const closeBy = 'Take the address out of DNS, or name its network under edge.ranges if it is the edge’s.';
      const why = gap('inconclusive', detail, closeBy, 5);
      return { ...answer('address-unclear', { provider: best.provider, addresses }), gap: why };
    }
    return answer('present', { provider: best.provider, signs });
  }
  if (best) {
    const detail = `${best.provider} shows at ${look.host} by ${[...best.kinds].join()} alone${look.gap ? ` (${look.gap.detail})` : ''}.`;
    const closeBy =
      'Confirm in the edge’s dashboard that the host is proxied; where its networks are newer than the list, name them under edge.ranges.';
    return { ...answer('one-sign', { provider: best.provider, signs }), gap: gap('inconclusive', detail, closeBy, 5) };
  }
  if (look.gap || look.addresses.length === 0) {
    const why = look.gap ?? gap('inconclusive', `${look.host} has no address here.`, 'Correct its DNS records.');
    return { ...answer('not-seen'), gap: why };
  }
  if (look.unknownEdge) {
    const headers = look.unknownEdge.join(', ');
    const detail = `${look.host} answers with ${headers}, and no edge that is known here does so.`;
    const closeBy = 'Name the edge under edge in the config: provider, ranges, headers.';
    return { ...answer('unknown-edge', { headers }), gap: gap('not-configured', detail, closeBy, 5) };
  }
  return { ...answer('absent'), confidence: 'firm' };
}
