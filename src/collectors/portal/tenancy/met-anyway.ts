import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { blankIndexes, isReplayable, type Operation, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isReference, isSearchWord } from './known-references.ts';
import { type NamesKind, numberOfKind } from './number-of-kind.ts';
import { requestOf } from './requests.ts';
import { asOwn } from './as-own.ts';
import type { Setting } from './setting.ts';

const sourceLimit = 3;

/**
 * Whether somebody else meets the reference in ordinary use after all: the lists and pages where the owner met it are asked for
 * as that identity. Two crawls open different articles of one catalogue; what both can list is nobody's secret.
 */
export async function metAnyway(
  setting: Setting,
  reference: string,
  owner: IdentityName,
  as: IdentityName,
  kind?: Operation,
): Promise<boolean> {
  return (await howMet(setting, reference, owner, as, kind)) !== undefined;
}

/**
 * `list`: where nothing was searched for. `search`: only by the owner's own words, which finds what all share, and as well what a
 * search that is not kept apart gives away: that alone excuses nothing.
 */
export async function howMet(
  setting: Setting,
  reference: string,
  owner: IdentityName,
  as: IdentityName,
  kind?: Operation,
): Promise<'list' | 'search' | undefined> {
  const ofItsKind = kind ? numberOfKind(reference, kind, owner, setting.exchanges) : () => true;
  for (const source of sourcesOf(setting, reference, owner, ofItsKind)) {
    const held = source.leaves.map((leaf) => ({ path: blankIndexes(leaf.path), value: leaf.value }));
    const view = await setting.ask(asOwn(setting.map, requestOf(source.exchange), as), as);
    if (view.outcome !== 'data') continue;
    const met = view.content.leaves.some((leaf) =>
      held.some((one) => one.value === leaf.value && one.path === blankIndexes(leaf.path)),
    );
    if (met) return source.searched ? 'search' : 'list';
  }
  return undefined;
}

/** The owner's answers that name the reference, and whose own request carries no reference at all. */
function sourcesOf({ map, gaveAway }: Setting, reference: string, owner: IdentityName, ofItsKind: NamesKind) {
  const found: { exchange: Exchange; leaves: readonly Leaf[]; searched: boolean }[] = [];
  for (const operation of map.operations.filter((one) => isReplayable(one) && !gaveAway(one)))
    for (const { exchange, slots } of operation.by.get(owner) ?? []) {
      if (exchange.status >= 300 || slots.some((slot) => isOwnReference(slot))) continue;
      const leaves = exchangeContent(exchange).leaves.filter(
        (leaf) => namesRecord(leaf, reference) && ofItsKind(leaf, operation),
      );
      if (leaves.length > 0) found.push({ exchange, leaves, searched: slots.some(isSearchWord) });
    }
  return found.sort((one, other) => Number(one.searched) - Number(other.searched)).slice(0, sourceLimit);
}

const isOwnReference = (slot: SlotValue) => slot.place !== 'header' && slot.place !== 'cookie' && isReference(slot);

/** The value itself, or an address with it as a segment or a parameter. */
export function namesRecord({ path, value }: Pick<Leaf, 'path' | 'value'>, reference: string): boolean {
  const short = reference.length < 4;
  if (value === reference) return !short || holdsIds(path);
  if (!/^(\/|\?|https?:|\.{0,2}\/)|\/|^[\w.-]+\?/.test(value) || isDayInWords(path, value)) return false;
  return value.split(/(?=[/?#&])/).some((piece) => {
    const [name, part] = piece.includes('=') ? piece.split('=', 2) : ['', piece.replace(/^[/?#&]/, '')];
    if (part !== reference && percentDecoded(part ?? '') !== reference) return false;
    return !short || !counting.test(name ?? '');
  });
}

/** `due 16/12/2026` is no address with a 12 in it. */
const isDayInWords = (path: string, value: string): boolean =>
  !/@(href|src|action)$/.test(path) &&
  !/^(\.{0,2}\/|\?|https?:)/.test(value) &&
  /(?<![\w/])\d{1,4}\/\d{1,2}(\/\d{2,4})?(?![\w/])/.test(value);

/** A short number stands for much: quantities, pages, years. It names a record where identifiers stand. */
function holdsIds(path: string): boolean {
  if (path.startsWith('>')) return /@(value|id|data-[\w-]+)$/.test(path);
  const key = /([\w-]*)(\[\d*]*\]|~)*$/.exec(path)?.[1] ?? '';
  return key === '' || idKey.test(key) || /[a-z](Ids?|Key|Uuid|Code|Number|No|Nr|Ref|Pk|Slug)$/.test(key);
}

const idKey = /(^|[_-])(ids?|key|uuid|code|number|no|nr|ref|pk|slug)$/i;

const counting =
  /^[?#&]?(p|page|pg|seite|pageno|page_?number|page_?size|per_?page|size|limit|offset|start|skip|take|rows|count|sort|order|tab|step|v|ver|version|year|yr|month|day|week|rev|lang|depth)$/i;
