import type { AnswerContent, Leaf } from './answer-text.ts';
import { holds, looksLikeTime, type RawAtom } from './atoms.ts';
import { isEcho } from './gather-atoms.ts';
import type { RawView } from './view.ts';

const fewestValues = 3;
const leastWeight = 10;
/** Of what is asked for a customer by its own name: figures that all agree with that customer's, a sum among them. */
export const leastOfTenant = 8;
const mostOf = 0.6;

/**
 * A record of small numbers, dates and short words: none of them proves anything alone, since two strangers' records share them by
 * chance. All of them, each at its place, are one proof. What stands at the same place in an answer that the asker gets
 * anyway (its own record of the kind, an absent one's) is left out; without such an answer nothing can be told apart, so
 * undefined.
 */
export function shortValuesTogether(
  [first, second]: readonly [RawView, RawView],
  others: readonly (RawView | undefined)[],
  sent: readonly string[],
  isOthers: (leaf: Leaf) => boolean,
  least = leastWeight,
): RawAtom | undefined {
  if (first.outcome !== 'data' || second.outcome !== 'data') return undefined;
  const views = others.filter((view): view is RawView => view !== undefined);
  // What a refusal or a page of nothing shows as well is the page's frame, whoever asks.
  const alike = views.some((view) => view.outcome === 'data' && view.content.kind === first.content.kind);
  if (!alike) return undefined;
  const again = placesOf(second.content.leaves);
  const elsewhere = placesOf(views.flatMap((view) => view.content.leaves));
  const parts = new Map<string, Leaf>();
  for (const leaf of first.content.leaves) {
    const place = placeOf(leaf);
    if (weightOf(leaf) > 0 && !isEcho(leaf.value, sent) && again.has(place) && !elsewhere.has(place) && !isOthers(leaf))
      parts.set(place, leaf);
  }
  if (!isTelling([...parts.values()], least)) return undefined;
  const value = [...parts.keys()].sort().join('\n');
  return { value, path: '', type: 'record', source: 'together', parts: [...parts.values()], least };
}

/** Whether an answer holds an atom: a value anywhere in its text, or a record's short values at their places. */
export function heldBy({ leaves, text }: AnswerContent, { value, parts, least }: RawAtom): boolean {
  if (!parts) return holds(text, value);
  const places = placesOf(leaves);
  const held = parts.filter((part) => places.has(placeOf(part)));
  // One of them may have moved on by itself between two answers.
  return held.length >= parts.length * mostOf && isTelling(held, least);
}

/** Whether an answer to something else holds an atom too, be it with another time or number in it. */
export function standsAnyway(content: AnswerContent, atom: RawAtom): boolean {
  if (heldBy(content, atom)) return true;
  const bare = (text: string) => text.replace(/\d+/g, '0');
  return content.leaves.some((leaf) => leaf.path === atom.path && bare(leaf.value) === bare(atom.value));
}

/** Enough different values for no chance to have made them; of long figures, sums say, two are. */
export function isTelling(leaves: readonly Leaf[], least = leastWeight): boolean {
  const distinct = new Map(leaves.map((leaf) => [leaf.value, weightOf(leaf)]));
  const weight = [...distinct.values()].reduce((sum, one) => sum + one, 0);
  const sums = new Set(leaves.filter(isLongSum).map(({ value }) => value));
  return (distinct.size >= fewestValues || sums.size >= 2) && weight >= least;
}

const isFigure = (text: string) => /^-?\d+([.,]\d+)?$/.test(text.trim());

/** No number of a record, no time, and no measure of a file. */
const isLongSum = (leaf: Leaf) =>
  isFigure(leaf.value) &&
  weightOf(leaf) >= leastWeight / 2 &&
  !looksLikeTime(leaf.value.trim()) &&
  !/(id|no|nr|number|key|code|version|size|bytes|length|width|height|hash|time|stamp|_at|At|offset|seq)(\[\d*\])*$/i.test(
    leaf.path,
  );

/** By the last two names of its path: an older version or an error wraps the same record otherwise. */
const placeOf = ({ path, value }: Leaf) =>
  `${path
    .replace(/\[\d+\]/g, '')
    .split(/[.>]/)
    .slice(-2)
    .join('.')}=${value.trim()}`;
const placesOf = (leaves: readonly Leaf[]): ReadonlySet<string> => new Set(leaves.map(placeOf));

/** How little chance could have made it: digits of a number, letters of a word, three for a date; 0 for what says nothing. */
function weightOf({ type, value, path }: Leaf): number {
  const text = value.trim();
  if (
    type === 'boolean' ||
    type === 'null' ||
    text.length === 0 ||
    text.length > 60 ||
    /@(href|src|action|type)$/.test(path)
  )
    return 0;
  if (/^\d{4}-\d{2}-\d{2}/.test(text) || /^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(text)) return 3;
  if (isFigure(text)) return Math.min(text.replace(/\D/g, '').replace(/0+$/, '').length, 6);
  return /^[\p{L}\p{N} .,:'’()/_-]+$/u.test(text) ? Math.min(text.replace(/[^\p{L}\p{N}]/gu, '').length / 2, 4) : 0;
}
