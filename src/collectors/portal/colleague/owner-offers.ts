import { invitePaths, inviteWords } from '../../delivery/mail-words.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { harmlessness, isPlainText } from '../writes/text-field.ts';
import { type LeftOut, leftOut } from './left-out.ts';
import { lookAtPage, type Onlooker, placeOf, type Shown } from './look-at-page.ts';
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
export interface OwnerAction extends Pick<OwnerOffer, 'page' | 'page2' | 'said'> {
  readonly label: string;
}
export interface OwnerOffers {
  readonly offers: readonly OwnerOffer[];
  /** Pages that A is shown and A2 is refused. */
  readonly refused: readonly { readonly page: string; readonly status: number }[];
  /** Pages that A's menus lead to and A2's do not, and that open for A2 all the same. */
  readonly unlinked: readonly string[];
  /** What cannot be put back and A may do there, and A2 is not offered. */
  readonly actions: readonly OwnerAction[];
  /** What answers bring to A2's pages, and those leave out. */
  readonly leftOut: readonly LeftOut[];
}

/** Looks at the same pages as both: what A is offered and A2, at the same address or by its menus, is not. */
export async function findOwnerOffers(
  a: Onlooker,
  a2: Onlooker,
  pages: readonly string[],
  records: readonly string[] = [],
): Promise<OwnerOffers> {
  const mine = new Map<string, Shown>();
  const queue = [...pages];
  for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
    const shown = await lookAtPage(a, page);
    if (shown.arrival !== 'shown') continue;
    mine.set(page, shown);
    for (const href of linksToInvite(shown))
      if (!mine.has(href) && !queue.includes(href) && mine.size + queue.length < pages.length + furtherPages)
        queue.push(href);
  }
  const offers: OwnerOffer[] = [];
  const refused: { page: string; status: number }[] = [];
  const unlinked: string[] = [];
  const actions: OwnerAction[] = [];
  const without: LeftOut[] = [];
  const linksOf = (all: Iterable<Shown>) =>
    new Set([...all].flatMap(({ links }) => links.map(({ href }) => placeOf(href))));
  const ofOwner = linksOf(mine.values());
  const theirs = new Map<string, Shown>();
  const left = new Set(mine.keys());
  // Where A2 is led after signing in its menus stand; the shortest address may be a page for visitors, which leads nowhere.
  const { home } = a2.session;
  const entry = await lookAtPage(a2, home);
  if (entry.arrival === 'shown') theirs.set(home, entry);
  while (left.size > 0) {
    const known = linksOf(theirs.values()).add(placeOf(home));
    // What the owner's pages lead to and A2's do not comes last: by then all of A2's menus were seen.
    const led = [...left].find((one) => known.has(placeOf(one)) || !ofOwner.has(placeOf(one)));
    const page = led ?? (theirs.size === 0 ? homeOf(left) : [...left][0]);
    if (page === undefined) break;
    left.delete(page);
    const own = mine.get(page);
    const shown = own && (await lookTwice(a2, page, own));
    if (!own || !shown || shown.arrival === 'failed') continue;
    const isLed = led !== undefined || theirs.size === 0;
    if (shown.arrival === 'refused') refused.push({ page, status: shown.status });
    else if (isLed) theirs.set(page, shown);
    else unlinked.push(page);
    const page2 = shown.arrival === 'refused' ? 'refused' : 'without';
    const said = reservedWords.test(shown.text);
    for (const label of own.actions) if (!shown.actions.includes(label)) actions.push({ page, page2, said, label });
    if (shown.arrival === 'shown' && isLed && leftOut(own, shown).length > 0) {
      // What a slow page had not drawn yet is not left out.
      const again = await lookAtPage(a2, page);
      if (again.arrival === 'shown') without.push(...leftOut(own, again));
    }
    const offered = new Set(shown.offers.filter((one) => isLed || isEachOnesOwn(one, own)).map(({ key }) => key));
    for (const offer of worthTrying(own.offers.filter(({ key }) => !offered.has(key))))
      offers.push({ page, offer, page2, said });
  }
  actions.push(...(await actionsAt(a, a2, records)));
  const rank = { role: 0, invitation: 1, change: 2 };
  // The same control on several pages is one; where A2 was led to it on any, it is offered.
  const anywhere = new Set([...theirs.values()].flatMap((one) => one.offers.map(({ key }) => key)));
  const distinct = new Map(offers.reverse().map((one) => [one.offer.key, one]));
  return {
    offers: [...distinct.values()]
      .filter(({ offer }) => !anywhere.has(offer.key))
      .sort((one, other) => rank[one.offer.kind] - rank[other.offer.kind]),
    refused,
    unlinked,
    actions,
    leftOut: without,
  };
}

/** What may be done to single records: of their pages nothing else is compared, for their texts may be their maker's. */
async function actionsAt(a: Onlooker, a2: Onlooker, records: readonly string[]): Promise<readonly OwnerAction[]> {
  const found: OwnerAction[] = [];
  for (const page of records) {
    const own = await lookAtPage(a, page);
    if (own.arrival !== 'shown' || own.actions.length === 0) continue;
    const shown = await lookAtPage(a2, page);
    if (shown.arrival === 'failed') continue;
    const page2 = shown.arrival === 'refused' ? 'refused' : 'without';
    const said = reservedWords.test(shown.text);
    for (const label of own.actions) if (!shown.actions.includes(label)) found.push({ page, page2, said, label });
  }
  return found;
}

/** The same form with other values in it, a profile say: each changes its own by it. */
const isEachOnesOwn = ({ kind, key, field, value }: Offer, { offers }: Shown): boolean =>
  kind === 'change' && offers.some((one) => one.key === key && one.field === field && one.value !== value);

/** The shortest address: where menus stand. */
const homeOf = (pages: ReadonlySet<string>) => [...pages].sort((one, other) => one.length - other.length)[0];

/** What a slow page had not drawn yet is no difference between two users. */
async function lookTwice(a2: Onlooker, page: string, own: Shown): Promise<Shown> {
  const first = await lookAtPage(a2, page);
  const lacks = own.offers.some(({ key }) => !first.offers.some((one) => one.key === key));
  return lacks && first.arrival === 'shown' ? lookAtPage(a2, page) : first;
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
