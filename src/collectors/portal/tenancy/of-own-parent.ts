import { blankIndexes } from '../operations/operation-map.ts';
import type { SlotValue } from '../operations/operation-map.ts';
import type { RawAtom } from './atoms.ts';
import { heldBy } from './together.ts';
import type { RawView } from './view.ts';

/**
 * The owner's values that can come at all where its child is asked for below the asker's own parent. What the page says of the parent
 * is the asker's there: a value in whose place the answer has one that the asker knows is no part of the child.
 */
export function ofChildAlone(
  atoms: readonly RawAtom[],
  slot: Pick<SlotValue, 'name'>,
  cross: RawView,
  isKnown: (value: string) => boolean,
): readonly RawAtom[] {
  if (!slot.name.endsWith('(own parent)')) return atoms;
  return atoms.filter((atom) => {
    if (atom.source !== 'leaf' || atom.parts || heldBy(cross.content, atom)) return true;
    const place = blankIndexes(atom.path);
    const there = cross.content.leaves.filter(({ path }) => blankIndexes(path) === place);
    return !there.some(({ value }) => value.trim().length >= 3 && isKnown(value));
  });
}
