import type { Chain, PairLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { compareAddresses, isPermanent } from '../../../parse/web-address.ts';
import { chainLines } from '../../chain-lines.ts';
import { curlHops, dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code =
  | 'one-host'
  | 'single-name'
  | 'no-pair'
  | 'temporary'
  | 'both-serve'
  | 'by-page'
  | 'detour'
  | 'loop'
  | 'drops-place'
  | 'sibling-not-listed'
  | 'sibling-unknown'
  | 'not-seen'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'one-host': { is: 'pass', says: '{bare} and {www} lead to one host, {canonical}, in one permanent hop.' },
  'single-name': { is: 'pass', says: '{name} is the only name of the pair; {other} does not exist in DNS.' },
  'no-pair': { is: 'not-applicable', says: 'No listed host is {bare} or {www}, so there is no pair to join.' },
  temporary: {
    is: 'warn',
    says: '{from} leads to {canonical} by a temporary redirect; a permanent one (301 or 308) is remembered by browsers and search engines.',
  },
  'both-serve': { is: 'fail', says: '{bare} and {www} both serve pages of their own.' },
  'by-page': {
    is: 'fail',
    says: '{from} leads to {canonical} by a page that sends browsers on ({how}), not by a redirect: deep links, tools and search engines stay behind.',
  },
  detour: { is: 'fail', says: '{from} does not lead to {canonical} in one hop.' },
  loop: { is: 'fail', says: '{bare} and {www} send visitors in a circle.' },
  'drops-place': { is: 'fail', says: '{from} forgets path or query on the way to {canonical}.' },
  'sibling-not-listed': {
    is: 'unproven',
    says: '{name} is listed; its sibling {other} exists in DNS, is not listed, and was not contacted.',
  },
  'sibling-unknown': {
    is: 'unproven',
    says: 'Whether {other}, the sibling of {name}, exists could not be seen in DNS.',
  },
  'not-seen': { is: 'unproven', says: 'Where {from} leads could not be seen to the end.' },
  'off-production': offProduction,
};

export const canonical = defineCheck<'net.pair', Code>({
  id: 'domains.canonical',
  question: 'Do www and the bare domain lead to one canonical host in one step?',
  why: 'Two names for one site split cookies, search results and analytics, and one of them is always forgotten when something changes.',
  breaks:
    'Customers are signed in under one name and not under the other, and links shared by one of them fail for the next.',
  proof:
    'Both names are asked over https with a query and with a deeper path. One of them has to serve, or a third host, and the others have to lead there in one permanent hop with path and query kept.',
  permit: 'look',
  cites: ['RFC 9110 §15.4'],
  needs: ['net.pair'],
  outcomes,
  fix: {
    summary: 'Choose one of the two names and redirect the other to it, permanently, path and query kept.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Decide which name is canonical and use it in mails, links and sitemaps.',
      'On the other name answer every https request with 301 or 308 to the same path and query on the canonical one.',
      'List both names in target.hosts, then look again with curl -sSIL.',
      ...stackSteps('domains.canonical'),
    ],
  },
  judge({ 'net.pair': pair }, context) {
    const judged = judgePair(pair);
    const evidence = [
      { label: 'listed of the pair', value: pair.listed.join(', ') || 'none' },
      ...Object.values(pair.moves).flatMap((move) => [
        ...chainLines(move.https),
        ...(move.httpsDeep ? chainLines(move.httpsDeep) : []),
      ]),
      ...Object.entries(pair.inDns).map(([name, exists]) => ({ label: `${name} in DNS`, value: exists })),
    ];
    const listed = pair.listed[0];
    const reproduce =
      listed === undefined
        ? dig(pair.www, 'CNAME', 'A')
        : pair.listed.map((name) => curlHops(`https://${name}/?lr=1`)).join('; ');
    const data = { bare: pair.bare, www: pair.www, ...judged.data };
    const answer = { evidence, reproduce, ...judged, data };
    return softenOffProduction<Code>([answer], outcomes, { ...context, subject: listed ?? context.subject });
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function judgePair(pair: PairLook): Judged {
  const { bare, www, listed, moves, inDns } = pair;
  const [one, other] = [moves[bare], moves[www]];
  if (pair.platform || listed.length === 0) return { code: 'no-pair' };
  if (!one || !other) {
    const [name = bare, absent = www] = one ? [bare, www] : [www, bare];
    if (inDns[absent] === 'no') return { code: 'single-name', data: { name, other: absent } };
    if (inDns[absent] === 'unknown') {
      const detail = `DNS gave no usable answer for ${absent}.`;
      const closeBy = `Look into the name servers of ${bare}, then run again.`;
      return {
        code: 'sibling-unknown',
        data: { name, other: absent },
        gap: gap('unreachable', detail, closeBy, 10),
      };
    }
    const closeBy = `Add ${absent} to target.hosts, so that it is looked at too.`;
    const detail = `${absent} exists in DNS and is not listed.`;
    return {
      code: 'sibling-not-listed',
      data: { name, other: absent },
      gap: gap('not-configured', detail, closeBy, 1),
    };
  }
  const ways = [one, other].map((move) => ({
    from: move.host,
    chain: move.https,
    deep: move.httpsDeep,
    to: leavesFor(move.https),
  }));
  const looping = ways.find(({ chain }) => chain.end === 'loop' || chain.end === 'too-many');
  if (looping) return { code: 'loop' };
  const staying = ways.filter(({ to }) => to === undefined);
  const unseen = staying.find(({ chain }) => chain.end !== 'answer' || !servesPages(chain));
  if (unseen) {
    const why =
      unseen.chain.gap ?? gap('inconclusive', `https://${unseen.from}/ gave no page.`, 'Check what answers there.');
    return { code: 'not-seen', data: { from: unseen.from }, gap: why };
  }
  if (staying.length === 2) return { code: 'both-serve' };
  const goal = staying[0]?.from ?? ways[0]?.to ?? bare;
  for (const way of ways.filter(({ to }) => to !== undefined)) {
    const trouble = judgeWay(way, goal);
    if (trouble) return trouble;
  }
  return { code: 'one-host', data: { canonical: goal } };
}

interface Way {
  readonly from: string;
  readonly chain: Chain;
  readonly deep?: Chain;
}

function judgeWay({ from, chain, deep }: Way, goal: string): Judged | undefined {
  const [hop] = chain.hops;
  const data = { from, canonical: goal };
  const to = URL.parse(hop?.to ?? '');
  if (!hop || to?.hostname !== goal || to.protocol !== 'https:') return { code: 'detour', data };
  if (hop.by) return { code: 'by-page', data: { ...data, how: hop.by === 'script' ? 'a script' : 'meta refresh' } };
  const deepHop = deep?.hops.find((each) => each.to !== undefined);
  // Where a deep path is kept, the front page may have a place of its own (/login, /en).
  const telling = deepHop ?? hop;
  const kept = compareAddresses(telling.url, telling.to ?? '');
  if (!kept.samePath || !kept.sameQuery) return { code: 'drops-place', data };
  return isPermanent(hop.status) ? undefined : { code: 'temporary', data };
}

/** The host that the chain first leads away to. */
function leavesFor({ hops }: Chain): string | undefined {
  for (const { url, to } of hops) {
    const target = to === undefined ? undefined : URL.parse(to)?.hostname;
    if (target !== undefined && target !== URL.parse(url)?.hostname) return target;
  }
  return undefined;
}

function servesPages({ hops }: Chain): boolean {
  const last = hops.at(-1);
  return last !== undefined && last.status < 300;
}
