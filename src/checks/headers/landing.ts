import type { PageLook, PageResponse } from '../../collectors/network-evidence.ts';
import type { Outcome } from '../../model/check.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { isHtml, isJson } from '../../parse/header-list.ts';
import { isPermanent } from '../../parse/web-address.ts';

/** What stands at the end of `https://host/`, as far as the headers of a page are concerned. */
export type Landing =
  | { readonly is: 'page'; readonly response: PageResponse; readonly html: NonNullable<PageLook['html']> }
  /** An answer that is no page: JSON, plain text, a refusal of an API. */
  | { readonly is: 'no-page'; readonly response: PageResponse; readonly what: string }
  /** The host only sends visitors on. */
  | { readonly is: 'moved'; readonly to: string }
  | { readonly is: 'not-seen'; readonly gap: Gap };

export type LandingCode = 'moved' | 'no-page' | 'not-seen';
export const landingOutcomes: Readonly<Record<LandingCode, Outcome>> = {
  moved: { is: 'not-applicable', says: '{host} only sends visitors on to {to}; there is no page of its own to judge.' },
  'no-page': { is: 'not-applicable', says: '{host} shows no page: {what}.' },
  'not-seen': { is: 'unproven', says: 'No page of {host} was seen.' },
};

export function landingOf(look: PageLook, environment: string): Landing {
  const { host, responses, end } = look;
  const last = responses.at(-1);
  if (last && end === 'answer' && last.host === host) return arrived(look, last, environment);
  const leaving = responses.find((response) => response.host === host && hostOf(response.to) !== host && response.to);
  if (leaving?.to !== undefined) {
    // A move keeps its status for ever or keeps the place; anything else is a step of the application (a sign-in).
    const keepsPlace = URL.parse(leaving.to)?.pathname === URL.parse(leaving.url)?.pathname;
    const to = hostOf(leaving.to) ?? leaving.to;
    // Of a host that is not for customers (staging behind an identity proxy) nobody needs to see a page.
    if (isPermanent(leaving.status) || keepsPlace || environment !== 'production') return { is: 'moved', to };
    const detail = `https://${host}/ sends visitors to ${to} for now; no page of ${host} itself was seen.`;
    return {
      is: 'not-seen',
      gap: gap('inconclusive', detail, 'Give two test accounts, so that pages behind the sign-in are seen.'),
    };
  }
  const detail = `The redirects of https://${host}/ lead to no page.`;
  return { is: 'not-seen', gap: look.gap ?? gap('inconclusive', detail, 'Repair the redirects, then run again.', 15) };
}

function arrived({ host, role, html }: PageLook, response: PageResponse, environment: string): Landing {
  const { status, contentType } = response;
  const what = `it answers ${status}${contentType === '' ? '' : ` with ${contentType}`}`;
  const ok = status >= 200 && status < 300;
  if (ok && html) return { is: 'page', response, html };
  if (ok && contentType !== '' && !isHtml(contentType)) return { is: 'no-page', response, what };
  if (status < 500 && (isJson(contentType) || role === 'api')) return { is: 'no-page', response, what };
  const closed = status === 401 || status === 403;
  if (closed && environment !== 'production')
    return { is: 'no-page', response, what: `it is not in production (${environment}) and ${what} to strangers` };
  const detail = `https://${host}/ answers ${status}, which is not a page of the portal.`;
  const closeBy = closed
    ? 'Let this machine in, or give two test accounts, so that a page can be seen.'
    : `Check what https://${host}/ should show, then run again.`;
  return {
    is: 'not-seen',
    gap: gap(closed ? 'refused' : 'inconclusive', detail, closeBy, 10),
  };
}

function hostOf(url: string | undefined): string | undefined {
  return URL.parse(url ?? '')?.hostname.replace(/^\[|\]$/g, '');
}
