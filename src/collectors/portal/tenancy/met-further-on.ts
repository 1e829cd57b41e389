import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { lastName } from '../operations/slot-name.ts';
import { isReference, isSearchWord, singleOf } from './known-references.ts';
import { laterPages } from './list-pages.ts';
import { namesRecord } from './met-anyway.ts';
import { numberOfKind } from './number-of-kind.ts';
import { isAsAbsent } from './owners-alone.ts';
import { putInto, requestOf } from './requests.ts';
import type { Setting } from './setting.ts';

const searchLimit = 2;
const wordLimit = 2;
const listLimit = 2;
const pagesOn = 8;

/** A record that somebody read: what it goes by, what its owner's answer says, and the operation that gave it. */
export interface ReadRecord {
  readonly reference: string;
  readonly leaves: readonly Leaf[];
  readonly operation: Operation;
}

const isOwn = ({ place }: SlotValue) => place !== 'header' && place !== 'cookie';

/**
 * Whether the portal's searches, asked for the record's own words, name it to somebody else: the search that the crawl sent was for
 * another record's words, and "mine" beside a catalogue that all may search is no wall.
 */
export async function foundBySearch(setting: Setting, record: ReadRecord, as: IdentityName): Promise<boolean> {
  const words = wordsOf(record.leaves);
  for (const { exchange, slot } of searchesOf(setting, as))
    for (const word of words) {
      const view = await setting.ask(putInto(requestOf(exchange), slot, word), as);
      if (view.outcome === 'data' && view.content.leaves.some((leaf) => namesRecord(leaf, record.reference)))
        return true;
    }
  return false;
}

/** Whether a list of somebody else's own that goes on names it on a later page: the crawl turns one or two. */
export async function foundFurtherOn(
  setting: Setting,
  record: ReadRecord,
  owner: IdentityName,
  as: IdentityName,
): Promise<boolean> {
  const ofItsKind = numberOfKind(record.reference, record.operation, owner, setting.exchanges);
  for (const { operation, exchange, all } of listsOf(setting, record.operation, as)) {
    const request = requestOf(exchange);
    const key = `${as} ${request.method} ${request.url} ${request.body ?? ''}`;
    const pages = pagesOf(setting);
    const turned =
      pages.get(key) ??
      setting
        .ask(request, as)
        .then((first) => laterPages(setting, request, first, all, as, pagesOn))
        .then(({ tried }) => tried.flatMap(({ view }) => view.content.leaves));
    pages.set(key, turned);
    if ((await turned).some((leaf) => namesRecord(leaf, record.reference) && ofItsKind(leaf, operation))) return true;
  }
  return false;
}

/**
 * Whether the portal refuses the record itself and only hands out what stands below it, or the same in another format: then it is
 * nobody's but its owner's, whatever a search names.
 */
export async function isRefusedAbove(
  setting: Setting,
  { reference, operation }: ReadRecord,
  owner: IdentityName,
  as: IdentityName,
): Promise<boolean> {
  const asked = (operation.by.get(owner) ?? [])
    .flatMap(({ slots }) => slots)
    .find(({ place, value }) => (place === 'query' || place === 'body') && value === reference)?.name;
  for (const above of setting.map.operations.filter(isReplayable)) {
    if (above.host !== operation.host || above.template === operation.template) continue;
    if (!isItsOwnPage(above.template, operation, asked)) continue;
    const own = (above.by.get(owner) ?? []).find(
      ({ exchange, slots }) => exchange.status < 300 && slots.some((slot) => slot.value === reference),
    );
    const slot = own?.slots.find(({ place, value }) => place === 'path' && value === reference);
    if (!own || !slot) continue;
    const view = await setting.ask(requestOf(own.exchange), as);
    if (view.outcome === 'denied' || (await isAsAbsent(setting, { request: requestOf(own.exchange) }, slot, view, as)))
      return true;
  }
  return false;
}

/** Above in the path, or of the kind that a parameter says: `/invoices/{id}/` of `?invoice=12`. */
function isItsOwnPage(template: string, { template: below }: Operation, asked: string | undefined): boolean {
  const bare = template.replace(/\/$/, '');
  if (!bare.endsWith('}')) return false;
  if (below.startsWith(bare)) return true;
  const kind = asked && singleOf(lastName(asked).replace(/_?(id|uuid|no|nr|number|key)$/i, ''));
  const word = bare.split('/').at(-2) ?? '';
  return kind !== undefined && kind.length >= 3 && singleOf(word) === kind;
}

const turnedPages = new WeakMap<Setting, Map<string, Promise<readonly Leaf[]>>>();
function pagesOf(setting: Setting): Map<string, Promise<readonly Leaf[]>> {
  const known = turnedPages.get(setting) ?? new Map<string, Promise<readonly Leaf[]>>();
  turnedPages.set(setting, known);
  return known;
}

function searchesOf({ map }: Setting, as: IdentityName): readonly (Recorded & { readonly slot: SlotValue })[] {
  return map.operations
    .filter(isReplayable)
    .flatMap((operation) => {
      const [sent] = (operation.by.get(as) ?? []).filter(({ exchange }) => exchange.status < 300);
      const slot = sent?.slots.find(isSearchWord);
      return sent && slot ? [{ ...sent, slot }] : [];
    })
    .slice(0, searchLimit);
}

function wordsOf(leaves: readonly Leaf[]): readonly string[] {
  const words = leaves
    .filter((leaf) => isAtomLike(leaf) && leaf.value.length <= 200)
    .flatMap(({ value }) => value.match(/(?<![\p{L}\d])\p{L}{5,}(?![\p{L}\d])/gu)?.slice(0, 1) ?? []);
  return [...new Set(words)].slice(0, wordLimit);
}

/** Lists of the same kind of record: they name one that this identity opened there, or share a word of the path. */
function listsOf({ map, gaveAway }: Setting, kind: Operation, as: IdentityName) {
  const words = kind.template.split('/').filter((one) => /^[a-z][\w-]*$/i.test(one) && !/^(api|rest|v\d+)$/i.test(one));
  const opened = (kind.by.get(as) ?? []).flatMap(({ slots }) =>
    slots.filter((slot) => isOwn(slot) && isReference(slot)),
  );
  return map.operations
    .filter((one) => isReplayable(one) && !gaveAway(one))
    .flatMap((operation) => {
      const all = operation.by.get(as) ?? [];
      const list = all.find(
        ({ exchange, slots }) => exchange.status < 300 && !slots.some((slot) => isOwn(slot) && isReference(slot)),
      );
      if (!list || operation === kind) return [];
      const { leaves } = exchangeContent(list.exchange);
      const alike =
        operation.template.split('/').some((one) => words.includes(one)) ||
        opened.some(({ value }) => leaves.some((leaf) => namesRecord(leaf, value)));
      return alike ? [{ operation, exchange: list.exchange, all }] : [];
    })
    .slice(0, listLimit);
}
