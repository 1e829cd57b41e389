import { invitePaths, inviteWords } from '../../delivery/mail-words.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { harmlessness, isPlainText } from '../writes/text-field.ts';
import { lookAtPage, type Onlooker, type Shown } from './look-at-page.ts';
import type { Offer } from './page-offers.ts';
import { reservedWords } from './role-words.ts';

const furtherPages = 3;

/** Something that A's page lets it do and A2's does not. */
export interface OwnerOffer {
  readonly page: string;
  readonly offer: Offer;
  /** What the server answered A2 for the page: refused, or shown without it. */
  readonly page2: 'refused' | 'without';
  /** A2's page says that it is for owners. */
  readonly said: boolean;
}
export interface OwnerOffers {
  readonly offers: readonly OwnerOffer[];
  /** Pages that A is shown and A2 is refused. */
  readonly refused: readonly { readonly page: string; readonly status: number }[];
}

/** Looks at the same pages as both: what A is offered and A2, at the same address or by its menus, is not. */
export async function findOwnerOffers(a: Onlooker, a2: Onlooker, pages: readonly string[]): Promise<OwnerOffers> {
  const offers: OwnerOffer[] = [];
  const refused: { page: string; status: number }[] = [];
  const queue = pages.map((page) => ({ page, linked: true }));
  const seen = new Set<string>(pages);
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { page, linked } = next;
    const mine = await lookAtPage(a, page);
    if (mine.arrival !== 'shown') continue;
    let theirs = await lookAtPage(a2, page);
    const lacks = mine.offers.some(({ key }) => !theirs.offers.some((one) => one.key === key));
    // What a slow page had not drawn yet is no difference between two users.
    if (lacks && theirs.arrival === 'shown') theirs = await lookAtPage(a2, page);
    if (theirs.arrival === 'failed') continue;
    if (theirs.arrival === 'refused') refused.push({ page, status: theirs.status });
    for (const href of linksToInvite(mine))
      if (!seen.has(href) && seen.size < pages.length + furtherPages) {
        seen.add(href);
        queue.push({ page: href, linked: theirs.links.some((one) => one.href === href) });
      }
    // What a page offers that no menu of A2's leads to is not offered to it.
    const offered = new Set(linked ? theirs.offers.map(({ key }) => key) : []);
    for (const offer of worthTrying(mine.offers.filter(({ key }) => !offered.has(key))))
      offers.push({
        page,
        offer,
        page2: theirs.arrival === 'refused' ? 'refused' : 'without',
        said: reservedWords.test(theirs.text),
      });
  }
  const rank = { role: 0, invitation: 1, change: 2 };
  // The same control on several pages is one.
  const distinct = new Map(offers.reverse().map((one) => [one.offer.key, one]));
  return {
    offers: [...distinct.values()].sort((one, other) => rank[one.offer.kind] - rank[other.offer.kind]),
    refused,
  };
}

/** Links to a form for invitations: they are not followed by the walk, whose words warn. */
function linksToInvite({ links }: Shown): readonly string[] {
  return links
    .filter(({ href, text }) => URL.canParse(href) && (inviteWords.test(text) || invitePaths.test(href)))
    .map(({ href }) => new URL(href))
    .filter((url) => url.search === '' && !url.pathname.split('/').some(looksLikeId) && !/accept|token/i.test(url.href))
    .map((url) => url.href);
}

/** Each role and invitation, and of each form its most harmless text. */
function worthTrying(offers: readonly Offer[]): readonly Offer[] {
  const forms = new Map<string, Offer>();
  const others = offers.filter(({ kind }) => kind !== 'change');
  for (const one of offers) {
    if (one.kind !== 'change' || !isPlainText(one.value) || !/\p{L}{2}/u.test(one.value)) continue;
    const known = forms.get(one.key);
    if (!known || rankOf(one) < rankOf(known)) forms.set(one.key, one);
  }
  return [...others, ...forms.values()];
}

const rankOf = ({ field, area, value }: Offer) =>
  Math.min(area ? 1 : 9, harmlessness(field) ?? 9) + (/\s/.test(value) ? 0 : 0.5);
