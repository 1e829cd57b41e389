import type { PointerLook, ServerLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { type Gap, gap } from '../../../model/gap.ts';
import { curlBody, dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'leads-home'
  | 'served'
  | 'literal'
  | 'unregistered'
  | 'gone'
  | 'unclaimed'
  | 'servers-gone'
  | 'lame'
  | 'partly-lame'
  | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'leads-home': { is: 'pass', says: '{name} leads to a place that exists{via}.' },
  served: { is: 'pass', says: 'The name servers of {name} exist and answer for it ({servers}).' },
  literal: { is: 'not-applicable', says: '{name} is an address or a name of this machine; it stands in no DNS.' },
  unregistered: {
    is: 'fail',
    says: '{name} leads to {goal}, and {free} is not registered: whoever registers it owns {name}.',
  },
  gone: { is: 'fail', says: '{name} is an alias of {goal}, which does not exist (NXDOMAIN){provider}.' },
  unclaimed: {
    is: 'fail',
    says: '{name} is an alias into {provider}, which answers {status} and "{words}": nobody has set this name up there. Whoever does it first shows pages under your name, unless the service asks for a proof of ownership.',
  },
  'servers-gone': {
    is: 'fail',
    says: 'No name server of {name} exists: {servers}. Whoever brings one of these names back answers for {name}.',
  },
  lame: {
    is: 'fail',
    says: 'No name server of {name} answers for it: {servers}. At a shared DNS service a stranger can set the zone up.',
  },
  'partly-lame': { is: 'warn', says: 'Some name servers of {name} do not answer for it: {servers}.' },
  'not-seen': { is: 'unproven', says: 'Where {name} leads could not be seen.' },
};

export const dangling = defineCheck<'net.pointer', Code>({
  id: 'domains.dangling',
  question: 'Are there no DNS records that point to a service nobody has claimed?',
  why: 'A record that outlives the service it points to is an invitation: whoever claims that place serves pages under your name, with your cookies.',
  breaks:
    'A stranger shows a sign-in page of their own at one of your addresses, with a certificate that browsers accept.',
  proof:
    'Aliases are followed one by one: a target that does not exist (NXDOMAIN) is proof by DNS alone. "Nobody has claimed it" needs the alias’s suffix, the status and the words of a service’s own page to agree (a dated table with sources). Zones are asked of each of their name servers. SERVFAIL and silence prove nothing.',
  permit: 'look',
  cites: ['RFC 1034 §3.6.2', 'API9:2023'],
  needs: ['net.pointer'],
  outcomes,
  fix: {
    summary: 'Delete the record, or claim the place it points to, today.',
    effort: '15 min',
    owner: 'dns',
    steps: [
      'At the DNS provider delete the CNAME, A or NS record if nothing of yours is behind it any more.',
      'If it is still needed, set the name up at the service first (add the custom domain there), then point the record to it.',
      'From now on delete DNS records before the service they point to, never after.',
    ],
  },
  judge({ 'net.pointer': look }) {
    const judged = look.what === 'zone' ? judgeZone(look) : judgeHost(look);
    const evidence = [
      ...(look.aliases.length > 0 ? [{ label: 'aliases', value: [look.name, ...look.aliases].join(' → ') }] : []),
      ...(look.end ? [{ label: 'end', value: look.end }] : []),
      ...(look.servers ?? []).map(({ name, detail }) => ({ label: `name server ${name}`, value: detail })),
      ...(look.claim
        ? [
            {
              label: `${look.claim.provider} (${look.claim.source}, ${look.claim.asOf})`,
              value: [look.claim.state, look.claim.status ?? '', look.claim.words ?? ''].join(' ').trim(),
            },
          ]
        : []),
    ];
    const kept = evidence.length > 0 ? evidence : [{ label: 'aliases', value: 'none' }];
    const reproduce =
      judged.code === 'unclaimed'
        ? `${dig(look.name, 'CNAME')}; ${curlBody(`http://${look.name}/`)}`
        : look.what === 'zone'
          ? `${dig(look.name, 'NS')}; dig +norecurse SOA ${look.name} @${look.servers?.[0]?.name ?? ''}`
          : dig(look.aliases.at(-1) ?? look.name, 'CNAME', 'A', 'AAAA');
    return { evidence: kept, reproduce, ...judged, data: { name: look.name, ...judged.data } };
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap' | 'confidence'>;

function judgeHost(look: PointerLook): Judged {
  const { name, end, aliases, claim } = look;
  const goal = aliases.at(-1) ?? '';
  if (end === 'literal') return { code: 'literal' };
  if (look.unregistered !== undefined && goal !== '')
    return { code: 'unregistered', data: { goal, free: look.unregistered }, confidence: 'certain' };
  if (end === 'no-such-name' && goal !== '') {
    const provider = claim ? `; names at ${claim.provider} can be taken again` : '';
    return { code: 'gone', data: { goal, provider }, confidence: 'certain' };
  }
  if (claim?.state === 'unclaimed') {
    const { provider, status = 0, words = '' } = claim;
    return { code: 'unclaimed', data: { provider, status, words }, confidence: 'certain' };
  }
  if (end === 'unanswered')
    return notSeen(
      gap(
        'unreachable',
        `The name servers gave no usable answer for ${name}, twice.`,
        `Look into the DNS of ${name}.`,
        15,
      ),
    );
  if (claim?.state === 'not-seen' && claim.gap) return notSeen(claim.gap);
  const via = aliases.length > 0 ? ` by way of ${goal}` : '';
  return { code: 'leads-home', data: { via } };
}

function judgeZone({ name, servers = [] }: PointerLook): Judged {
  const lines = (list: readonly ServerLook[]) => list.map((one) => `${one.name} ${one.detail}`).join('; ');
  const free = servers.find(({ unregistered }) => unregistered !== undefined);
  if (free?.unregistered !== undefined)
    return { code: 'unregistered', data: { goal: free.name, free: free.unregistered }, confidence: 'certain' };
  const gone = servers.filter(({ state }) => state === 'no-such-name' || state === 'no-address');
  const lame = servers.filter(({ state }) => state === 'lame');
  const answering = servers.filter(({ state }) => state === 'answers');
  const bad = [...gone, ...lame];
  if (servers.length > 0 && gone.length === servers.length)
    return { code: 'servers-gone', data: { servers: lines(gone) } };
  if (servers.length > 0 && bad.length === servers.length) return { code: 'lame', data: { servers: lines(bad) } };
  if (answering.length === 0)
    return notSeen(
      gap(
        'unreachable',
        `No name server of ${name} could be asked from here (${lines(servers)}).`,
        'Run again from a network that reaches them on port 53.',
        10,
      ),
    );
  if (bad.length > 0) return { code: 'partly-lame', data: { servers: lines(bad) } };
  return { code: 'served', data: { servers: answering.map((one) => one.name).join(', ') } };
}

function notSeen(why: Gap): Judged {
  return { code: 'not-seen', gap: why };
}
