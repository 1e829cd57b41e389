import type { InsecureLoad, VisitLook } from '../../../collectors/public-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { frontPage } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'all-encrypted'
  | 'no-page'
  | 'not-seen'
  | 'not-all-seen'
  | 'in-clear'
  | 'active'
  | 'form'
  | 'passive'
  | 'upgraded'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'all-encrypted': {
    is: 'pass',
    says: 'Opened in a browser, {pages|page|pages} of {host} asked for nothing in clear.',
  },
  'no-page': { is: 'not-applicable', says: '{host} shows no page of its own: {what}.' },
  'not-seen': { is: 'unproven', says: 'No page of {host} was seen: {what}.' },
  'not-all-seen': { is: 'unproven', says: 'Nothing in clear was met on {host}, but {what}.' },
  'in-clear': {
    is: 'not-applicable',
    says: '{host} serves its pages over http:// themselves, so nothing on them is mixed: see https.redirect.',
  },
  active: { is: 'fail', says: 'Pages of {host} ask for {kinds} over http://, which browsers block: {urls}.' },
  form: { is: 'fail', says: 'A form on {host} sends what is typed in clear: {urls}.' },
  passive: { is: 'fail', says: 'Pages of {host} load {kinds} in clear: {urls}.' },
  upgraded: {
    is: 'warn',
    says: 'Pages of {host} name {kinds} over http://; this browser asks over https:// instead, older ones do not: {urls}.',
  },
  'off-production': offProduction,
};

export const mixedContent = defineCheck<'net.visit', Code>({
  id: 'https.mixed-content',
  question: 'Do all pages load everything over https://?',
  why: 'A script that is asked for in clear is blocked by browsers or replaced by whoever is on the way; a form that sends in clear hands passwords out.',
  breaks: 'A part of the page does not work for anybody, or what customers type can be read in a café.',
  proof:
    'Public pages of every host, and those behind the sign-in that the crawl opened, in a real browser that reports what it blocked, upgraded or loaded in clear. Links to http:// are no loads. Content-Security-Policy: upgrade-insecure-requests counts as browsers apply it.',
  permit: 'look',
  cites: ['v5.0.0-12.2.1'],
  needs: ['net.visit'],
  outcomes,
  fix: {
    summary: 'Write every address that a page loads or sends to with https://, or without a scheme.',
    effort: '1 h',
    owner: 'engineer',
    steps: [
      'Search templates, style sheets and the database for src="http://, url(http:// and action="http://, and change them to https://.',
      'For content that users wrote, send Content-Security-Policy: upgrade-insecure-requests (nginx: add_header … always; Caddy: header; Express: helmet; Next.js: headers(); Cloudflare: Automatic HTTPS Rewrites).',
      'Open the page, look at the console for "Mixed Content", and run again.',
    ],
  },
  judge({ 'net.visit': look }, context) {
    const evidence = look.pages.flatMap(({ path, by, loads, insecure }) => [
      {
        label: `${path} (${by})`,
        value: insecure.length === 0 ? `${loads} loads, none in clear` : `${insecure.length} in clear`,
      },
      ...insecure.slice(0, 8).map(({ kind, url, outcome }) => ({ label: `${kind}, ${outcome}`, value: url })),
    ]);
    const judged = judgeVisit(look, context.environmentOf(context.subject));
    const answer = {
      evidence: evidence
        .slice(0, 40)
        .concat(evidence.length === 0 ? [{ label: look.host, value: look.noPage ?? 'no page' }] : []),
      reproduce: `Open the page ${frontPage(context.subject)} in a browser with the developer tools open, and look for "Mixed Content" in the console.`,
      ...judged,
      data: { host: look.host, ...judged.data },
    };
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeVisit(look: VisitLook, environment: string): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  if (look.noPage !== undefined) {
    // Of a host that is not for customers nobody needs to see a page.
    const { unseen, host, noPage: what } = look;
    if (unseen === undefined || environment !== 'production') return { code: 'no-page', data: { what } };
    const why =
      unseen === 'trouble'
        ? gap(
            'inconclusive',
            `https://${host}/ shows no page: ${what}.`,
            `Check what https://${host}/ should show, then run again.`,
            10,
          )
        : gap(
            unseen === 'closed' ? 'refused' : 'inconclusive',
            `No page of ${host} was seen: ${what}.`,
            'Give two test accounts, so that pages behind the sign-in are seen.',
            10,
          );
    return { code: 'not-seen', data: { what }, gap: why };
  }
  if (look.inClear) return { code: 'in-clear', data: {} };
  const all = look.pages.flatMap(({ insecure }) => insecure);
  const forms = all.filter(({ kind }) => kind === 'form');
  const active = all.filter(
    ({ active: runs, kind, outcome }) => kind !== 'form' && (outcome === 'blocked' || (runs && outcome !== 'upgraded')),
  );
  const passive = all.filter((load) => !load.active && load.outcome === 'loaded');
  const upgraded = all.filter(({ outcome }) => outcome === 'upgraded');
  if (forms.length > 0) return { code: 'form', data: said(forms) };
  if (active.length > 0) return { code: 'active', data: said(active) };
  if (passive.length > 0) return { code: 'passive', data: said(passive) };
  const { unopened = [], host } = look;
  if (unopened.length > 0 && environment === 'production') {
    const what = `${unopened.slice(0, 3).join(', ')} did not open in a browser`;
    return {
      code: 'not-all-seen',
      data: { what },
      gap: gap('timed-out', `${host}: ${what}, tried twice.`, 'Open these pages by hand, then run again.', 5),
    };
  }
  if (upgraded.length > 0) return { code: 'upgraded', data: said(upgraded) };
  return { code: 'all-encrypted', data: { pages: look.pages.length } };
}

function said(loads: readonly InsecureLoad[]) {
  const kinds = [...new Set(loads.map(({ kind }) => kind))].slice(0, 4).join(', ');
  return { kinds, urls: [...new Set(loads.map(({ url }) => url))].slice(0, 3).join(', ') };
}
