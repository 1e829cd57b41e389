import type { OldUrlLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { compareAddresses, isPermanent } from '../../../parse/web-address.ts';
import { chainLines } from '../../chain-lines.ts';
import { curlHops } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code =
  | 'lands'
  | 'none'
  | 'still-served'
  | 'two-steps'
  | 'temporary'
  | 'by-page'
  | 'to-the-front'
  | 'missing'
  | 'elsewhere'
  | 'many-steps'
  | 'loop'
  | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  lands: { is: 'pass', says: '{url} lands on {to} by one permanent redirect.' },
  none: { is: 'not-applicable', says: 'The config says that there are no old addresses.' },
  'still-served': { is: 'warn', says: '{url} answers 200 itself; it has not been moved.' },
  'two-steps': { is: 'warn', says: '{url} takes two permanent redirects to {to}; the first only adds the s of https.' },
  temporary: {
    is: 'fail',
    says: '{url} leads to {to} by a temporary redirect ({status}): search engines keep the old address.',
  },
  'by-page': {
    is: 'warn',
    says: '{url} leads to {to} by a page that sends browsers on, not by a redirect: mail clients and search engines may keep the old address.',
  },
  'to-the-front': {
    is: 'warn',
    says: '{url} leads to the front page {to}, as {count} other old addresses may; visitors do not find what they came for.',
  },
  missing: { is: 'fail', says: '{url} ends in {status}{words}.' },
  elsewhere: { is: 'fail', says: '{url} leads to {to}, and should lead to {wanted}.' },
  'many-steps': { is: 'fail', says: '{url} takes {count} redirects to {to}; one is right.' },
  loop: { is: 'fail', says: '{url} is redirected without end.' },
  'not-seen': { is: 'unproven', says: 'Where {url} leads could not be seen to the end.' },
};

export const oldUrls = defineCheck<'net.old-url', Code>({
  id: 'domains.old-urls',
  question: 'Does every old URL lead to its new page by one permanent redirect?',
  why: 'Old addresses live on in mails, bookmarks, invoices and search results for years.',
  breaks: 'Customers who follow a link from last year’s mail reach an error page, and search rank is lost.',
  proof:
    'Each old address of the config is followed hop by hop over listed hosts. Right is one 301 or 308 to a page that answers 200 and does not say "not found". A sign-in that the new page asks for afterwards is a step of the application and does not count.',
  permit: 'look',
  cites: ['RFC 9110 §15.4'],
  needs: ['net.old-url'],
  outcomes,
  fix: {
    summary: 'Redirect each old address to its own new page with one 301.',
    effort: '1 h',
    owner: 'hosting',
    steps: [
      'Write the map old path → new address once; every server can read such a table.',
      'nginx, for many: map $uri $new { /services.html https://example.com/services; } beside the server block and if ($new) { return 301 $new; } inside.',
      'Let the rule fire before the redirect from http to https, so that one hop is enough.',
      ...stackSteps('domains.old-urls'),
    ],
  },
  judge({ 'net.old-url': look }) {
    const evidence = [
      ...chainLines(look.chain),
      ...(look.landing?.title ? [{ label: 'title of the page', value: look.landing.title }] : []),
    ];
    if (look.none) {
      const said = [{ label: 'oldUrls', value: 'an empty list in the config' }];
      return { code: 'none', evidence: said, reproduce: 'Open the config: target.hosts[].oldUrls is empty.' };
    }
    const judged = judgeOldUrl(look);
    const to = look.landing?.url ?? look.chain.hops.at(-1)?.to ?? '';
    return { evidence, reproduce: curlHops(look.url), ...judged, data: { url: look.url, to, ...judged.data } };
  },
});

function judgeOldUrl(look: OldUrlLook): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  const { chain, landing } = look;
  if (chain.end === 'loop' || chain.end === 'too-many') return { code: 'loop' };
  if (chain.end === 'bad-location')
    return { code: 'missing', data: { status: chain.hops.at(-1)?.status ?? 0, words: ' and names no address' } };
  if (!landing) {
    const detail =
      chain.end === 'unlisted'
        ? `${look.url} leads to a host that is not listed, so its page was not looked at.`
        : `${look.url} gave no answer of the portal's.`;
    const closeBy = chain.end === 'unlisted' ? 'List the host that it leads to.' : 'Bring the host up, then run again.';
    return { code: 'not-seen', gap: chain.gap ?? gap('inconclusive', detail, closeBy, 5) };
  }
  const hops = chain.hops.filter(({ to }) => to !== undefined);
  const refusal = landing.status === 401 || landing.status === 403;
  if (refusal)
    return {
      code: 'not-seen',
      gap: gap(
        'refused',
        `${look.url} ends at a page that strangers may not see (${landing.status}).`,
        'Follow it signed in, by hand.',
        5,
      ),
    };
  if (landing.status >= 500)
    return {
      code: 'not-seen',
      gap: gap('inconclusive', `${landing.url} answers ${landing.status}.`, 'Repair it, then run again.'),
    };
  if (landing.status !== 200 || landing.saysMissing) {
    const words = landing.status === 200 ? ', on a page that says "not found"' : '';
    return { code: 'missing', data: { status: landing.status, words } };
  }
  if (hops.length === 0) return { code: 'still-served' };
  // After the move, a sign-in of the new page's own may follow; it does not belong to the move.
  const steps = withoutSignIn(hops, landing.asksSignIn);
  const upgrade = steps.length === 2 && isUpgrade(steps[0]);
  const goal = steps.at(-1)?.to ?? landing.url;
  const wanted = look.wanted;
  if (wanted !== undefined && !samePlace(wanted, goal)) return { code: 'elsewhere', data: { to: goal, wanted } };
  const byPage = steps.some(({ by }) => by !== undefined);
  if (byPage && steps.length === 1) return { code: 'by-page', data: { to: goal } };
  const passing = steps.find(({ status }) => !isPermanent(status));
  if (steps.length > 1 && !upgrade) return { code: 'many-steps', data: { count: steps.length } };
  if (passing) return { code: 'temporary', data: { to: goal, status: passing.status } };
  if (wanted === undefined && look.sharedBy > 2 && isFront(goal) && !isFront(look.url))
    return { code: 'to-the-front', data: { to: goal, count: look.sharedBy - 1 } };
  return { code: upgrade ? 'two-steps' : 'lands', data: { to: goal } };
}

type Hops = OldUrlLook['chain']['hops'];

function withoutSignIn(hops: Hops, asksSignIn: boolean): Hops {
  const steps = [...hops];
  while (steps.length > 1) {
    const last = steps.at(-1);
    const here = URL.parse(last?.url ?? '');
    const there = URL.parse(last?.to ?? '');
    const signIn = asksSignIn || /log-?in|sign-?in|auth|anmeld|connexion/i.test(there?.pathname ?? '');
    if (!last || isPermanent(last.status) || here?.host !== there?.host || !signIn) break;
    steps.pop();
  }
  return steps;
}

function isUpgrade(hop: Hops[number] | undefined): boolean {
  const [from, to] = [URL.parse(hop?.url ?? ''), URL.parse(hop?.to ?? '')];
  return (
    from?.protocol === 'http:' && to?.protocol === 'https:' && from.host === to.host && from.pathname === to.pathname
  );
}

function samePlace(one: string, other: string): boolean {
  const same = compareAddresses(one, other);
  return same.sameHost && same.samePath;
}

function isFront(url: string): boolean {
  return /^\/(?:index\.\w+)?$/.test(URL.parse(url)?.pathname ?? '');
}
