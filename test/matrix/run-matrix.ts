import type { Dossier } from '../../src/model/dossier.ts';
import { compareWithExpectation, type Problem } from './compare.ts';
import { cleanEntry, decoyEntry, type Entry } from './entries.ts';
import { collectEntry, collectorsFor, type Judged, judgeDossier, needsPortal } from './examine.ts';
import { runInParallel } from './in-parallel.ts';
import { openRecordings } from './recordings.ts';
import type { Result } from './summary.ts';

export interface MatrixOptions {
  readonly signal: AbortSignal;
  /** How much runs at once; see `weightOf`. */
  readonly capacity: number;
  /** Whether decoys of a group that made a check speak are run once more, one by one. */
  readonly blame?: boolean;
  /** Whether every flaw gets a range and a walk of its own, also where a recording would serve. */
  readonly alone?: boolean;
  readonly onResult: (result: Result) => void;
  readonly onDossier?: (id: string, dossier: Dossier) => Promise<void>;
}

/** With a capacity of four: four entries of the network at once, or two of the portal, whose browsers need a core each. */
export const weightOf = (entry: Entry) => (needsPortal(entry) ? 2 : 1);

/** The clean build first, then every entry, each in a range of its own or over a recording of the clean one. Stops early when the signal aborts. */
export async function runMatrix(entries: readonly Entry[], options: MatrixOptions): Promise<readonly Result[]> {
  const { signal, capacity, onResult } = options;
  const results: Result[] = [];
  const report = (result: Result) => {
    results.push(result);
    onResult(result);
  };
  const recordings = openRecordings(signal);
  const examine = async (entry: Entry, recorded = false): Promise<{ readonly judged: Judged; readonly ms: number }> => {
    const began = performance.now();
    const dossier = await (recorded ? recordings.examine(entry) : collectEntry(entry, signal));
    const ms = performance.now() - began;
    await options.onDossier?.(entry.id, dossier);
    return { judged: judgeDossier(dossier), ms };
  };

  const base = cleanEntry('clean', [...new Set(entries.flatMap(({ concerns }) => concerns))]);
  const { judged: clean, ms: cleanMs } = await examine(base);
  if (signal.aborted) return results;
  report({ entry: base, ms: cleanMs, problems: compareWithExpectation(base, clean, clean) });

  const run = async (entry: Entry) => {
    if (signal.aborted) return;
    if (collectorsFor(entry).length === 0) return report({ entry, ms: 0, problems: [], skipped: true });
    const recorded = !options.alone && recordings.serve(entry);
    let { judged, ms } = await examine(entry, recorded);
    if (signal.aborted) return;
    let problems = compareWithExpectation(entry, judged, clean);
    if (recorded && problems.length > 0) {
      // The recording, not the product, may be what went wrong: the flaw is looked at in a range of its own.
      await recordings.close();
      ({ judged, ms } = await examine(entry));
      if (signal.aborted) return;
      problems = compareWithExpectation(entry, judged, clean);
    }
    const suspects = options.blame && problems.length > 0 ? membersToBlame(entry, problems) : [];
    report({ entry, ms, problems });
    for (const suspect of suspects) await run(suspect);
  };
  // Those of the network first: they are quick, and what they say is soon on the screen.
  const ordered = [...entries].sort((one, other) => weightOf(one) - weightOf(other));
  try {
    await runInParallel(ordered, { capacity, weightOf, run });
  } finally {
    await recordings.close();
  }
  return results;
}

/** The decoys of a group, one by one, that guard a check which a group made speak: the group does not say which it was. */
function membersToBlame(entry: Entry, problems: readonly Problem[]): readonly Entry[] {
  if (entry.kind !== 'decoys' || entry.id === 'all-decoys') return [];
  const members = Object.entries(entry.guards);
  if (members.length < 2) return [];
  const loud = new Set(problems.map(({ check }) => check));
  return members.filter(([, guards]) => guards.some((check) => loud.has(check))).map(([id]) => decoyEntry([id]));
}
