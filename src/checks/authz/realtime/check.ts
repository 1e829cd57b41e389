import type { ChannelRead } from '../../../collectors/surface-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { allAlive, canProve, describeAlive, describeAtoms, proves, provesBySentence } from '../atom-proof.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'refused'
  | 'own-only'
  | 'joined'
  | 'broadcast'
  | 'contact'
  | 'no-channels'
  | 'session-lost'
  | 'silent'
  | 'not-settled';

/** OWASP API1:2023, ASVS v5.0.0-4.4.3: a channel is asked whose room it is when it is joined, and sends to that room alone. */
export const realtimeCheck = defineCheck<'tenancy.channel', Code>({
  id: 'authz.realtime',
  question: "Are another customer's rooms and streams refused?",
  why: 'Sockets and streams are opened once and then trusted: who may join which room is easily asked nowhere.',
  breaks: 'One customer watches what another customer does, as it happens.',
  proof:
    "Every WebSocket and event stream that B's pages open is opened as B (twice, for values to look for), as A with A's own words, and as A with B's room. Questions that are answered under a number are asked one by one, with B's reference and with an absent one. It fails when a canary or at least two of B's own values come, twice.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-4.4.3', 'v5.0.0-8.2.2', 'API1:2023'],
  needs: ['tenancy.channel'],
  outcomes: {
    refused: { is: 'pass', says: "A named B's room or record and got none of what B gets ({outcome})." },
    'own-only': { is: 'pass', says: 'The channel takes no room from the request, and A gets none of what B gets.' },
    joined: {
      is: 'fail',
      says: "Signed in as customer A, the audit named B's room or record on the channel and received {count} of B's values, twice.",
    },
    broadcast: {
      is: 'fail',
      says: "Signed in as customer A, with A's own subscription, the audit received {count} of B's values, twice.",
    },
    contact: {
      is: 'warn',
      says: "A hears B's name or contact data on this channel and nothing else of B's: decide and declare it.",
    },
    'no-channels': {
      is: 'not-applicable',
      says: 'No page opened a WebSocket or an event stream ({count|operation|operations} seen).',
    },
    'session-lost': { is: 'unproven', says: 'A session died around this, so silence proves nothing.' },
    silent: { is: 'unproven', says: 'While the audit listened, B itself received nothing that could be recognised.' },
    'not-settled': { is: 'unproven', says: "A's attempt ended in {outcome}, which settles nothing." },
  },
  fix: {
    summary:
      'Decide on the server which rooms a session may join, and send each event to the rooms of its tenant only.',
    effort: '2–6 h',
    owner: 'engineer',
    steps: [
      'At the handshake, authenticate by the session; put the connection into the rooms of its tenant yourself.',
      'On a subscribe message, compare the room’s tenant with the session’s and answer with an error otherwise (Socket.IO: in the join handler; Phoenix: join/3; Action Cable: subscribed → reject; Pusher and Ably: the auth endpoint; Supabase: private channels with policies on realtime.messages).',
      'Publish with the tenant in the topic name, and never to all connections.',
      'End connections when the session ends.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['tenancy.channel'];
    if ('none' in record)
      return {
        code: 'no-channels',
        data: { count: record.operations },
        evidence: [{ label: 'operations looked through', value: String(record.operations) }],
        reproduce: 'Open the network panel of the developer tools, filter WS, and walk through the portal.',
      };
    return {
      ...judgeChannel(record),
      identities: [record.owner, record.asker],
      reproduce: 'Open the page as A, and in the console open the same channel with the room of B.',
    };
  },
});

function judgeChannel(record: ChannelRead): Answer<Code> {
  const { messages, atoms } = record;
  const both = ([first = [], second = []]: ChannelRead['cross']) => first.filter((mark) => second.includes(mark));
  const [crossed, ordinary] = [both(record.cross), both(record.ordinary)];
  const evidence = [
    { label: 'B on its own channel', value: `${messages.owner} messages, ${atoms.length} values of B's own` },
    { label: 'A in ordinary use', value: `${messages.ordinary} messages, ${ordinary.length} of B's values` },
    ...(messages.cross === undefined
      ? []
      : [
          {
            label: "A naming B's room",
            value: `${messages.cross} messages, ${crossed.length} of B's values${record.closed ? `, ${record.closed}` : ''}`,
          },
        ]),
    ...describeAtoms(atoms, [...crossed, ...ordinary]),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  if (proves(atoms, ordinary) === 'leak')
    return answer('broadcast', { data: { count: ordinary.length }, confidence: 'certain' });
  // An answer to one question about one record, which the asker gets for no absent one.
  const question = record.template.includes('#');
  if (proves(atoms, crossed) === 'leak' || (question && provesBySentence(atoms, crossed)))
    return answer('joined', { data: { count: crossed.length }, confidence: 'certain' });
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap(
        'session-lost',
        'A session was lost while the channels were listened to.',
        'Run again with longer sessions.',
      ),
    });
  const tells =
    canProve(atoms) ||
    (question &&
      provesBySentence(
        atoms,
        atoms.map((atom) => atom.mark),
      ));
  if (!tells)
    return answer('silent', {
      gap: gap(
        'nothing-to-compare',
        'Nothing of B’s own was sent while the audit listened.',
        'Let something happen in B’s account during the run (a message, a change), or let the channel send its present state on joining.',
        10,
      ),
    });
  if (proves(atoms, crossed) === 'contact' || proves(atoms, ordinary) === 'contact') return answer('contact');
  if (messages.cross === undefined) return answer('own-only');
  const outcome = record.closed ?? (messages.cross === 0 ? 'silence' : 'messages without B’s values');
  if (/failed|refused|ERR_|HTTP 5/.test(outcome))
    return answer('not-settled', {
      data: { outcome },
      gap: gap('inconclusive', `The attempt ended in ${outcome}.`, 'Run again.', 5),
    });
  return answer('refused', { data: { outcome } });
}
