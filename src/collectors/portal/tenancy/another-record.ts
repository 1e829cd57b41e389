import { looksLikeId } from '../crawl/page-key.ts';
import type { SlotValue } from '../operations/operation-map.ts';
import type { AnswerContent, Leaf } from './answer-text.ts';

/**
 * Whether the answer is of other records than the owner's: both have ids at the same places, and not one of them in common. "Page 2" and
 * "this year" give each customer its own rows, and words that everybody's rows have prove nothing. Asked of short values in parameters
 * alone: what looks like an id is one. `isFrame`: stands on its reader's pages anyway.
 */
export function isAnotherRecord(
  slot: SlotValue,
  owners: AnswerContent,
  cross: AnswerContent,
  isFrame: (value: string) => boolean,
): boolean {
  if (slot.place === 'path' || slot.place === 'host' || slot.refers || !/^(\d{1,4}|[^\d]{1,30})$/.test(slot.value))
    return false;
  const theirs = idsOf(owners.leaves).filter(({ value }) => !isFrame(value));
  const places = new Set(theirs.map(({ place }) => place));
  const came = idsOf(cross.leaves).filter(({ place, value }) => places.has(place) && !isFrame(value));
  const values = new Set(theirs.map(({ value }) => value));
  return came.length > 0 && !came.some(({ value }) => values.has(value));
}

const idKey = /(^|[._\]])(_?id|uuid|guid|number|no|nr|code|slug)$|[a-z](Id|Uuid|Number|Nr|No|Code)$/;

/** What Livewire calls this copy of a component in this page. */
const isInstance = /snapshot~\.memo\./;

function idsOf(leaves: readonly Leaf[]): readonly { readonly place: string; readonly value: string }[] {
  return leaves.flatMap(({ path, value, type }) => {
    if (type === 'null' || type === 'boolean' || value.length > 200 || isInstance.test(path)) return [];
    const last = value.split(/[?#]/)[0]?.replace(/\/$/, '').split('/').at(-1) ?? '';
    // A token against forged requests is another one in each answer.
    const isToken = value.length >= 40 && !value.includes('/');
    const linked = /@(href|action|value|data-[\w-]+)$/.test(path) && looksLikeId(last) && !isToken;
    const named = !path.startsWith('>') && idKey.test(path) && value !== '';
    return linked || named ? [{ place: path.replace(/\[\d+\]/g, '[]'), value }] : [];
  });
}
