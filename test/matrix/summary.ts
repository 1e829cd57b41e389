import { decoys, flaws, unprovenCases } from '../../range/flaws.ts';
import type { Problem } from './compare.ts';
import { bare, type Entry } from './entries.ts';

export interface Result {
  readonly entry: Entry;
  readonly ms: number;
  readonly problems: readonly Problem[];
  /** Set where no check of the entry has a judge yet. */
  readonly skipped?: boolean;
  /** Set where a first look, with others beside it, left something unproven, and this is the one alone. */
  readonly second?: true;
}

/** Checks with a judge that the range never puts to the test in one of the three ways. */
export function untested(checks: readonly string[]): readonly string[] {
  return checks.flatMap((check) => [
    ...(flaws.some(({ flips }) => flips.map(bare).includes(check)) ? [] : [`${check} has no flaw`]),
    ...(decoys.some(({ guards }) => guards.includes(check)) ? [] : [`${check} has no decoy`]),
    ...(unprovenCases.some(({ unproven }) => unproven.includes(check)) ? [] : [`${check} has no unproven case`]),
  ]);
}

/** One line of the matrix. */
export function lineOf({ entry, ms, problems, skipped, second }: Result): string {
  const kinds = new Set(problems.map(({ kind }) => kind));
  const good = { clean: 'clean', flaw: 'caught', decoys: 'silent', case: 'unproven' }[entry.kind];
  const bad = kinds.has('missed') ? 'MISSED' : 'FALSE ALARM';
  const word = skipped ? 'no check yet' : problems.length > 0 ? bad : good;
  const about =
    entry.kind === 'flaw'
      ? entry.flips
      : entry.kind === 'case'
        ? entry.unproven
        : entry.kind === 'clean'
          ? []
          : shortened(entry);
  const look = second ? '  (second look, alone)' : '';
  const head = `${word.padEnd(13)}${entry.id.padEnd(38)}${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${about.join(', ')}${look}`;
  const details = problems.map(({ kind, check, what }) => `${' '.repeat(13)}${kind}: ${check} ${what}`);
  return [head.trimEnd(), ...details].join('\n');
}

function shortened(entry: Entry): readonly string[] {
  const members = entry.switches.decoys ?? [];
  return members.length > 1 ? [`${members.length} decoys together`] : entry.concerns;
}

/** Per check that was put to the test: of how many flaws, decoys and unproven cases it said the right thing. */
export function tableOf(results: readonly Result[], checks: readonly string[]): string {
  const ran = results.filter(({ skipped }) => !skipped);
  const rows = checks.map((check) => {
    const count = (kind: Entry['kind'], about: (entry: Entry) => number) => {
      const mine = ran.filter(({ entry }) => entry.kind === kind && about(entry) > 0);
      const good = mine.filter(({ problems }) => !problems.some((problem) => problem.check === check));
      const total = (list: readonly Result[]) => list.reduce((sum, { entry }) => sum + about(entry), 0);
      return `${total(good)} of ${total(mine)}`;
    };
    const alarms = ran
      .flatMap(({ problems }) => problems)
      .filter((one) => one.check === check && one.kind === 'false alarm');
    return [
      check,
      count('flaw', (entry) => (entry.kind === 'flaw' && entry.flips.map(bare).includes(check) ? 1 : 0)),
      count('decoys', (entry) =>
        entry.kind === 'decoys' ? Object.values(entry.guards).filter((guards) => guards.includes(check)).length : 0,
      ),
      count('case', (entry) => (entry.kind === 'case' && entry.unproven.includes(check) ? 1 : 0)),
      String(alarms.length),
    ];
  });
  const touched = rows.filter((row) => row.slice(1).some((cell) => !/^(0 of )?0$/.test(cell)));
  const all = [['check', 'flaws caught', 'decoys silent', 'cases unproven', 'false alarms'], ...touched];
  const widths = all[0]?.map((_cell, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
