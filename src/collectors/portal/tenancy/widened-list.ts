import type { IdentityName } from '../../../model/identity.ts';
import type { Recorded } from '../operations/operation-map.ts';
import { isTokenName } from '../../../parse/guarded-link.ts';
import type { AnswerContent } from './answer-text.ts';
import { isAtomLike, type RawAtom } from './atoms.ts';
import { isSearchWord } from './known-references.ts';
import { laterPages, pageLimit } from './list-pages.ts';
import { ownersAlone } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { settingWithout } from './setting-without.ts';
import type { RawView } from './view.ts';

const filtersTried = 4;
const enough = 2;
const placeInList =
  /^(page|p|limit|offset|skip|take|first|last|size|per_?page|cursor|after|before|avant|vor|sort|order|dir)$/i;

/**
 * A filter narrows a list. Where the asker's own filter, as its pages send it, brings rows that its whole list without the filter does not
 * have and the owner's has, and they speak of a record of the owner's that the asker is refused, the filter forgets whose list it is.
 */
export async function widenedList(
  setting: Setting,
  { mine, theirs }: { readonly mine: readonly Recorded[]; readonly theirs: readonly Recorded[] },
  bare: { readonly request: PlainRequest; readonly view: RawView },
  owner: IdentityName,
  asker: IdentityName,
) {
  const plain = mine.find(({ exchange }) => exchange.url === bare.request.url && exchange === bare.request.like);
  const without = new Set((plain?.slots ?? []).map(({ place, name, value }) => `${place} ${name} ${value}`));
  const filtered = mine.filter(({ slots }) =>
    slots.some(
      (slot) =>
        (slot.place === 'query' || slot.place === 'body') &&
        !placeInList.test(slot.name) &&
        !isTokenName(slot.name) &&
        !isSearchWord(slot) &&
        !without.has(`${slot.place} ${slot.name} ${slot.value}`) &&
        !(plain?.slots ?? []).some((one) => one.place === slot.place && one.name === slot.name && one.value !== ''),
    ),
  );
  if (!plain || filtered.length === 0 || bare.view.outcome !== 'data') return undefined;
  const later = await laterPages(setting, bare.request, bare.view, [...mine, ...theirs], asker, pageLimit);
  if (!later.ended) return undefined;
  const whole = [bare.view, ...later.tried.map(({ view }) => view)];
  const urls = new Set(filtered.map(({ exchange }) => exchange.url));
  const before = settingWithout(setting, (one) => one.identity === asker && urls.has(one.url));
  for (const { exchange } of filtered.slice(0, filtersTried)) {
    const request = requestOf(exchange);
    const view = await setting.ask(request, asker);
    if (view.outcome !== 'data' || isAnotherPage(view.content, whole)) continue;
    const sent = sentValues(request);
    const leaves = view.content.leaves.filter(
      (leaf) =>
        isAtomLike(leaf) &&
        !sent.includes(leaf.value) &&
        !whole.some(({ content }) => content.text.includes(leaf.value)) &&
        !before.knows(asker, leaf.value) &&
        !before.knows('anonymous', leaf.value) &&
        before.knows(owner, leaf.value),
    );
    const values = [...new Set(leaves.map(({ value }) => value))];
    if (values.length < enough || (await ownersAlone(before, leaves, owner, asker)).size === 0) continue;
    const again = await setting.ask(request, asker);
    const atoms = values.map(
      (value): RawAtom => ({
        value,
        path: leaves.find((leaf) => leaf.value === value)?.path ?? '',
        type: 'string',
        source: 'leaf',
      }),
    );
    if (values.filter((value) => again.content.text.includes(value)).length < enough) continue;
    const what = 'a filter of its own pages, which should narrow its list';
    return { atoms, tried: [view, again].map((one) => ({ what, view: one, request })) };
  }
  return undefined;
}

/**
 * A filter shows the same page with other rows. A page with a title of its own, the next step of a form for instance, brings labels that
 * the asker may have met nowhere else, and the owner on the pages of its records.
 */
export function isAnotherPage(content: AnswerContent, whole: readonly { readonly content: AnswerContent }[]): boolean {
  const title = titleOf(content);
  return title !== undefined && whole.every((one) => titleOf(one.content) !== title);
}

const titleOf = ({ leaves }: AnswerContent) =>
  leaves.find(({ path }) => />head>title$/.test(path))?.value.replace(/\d+/g, '#');
