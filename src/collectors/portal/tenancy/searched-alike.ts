import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type Recorded } from '../operations/operation-map.ts';
import { lastName } from '../operations/slot-name.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { holds, isAtomLike, type RawAtom } from './atoms.ts';
import { gatherAtoms } from './gather-atoms.ts';
import { isCollection } from './is-collection.ts';
import { isSearchWord, singleOf } from './known-references.ts';
import { ownersAlone } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

const wordsTried = 16;
const wordsPerOperation = 3;
const wordsAlike = 3;
const mostInVain = 3;
const wordsPerValue = 5;

/**
 * A search of the owner's that finds what it alone is given elsewhere, sent by the owner and by the asker twice, each at its own
 * address: the owner's values, and the asker's answers where both held them. undefined where no search of the owner's finds anything
 * of the kind.
 */
export async function searchedAlike(
  setting: Setting,
  theirs: readonly Recorded[],
  search: (word: string, as: IdentityName) => PlainRequest,
  /** `about`: what the search is called; words of what it finds are tried first. */
  { owner, asker, about = '' }: { readonly owner: IdentityName; readonly asker: IdentityName; readonly about?: string },
) {
  const searchFor = (word: string) => ({ own: search(word, owner), asked: search(word, asker) });
  const sent = theirs.flatMap(({ exchange, slots }) => {
    const own = requestOf(exchange);
    const word = slots.find(isSearchWord)?.value;
    if (word === undefined) return [];
    const elsewhere = search(word, asker);
    const samePlace = pathOf(elsewhere) === pathOf(own);
    return [{ own, asked: samePlace ? own : elsewhere, said: exchange.body.length }];
  });
  const longest = sent.sort((one, other) => other.said - one.said).slice(0, 1);
  const what = "searched for the owner's words";
  // A search for a name finds one row of little: what several of them found counts together.
  const all: RawAtom[] = [];
  const tried: { what: string; view: RawView; request: PlainRequest }[] = [];
  const words = ownersWords(setting, owner, asker, about);
  const waiting = [...longest, ...words.first.map(searchFor)];
  const plain = theirs.find(({ slots }) => !slots.some(isSearchWord));
  const bare = plain && exchangeContent(plain.exchange).text;
  let inVain = 0;
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const { own, asked } = one;
    const first = await setting.ask(own, owner);
    if (first.outcome !== 'data') continue;
    // A page that says the same whatever is searched for is no search.
    inVain = first.content.text === bare ? inVain + 1 : 0;
    if (inVain >= mostInVain) break;
    const sent = [...sentValues(own), ...sentValues(asked)];
    const values = await ownersAlone(setting, first.content.leaves, owner, asker, own.like, sent);
    if (values.size === 0) continue;
    const ownerViews = [first, await setting.ask(own, owner)] as const;
    const atoms = gatherAtoms({
      ownerViews,
      canaries: [],
      self: setting.session(owner)?.self ?? [],
      // A title that begins with the word is no echo of it: the whole of it stands in the owner's record.
      knownElsewhere: (value) => !values.has(value) || sent.some((one) => one.includes(value)),
      sent: [],
    }).map((atom) =>
      // A person's name and number in no list of the asker's, and in a record that it is refused, are no entry of a directory.
      atom.source === 'contact' && values.has(atom.value) ? { ...atom, source: 'leaf' as const } : atom,
    );
    if (atoms.length === 0) continue;
    all.push(...atoms.filter((atom) => !all.some((one) => one.value === atom.value)));
    const views = [await setting.ask(asked, asker), await setting.ask(asked, asker)];
    const came = views.every((view) => atoms.some((atom) => holds(view.content.text, atom.value)));
    if (came) tried.push(...views.map((view) => ({ what, view, request: asked })));
    // A page repeats what was searched for, and that may be the number that another search had found.
    const told = all.filter(
      ({ value }) => !tried.some(({ request }) => sentValues(request).some((one) => one.includes(value))),
    );
    const shown = told.filter((atom) => tried.some(({ view }) => holds(view.content.text, atom.value)));
    if (shown.length >= 2) return { atoms: told, tried };
    // One value of a kind of record came: what else that kind is called tells whether it was chance.
    if (came) waiting.unshift(...words.like(sentValues(asked)).map(searchFor));
  }
  return all.length >= 2 ? { atoms: all, tried: [] } : undefined;
}

/** What a search proved of a value counts before what its name alone says of it. */
export function addProven(atoms: RawAtom[], found: readonly RawAtom[]): void {
  for (const atom of found) {
    const at = atoms.findIndex((one) => one.value === atom.value);
    if (at < 0) atoms.push(atom);
    else if (atoms[at]?.source === 'contact') atoms[at] = atom;
  }
}

const pathOf = ({ url }: PlainRequest): string => new URL(url).host + new URL(url).pathname;

/**
 * Words of the owner's records that the asker never met: one of each operation that showed any, then a second one of each. `like`: further
 * ones of the operation that a word was taken from, each once.
 */
export function ownersWords({ map, knows, frames }: Setting, owner: IdentityName, asker: IdentityName, about = '') {
  // A search looks where lists are: their words before those of single pages.
  const lists = (operation: Operation) =>
    operation.answers === 'api' && (operation.by.get(owner) ?? []).some(({ exchange }) => isCollection(exchange))
      ? 0
      : 1;
  const operations = map.operations.filter(isReplayable).sort((one, other) => lists(one) - lists(other));
  const words = operations.map((operation) => {
    const leaves = (operation.by.get(owner) ?? [])
      .slice(0, 3)
      .flatMap(({ exchange }) => (exchange.status < 300 ? exchangeContent(exchange).leaves.slice(0, 200) : []));
    const own = leaves
      .filter((leaf) => saysSomething(leaf) && !frames(owner, leaf.value))
      // The first word may be everybody's (“Heating in flat 4”): the first that the asker never met.
      .flatMap((leaf) => wordsIn(leaf.value).find((one) => !knows(asker, one) && !knows('anonymous', one)) ?? []);
    // Papers go by their numbers alone.
    const numbers = leaves
      .map(({ value }) => value)
      .filter((one) => paperNumber.test(one) && !isDate.test(one) && !knows(asker, one) && !knows('anonymous', one));
    return [...new Set([...own, ...numbers])].slice(0, wordsPerOperation + wordsAlike);
  });
  const isNew = (word: string) => !knows(asker, word) && !knows('anonymous', word);
  // A search that is called after a field of the records, batches say, finds by it. Of a number its beginning finds its neighbours too.
  const kinds = about.split(/[^\p{L}]+/u).map(singleOf);
  const near = operations
    .flatMap((operation) => operation.by.get(owner) ?? [])
    .flatMap(({ exchange }) => (exchange.status < 300 ? exchangeContent(exchange).leaves.slice(0, 200) : []))
    .filter(({ path, value }) => kinds.includes(singleOf(lastName(path))) && value.length <= 60 && isNew(value))
    .flatMap(
      ({ value }) =>
        (isCode.test(value) && !isDate.test(value) ? value.slice(0, -2) : wordsIn(value).find(isNew)) ?? [],
    );
  const turns = Array.from({ length: wordsPerOperation }, (_, at) => words.flatMap((own) => own[at] ?? []));
  const first = [...new Set([...[...new Set(near)].slice(0, wordsPerOperation), ...turns.flat()])].slice(0, wordsTried);
  const used = new Set(first);
  return {
    first,
    like(sent: readonly string[]): readonly string[] {
      const same = words.find((own) => own.some((word) => sent.includes(word))) ?? [];
      const more = same.filter((word) => !used.has(word)).slice(0, wordsAlike);
      for (const word of more) used.add(word);
      return more;
    },
  };
}

const isCode = /^(?=.*\d)[A-Z\d][\w./-]{5,23}$/;
const paperNumber = /^(?=[\w./-]{6,24}$)[A-Z]{0,6}[-_/]?\d+(?:[-_/]\d+){0,3}$/;
const isDate = /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{4}[-/]\d{1,2})$/;

const saysSomething = (leaf: Leaf): boolean =>
  (isAtomLike(leaf) && /\p{L}+ \S/u.test(leaf.value)) ||
  (leaf.type === 'string' && leaf.value.length <= 60 && eastern.test(leaf.value));

/** Writings that put no space between words: three signs are a name. */
const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2,}/u;

const wordsIn = (text: string): readonly string[] =>
  [
    ...(text.match(new RegExp(eastern, 'gu')) ?? []).map((one) => [...one].slice(0, 4).join('')),
    ...(text.match(/(?<![\p{L}\d])\p{L}{5,}(?![\p{L}\d])/gu) ?? []).filter((one) => !eastern.test(one)),
  ].slice(0, wordsPerValue);
