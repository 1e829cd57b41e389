import type { Chain, MovesLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { splitHost } from '../../../parse/host-name.ts';
import { compareAddresses, isPermanent, isRedirect } from '../../../parse/web-address.ts';
import { chainLines } from '../../chain-lines.ts';
import { curlHeaders } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'one-hop'
  | 'closed'
  | 'refused-in-clear'
  | 'own-port'
  | 'temporary'
  | 'other-host'
  | 'error-in-clear'
  | 'served-in-clear'
  | 'by-page'
  | 'not-https'
  | 'loop'
  | 'drops-place'
  | 'bad-location'
  | 'not-seen'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'one-hop': { is: 'pass', says: 'http://{host} leads to the same place on https:// in one permanent hop.' },
  closed: {
    is: 'pass',
    says: 'Nothing listens on port 80 of {host}, so nothing is served in clear. A visitor who types http:// meets an error.',
  },
  'refused-in-clear': {
    is: 'pass',
    says: 'http://{host} refuses requests ({status}) in place of redirecting, which is right for an API.',
  },
  'own-port': { is: 'not-applicable', says: '{host} is listed with its own port; no plain http belongs to it.' },
  temporary: {
    is: 'warn',
    says: 'http://{host} leads to https:// by a temporary redirect ({status}); a permanent one (301 or 308) is remembered.',
  },
  'other-host': {
    is: 'warn',
    says: 'http://{host} leads to {to} at once. Browsers never see https://{host}, so they cannot learn to start with https:// there.',
  },
  'error-in-clear': {
    is: 'warn',
    says: 'http://{host} answers {status} and does not lead to https://. Nothing is served in clear, and visitors who type the name meet an error.',
  },
  'served-in-clear': { is: 'fail', says: 'http://{host} serves a page without encryption ({status}).' },
  'by-page': {
    is: 'fail',
    says: 'http://{host} answers {status} with a page that sends browsers to https:// by {how}. It travels in clear, and links, tools and search engines do not get a redirect.',
  },
  'not-https': { is: 'fail', says: 'http://{host} leads to {to}, which is not encrypted either.' },
  loop: { is: 'fail', says: 'http://{host} redirects in a loop.' },
  'drops-place': { is: 'fail', says: 'http://{host} forgets {what} on the way: {from} leads to {to}.' },
  'bad-location': {
    is: 'fail',
    says: 'http://{host} answers {status} and names no address that a browser could follow.',
  },
  'not-seen': { is: 'unproven', says: 'What http://{host} answers could not be seen.' },
  'off-production': offProduction,
};

export const redirect = defineCheck<'net.moves', Code>({
  id: 'https.redirect',
  question: 'Does plain http:// lead to the same place on https:// in one step?',
  why: 'People type names without https://. Whatever is answered in clear can be read and changed on the way.',
  breaks:
    'Passwords and pages can be read on public networks, and links from mails or old bookmarks end in the wrong place.',
  proof:
    'http://HOST/ with a query, and a deeper path with a query, are asked on port 80. The first answer has to be one permanent redirect to the same host, path and query on https.',
  permit: 'look',
  cites: ['v5.0.0-12.2.1', 'v5.0.0-4.1.2'],
  needs: ['net.moves'],
  outcomes,
  fix: {
    summary: 'Answer every http:// request with one permanent redirect to the same address on https://.',
    effort: '20 min',
    owner: 'hosting',
    steps: [
      'Apache: Redirect permanent with the path kept; at an edge: "always use HTTPS".',
      'Redirect to the same host first; moving to another host is the second step, on https.',
      'Look again with curl -sSI at / and at a deep link with a query.',
      ...stackSteps('https.redirect'),
    ],
  },
  judge({ 'net.moves': look }, context) {
    const { port } = splitHost(context.subject);
    const evidence = [...chainLines(look.http), ...(look.httpDeep ? chainLines(look.httpDeep) : [])];
    const base = { evidence, reproduce: curlHeaders(look.http.hops[0]?.url ?? `http://${look.host}/?lr=1`) };
    const inClear = look.http.hops[0]?.url.startsWith('http:') === true;
    if (port !== undefined && !inClear) return { ...base, code: 'own-port', data: { host: context.subject } };
    const seen = port === undefined ? look : { ...look, host: context.subject };
    return softenOffProduction<Code>([{ ...base, ...judgeHttp(seen) }], outcomes, context);
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function judgeHttp(look: MovesLook): Judged {
  const { http, host } = look;
  const [first] = http.hops;
  if (http.end === 'closed' && !first) return closed(look);
  if (!first) {
    const why = http.gap ?? gap('inconclusive', `http://${host} was not seen.`, 'Run again.');
    return { code: 'not-seen', data: { host }, gap: why };
  }
  const data = { host, status: first.status, to: first.to ?? '' };
  if (first.to === undefined) {
    if (isRedirect(first.status)) return { code: 'bad-location', data };
    if (http.end === 'gap') return { code: 'not-seen', data, gap: http.gap };
    if (look.scriptUpgrades) return { code: 'by-page', data: { ...data, how: 'a script' } };
    return { code: withoutRedirect(first.status, look), data };
  }
  if (first.by && first.to.startsWith('https:'))
    return { code: 'by-page', data: { ...data, how: first.by === 'script' ? 'a script' : 'a meta refresh' } };
  if (!first.to.startsWith('https:')) return { code: http.end === 'loop' ? 'loop' : 'not-https', data };
  // A loop that stays on https is no matter of plain http.
  const comesBack = http.hops.slice(1).some(({ to }) => to?.startsWith('http:'));
  if (http.end === 'loop' && comesBack) return { code: 'loop', data };
  const { sameHost } = compareAddresses(first.url, first.to);
  // Where the deep path is kept, the front page may have a place of its own (/login, /en).
  const telling = look.httpDeep?.hops[0]?.to === undefined ? http : look.httpDeep;
  const lost = sameHost ? lostPlace(telling) : undefined;
  if (lost) return { code: 'drops-place', data: { ...data, ...lost } };
  if (!sameHost) return { code: 'other-host', data };
  return { code: isPermanent(first.status) ? 'one-hop' : 'temporary', data };
}

/** Closed is an answer where https is served; where that is closed as well, the host is down. */
function closed({ host, https }: MovesLook): Judged {
  if (https.hops.length > 0) return { code: 'closed', data: { host } };
  const detail = `Neither port 80 nor port 443 of ${host} could be reached.`;
  return {
    code: 'not-seen',
    data: { host },
    gap: https.gap ?? gap('unreachable', detail, `Start the server behind ${host}.`),
  };
}

function withoutRedirect(status: number, { role, httpLikeHttps }: MovesLook): Code {
  // A refusal with the same words as on https comes from the portal itself, which then takes requests in clear.
  if (status === 401 || status < 400 || httpLikeHttps) return 'served-in-clear';
  return role === 'api' ? 'refused-in-clear' : 'error-in-clear';
}

function lostPlace(chain: Chain): { what: string; from: string; to: string } | undefined {
  const hop = chain.hops[0];
  if (!hop?.to?.startsWith('https:')) return undefined;
  const kept = compareAddresses(hop.url, hop.to);
  if (kept.samePath && kept.sameQuery) return undefined;
  const what = kept.samePath ? 'the query' : kept.sameQuery ? 'the path' : 'path and query';
  return { what, from: hop.url, to: hop.to };
}
