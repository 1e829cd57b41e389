import { type Gap, GapError, gap } from '../model/gap.ts';

/** What the driver of the browser throws where a page, or the whole browser, is gone: pages can bring that about. */
const browserEnded = /(target page, context or browser|browser|page|target) has been closed|(target|page) crashed/i;

/** A thrown value as a gap: a GapError carries its own, the end of a browser is named, everything else is our bug and says so. */
export function gapOfThrown(thrown: unknown, where: string): Gap {
  if (thrown instanceof GapError) return thrown.gap;
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  if (thrown instanceof Error && browserEnded.test(thrown.message))
    return gap(
      'interrupted',
      `The browser ended in the middle of ${where}.`,
      'Run again; where it ends again, set CHROME_PATH to an installed Chrome or Chromium.',
    );
  return gap(
    'our-bug',
    `Launch Ready failed in ${where}: ${message.slice(0, 300)}`,
    'Report this with the dossier; the other checks are not affected.',
  );
}
