import type { Dossier } from '../../src/model/dossier.ts';
import { compareWithExpectation, type Problem } from './compare.ts';
import { bare, cleanEntry, decoyEntry, type Entry } from './entries.ts';
import {
  collectEntry,
  collectorsFor,
  isImplemented,
  type Judged,
  judgeDossier,
  needsPortal,
  walks,
} from './examine.ts';
import { runInParallel } from './in-parallel.ts';
import { packed } from './packs.ts';
import { openRecordings } from './recordings.ts';
import { problemsWhenLetThrough } from './passing-judge.ts';
import { silentLooks } from './silent-looks.ts';
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

interface Examined {
  readonly dossier: Dossier;
  readonly judged: Judged;
  readonly ms: number;
}

/** With a capacity of twelve: twelve entries of the network at once, which mostly wait, or four of the portal with their browsers. */
export const weightOf = (entry: Entry) => (needsPortal(entry) ? 3 : 1);

/** The clean build first, then every entry, each in a range of its own or over a recording of the clean one. Stops early when the signal aborts. */
export async function runMatrix(entries: readonly Entry[], options: MatrixOptions): Promise<readonly Result[]> {
  const { signal, capacity, onResult } = options;
  const results: Result[] = [];
  const report = (result: Result) => {
    results.push(result);
    onResult(result);
  };
  const recordings = openRecordings(signal);
  const examine = async (entry: Entry, recorded = false): Promise<Examined> => {
    const began = performance.now();
    const dossier = await (recorded ? recordings.examine(entry) : collectEntry(entry, signal));
    const ms = performance.now() - began;
    await options.onDossier?.(entry.id, dossier);
    return { dossier, judged: judgeDossier(dossier), ms };
  };

  const base = cleanEntry('clean', [...new Set(entries.flatMap(({ concerns }) => concerns))]);
  // The others are looked at beside it and wait for it only where they are compared with it.
  const clean = examine(base).then(({ dossier, judged, ms }) => {
    const problems = [...compareWithExpectation(base, judged, judged), ...silentLooks(dossier)];
    if (!signal.aborted) report({ entry: base, ms, problems });
    return judged;
  });
  // What was examined before the clean build was done is compared with it afterwards: nobody's turn is spent on waiting.
  let cleanIsDone = false;
  const later: (() => Promise<void>)[] = [];
  const caughtUp = clean.then(async () => {
    cleanIsDone = true;
    for (const judged of later.splice(0)) await judged();
  });
  caughtUp.catch(() => undefined);

  // Once per check: a judge that lets everything pass has to turn the entry red, or the entry proves nothing.
  const tried = new Set<string>();
  const problemsOf = async (entry: Entry, { judged, dossier }: Examined): Promise<readonly Problem[]> => {
    const problems = compareWithExpectation(entry, judged, await clean);
    if (entry.kind === 'clean') return [...problems, ...silentLooks(dossier)];
    if (entry.kind !== 'flaw' || problems.length > 0) return problems;
    const fresh = entry.flips.map(bare).filter((check) => isImplemented(check) && !tried.has(check));
    const blind: Problem[] = [];
    for (const check of fresh) {
      tried.add(check);
      const found = problemsWhenLetThrough(check, entry, dossier, await clean);
      if (!found.some((one) => one.kind === 'missed' && one.check === check))
        blind.push({ kind: 'missed', check, what: 'stays as it is when its judge lets everything pass' });
    }
    return blind;
  };

  const lookAt = async (
    entry: Entry,
    recorded: boolean,
    first: Examined,
  ): Promise<{ readonly ms: number; readonly problems: readonly Problem[] }> => {
    const problems = await problemsOf(entry, first);
    if (!recorded || problems.length === 0 || entry.members || signal.aborted) return { ms: first.ms, problems };
    // The recording, not the product, may be what went wrong: the flaw is looked at in a range of its own.
    await recordings.close();
    const again = await examine(entry);
    return { ms: again.ms, problems: await problemsOf(entry, again) };
  };
  const run = async (entry: Entry): Promise<void> => {
    if (signal.aborted) return;
    if (collectorsFor(entry).length === 0) return report({ entry, ms: 0, problems: [], skipped: true });
    const recorded = !options.alone && recordings.serve(entry);
    const first = await examine(entry, recorded);
    const judged = () => settle(entry, recorded, first);
    if (cleanIsDone) await judged();
    else later.push(judged);
  };
  const doubtful: Entry[] = [];
  const settle = async (entry: Entry, recorded: boolean, first: Examined): Promise<void> => {
    const { ms, problems } = await lookAt(entry, recorded, first);
    if (signal.aborted) return;
    const { members } = entry;
    if (!members && isWorthASecondLook(problems) && doubtful.length < secondLooks) return void doubtful.push(entry);
    if (members) return await unpack(members, ms / members.length, problems);
    const suspects = options.blame && problems.length > 0 ? membersToBlame(entry, problems) : [];
    report({ entry, ms, problems });
    for (const suspect of suspects) await run(suspect);
  };
  /** Members of which a pack says the right thing are done; the others, or all after a false alarm, are looked at alone. */
  const unpack = async (members: readonly Entry[], ms: number, problems: readonly Problem[]): Promise<void> => {
    const missed = new Set(problems.filter(({ kind }) => kind === 'missed').map(({ check }) => check));
    const loud = problems.some(({ kind }) => kind === 'false alarm');
    for (const member of members) {
      const about = member.kind === 'flaw' ? member.flips.map(bare) : member.kind === 'case' ? member.unproven : [];
      const unclear = loud || about.some((check) => missed.has(check));
      if (unclear) await run(member);
      else report({ entry: member, ms, problems: [] });
    }
  };
  const portalFirst = options.alone ? entries : packed(entries, needsPortal, walks);
  // The longest walks first, so that none is left alone at the end; beside them those of the network, which mostly wait.
  const isWalk = (entry: Entry) => needsPortal(entry) && (entry.kind === 'clean' || lengthOf(entry) > 30);
  const ordered = [...portalFirst].sort(
    (one, other) =>
      Number(isWalk(other)) - Number(isWalk(one)) || weightOf(one) - weightOf(other) || lengthOf(other) - lengthOf(one),
  );
  try {
    await runInParallel(ordered, { capacity, weightOf, run });
    await caughtUp;
    for (const entry of doubtful) {
      if (signal.aborted) break;
      const { ms, ...examined } = await examine(entry);
      const problems = await problemsOf(entry, { ms, ...examined });
      report({ entry, ms, problems, second: true });
      if (options.blame) for (const suspect of membersToBlame(entry, problems)) await run(suspect);
    }
  } finally {
    await recordings.close();
  }
  return results;
}

/** More entries than this that go wrong are no matter of load. */
const secondLooks = 6;
/** What stayed unproven beside four other browsers is looked at once more with none beside it; a failure that has no business to be is not. */
const isWorthASecondLook = (problems: readonly Problem[]) =>
  problems.length > 0 && !problems.some(({ wrong }) => wrong);

/** How much there is to look at, roughly. */
function lengthOf(entry: Entry): number {
  return entry.members?.length ?? (entry.kind === 'decoys' ? Object.keys(entry.guards).length : 1);
}

/** The decoys of a group, one by one, that guard a check which a group made speak: the group does not say which it was. */
function membersToBlame(entry: Entry, problems: readonly Problem[]): readonly Entry[] {
  if (entry.kind !== 'decoys') return [];
  const members = Object.entries(entry.guards);
  if (members.length < 2) return [];
  const loud = new Set(problems.map(({ check }) => check));
  return members.filter(([, guards]) => guards.some((check) => loud.has(check))).map(([id]) => decoyEntry([id]));
}
