import { type Gap, GapError, gap } from '../model/gap.ts';

/** A thrown value as a gap: a GapError carries its own, everything else is our bug and says so. */
export function gapOfThrown(thrown: unknown, where: string): Gap {
  if (thrown instanceof GapError) return thrown.gap;
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return gap(
    'our-bug',
    `Launch Ready failed in ${where}: ${message.slice(0, 300)}`,
    'Report this with the dossier; the other checks are not affected.',
  );
}
