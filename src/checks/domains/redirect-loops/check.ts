import type { Chain, Hop, MovesLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { compareAddresses, isPermanent } from '../../../parse/web-address.ts';
import { chainLines } from '../../chain-lines.ts';
import { curlHops, frontPage } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'ends'
  | 'leaves-list'
  | 'loop'
  | 'too-many'
  | 'downgrade'
  | 'many-moves'
  | 'drops-place'
  | 'bad-location'
  | 'not-seen'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  ends: { is: 'pass', says: 'Redirects from {host} end, in {hops} at most, with path and query kept.' },
  'leaves-list': { is: 'warn', says: '{host} leads to {to}, a host that is not listed; it was not contacted.' },
  loop: { is: 'fail', says: 'Visitors of {start} are redirected in a loop and never see a page.' },
  'too-many': { is: 'fail', says: 'Redirects from {start} do not end within ten hops.' },
  downgrade: { is: 'fail', says: '{from} leads back from https:// to {to}, in clear.' },
  'many-moves': { is: 'fail', says: '{start} moves visitors {moves} times from host to host before they arrive.' },
  'drops-place': { is: 'fail', says: '{from} leads to {to}: path or query are lost, so deep links break.' },
  'bad-location': { is: 'fail', says: 'A redirect of {host} names no address that a browser could follow.' },
  'not-seen': { is: 'unproven', says: 'Where {start} leads could not be followed to the end.' },
  'off-production': offProduction,
};

export const redirectLoops = defineCheck<'net.moves', Code>({
  id: 'domains.redirect-loops',
  question: 'Do redirects end, with path and query kept?',
  why: 'A loop is an outage that no server log calls one; every needless hop costs a phone half a second, and a dropped path breaks links in mails.',
  breaks: 'Customers see "too many redirects", or click a link in an invoice mail and land on the front page.',
  proof:
    'http:// and https:// are followed hop by hop over listed hosts, with the cookies that a browser would send back. From http one step to https on the same host and one move to another host are right; more is a detour.',
  permit: 'look',
  cites: ['RFC 9110 §15.4'],
  needs: ['net.moves'],
  outcomes,
  fix: {
    summary: 'Let each old address lead to its final one in a single permanent hop, path and query kept.',
    effort: '45 min',
    owner: 'hosting',
    steps: [
      'Write down every hop (the evidence lists them) and who sends it: edge, load balancer, server, application.',
      'Let one of them do the whole move; at an edge that talks http to the server, switch to full TLS, or both redirect for ever.',
      'Cloudflare: SSL/TLS → Full (strict) in place of Flexible, and one of "Always Use HTTPS" and the redirect of the server. nginx behind an edge: redirect by $http_x_forwarded_proto, not by $scheme. Caddy: trusted_proxies, so that it knows the visitor’s scheme. Express: app.set("trust proxy", 1). Next.js: redirects() or the middleware, not both.',
      'Keep the path and query in the target, then look again with curl -sSIL.',
    ],
  },
  judge({ 'net.moves': look }, context) {
    const chains = [look.http, look.httpDeep, look.https, look.httpsDeep].flatMap((chain) => chain ?? []);
    const evidence = chains.flatMap(chainLines);
    const judged = judgeAll(look, chains);
    const hops = Math.max(...chains.map((chain) => chain.hops.filter(({ to }) => to !== undefined).length));
    const data = { host: look.host, hops: `${hops} ${hops === 1 ? 'hop' : 'hops'}`, ...judged.data };
    const reproduce = curlHops(String(judged.data?.start ?? frontPage(context.subject)));
    return softenOffProduction<Code>([{ evidence, reproduce, ...judged, data }], outcomes, context);
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function judgeAll(look: MovesLook, chains: readonly Chain[]): Judged {
  const found = chains.flatMap((chain) => {
    const deep = chain === look.http ? look.httpDeep : chain === look.https ? look.httpsDeep : undefined;
    return judgeChain(chain, deep) ?? [];
  });
  const order: readonly Code[] = ['loop', 'too-many', 'downgrade', 'bad-location', 'many-moves', 'drops-place'];
  for (const code of order) {
    const first = found.find((one) => one.code === code);
    if (first) return first;
  }
  // A closed port redirects nobody, and a host that answers on neither port was not seen.
  const unseen = chains.find((chain) => chain.end === 'gap' && chain.gap?.reason !== 'not-configured');
  const answered = chains.some((chain) => chain.hops.length > 0);
  if (unseen || !answered) {
    const why =
      unseen?.gap ??
      gap('unreachable', `${look.host} answers on neither port.`, `Start the server behind ${look.host}.`);
    return { code: 'not-seen', data: { start: unseen?.start ?? `https://${look.host}/` }, gap: why };
  }
  return found.find((one) => one.code === 'leaves-list') ?? { code: 'ends' };
}

function judgeChain(chain: Chain, deep: Chain | undefined): Judged | undefined {
  const { start, hops, end } = chain;
  if (end === 'loop' || end === 'too-many' || end === 'bad-location') return { code: end, data: { start } };
  const down = hops.find(({ url, to }) => url.startsWith('https:') && to?.startsWith('http:'));
  if (down) return { code: 'downgrade', data: { start, from: down.url, to: down.to ?? '' } };
  const moves = hops.filter(isCanonicalMove).length;
  if (moves > 1) return { code: 'many-moves', data: { start, moves } };
  // Where a deep path is kept, the front page may have a place of its own (/login, /en).
  const deepTells = deep?.hops.some(isMove) ?? false;
  const lossy = deepTells ? undefined : hops.find((hop) => isMove(hop) && losesPlace(hop, start));
  if (lossy) return { code: 'drops-place', data: { start, from: lossy.url, to: lossy.to ?? '' } };
  const last = hops.at(-1);
  const away = last?.to;
  // A step of the application, such as a sign-in elsewhere, is no move of the host.
  if (end === 'unlisted' && away !== undefined && isCanonicalMove(last))
    return { code: 'leaves-list', data: { start, to: URL.parse(away)?.host ?? away } };
  return undefined;
}

const hostOf = (url: string | undefined) => URL.parse(url ?? '')?.hostname;
const bareOf = (host: string | undefined) => host?.replace(/^www\./, '');

function isMove({ url, to }: Hop): boolean {
  return to !== undefined && (hostOf(to) !== hostOf(url) || (url.startsWith('http:') && to.startsWith('https:')));
}

/** A change of host that is meant to be the same place elsewhere, not a step of the application such as a sign-in. */
function isCanonicalMove(hop: Hop | undefined): boolean {
  if (hop?.to === undefined || hostOf(hop.to) === hostOf(hop.url)) return false;
  const { samePath, sameQuery } = compareAddresses(hop.url, hop.to);
  return isPermanent(hop.status) || (samePath && sameQuery);
}

/**
 * Between www and the bare name, and from http to https on one host, everything has to be kept. A move to a different
 * site may have a map of its own: an old front page may lead to a new one. A detour that comes back to where the visitor
 * wanted to go has lost nothing.
 */
function losesPlace(hop: Hop, start: string): boolean {
  if (bareOf(hostOf(hop.url)) !== bareOf(hostOf(hop.to))) return false;
  const keeps = (from: string) => {
    const { samePath, sameQuery } = compareAddresses(from, hop.to ?? '');
    return samePath && sameQuery;
  };
  return !keeps(hop.url) && !keeps(start);
}
