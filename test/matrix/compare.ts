import type { Status } from '../../src/model/status.ts';
import { bare, type Entry } from './entries.ts';
import type { Judged } from './examine.ts';

export interface Problem {
  /** `missed`: what had to come out did not; `false alarm`: something came out that had no business to. */
  readonly kind: 'missed' | 'false alarm';
  readonly check: string;
  readonly what: string;
  /** Set where a check failed what is right: no load on the machine excuses that. */
  readonly wrong?: true;
}

type Statuses = Judged['statuses'];
const some = (statuses: Statuses, check: string, status: Status) => statuses[check]?.includes(status) ?? false;
const every = (statuses: Statuses, check: string, list: readonly Status[]) => {
  const mine = statuses[check] ?? [];
  return mine.length > 0 && mine.every((status) => list.includes(status));
};
/**
 * A check that was unproven before and is settled now lost nothing: how far a crawl gets is not the decoy's doing. A decoy may
 * bring what the clean build lacks: what did not apply may then pass.
 */
const same = (now: readonly Status[] = [], before: readonly Status[] = []) =>
  now.length === before.length &&
  now.every(
    (status, at) =>
      status === before[at] ||
      (before[at] === 'unproven' && status !== 'not-applicable') ||
      (before[at] === 'not-applicable' && status === 'pass'),
  );
const words = (statuses: Statuses, check: string) => [...new Set(statuses[check] ?? ['not judged'])].join(' or ');

/**
 * What is wrong with the outcome of an entry, against the clean build's. Checks without a judge are passed over.
 * A status counts by each of the five checklists: certain outcomes must come out in all, failures count in any.
 */
export function compareWithExpectation(entry: Entry, judged: Judged, clean: Judged): readonly Problem[] {
  const { statuses } = judged;
  const known = (check: string) => check in statuses;
  const failing = Object.keys(statuses).filter((check) => some(statuses, check, 'fail'));
  const unexpected = (allowed: readonly string[]): Problem[] =>
    failing
      .filter((check) => !allowed.includes(check) && !some(clean.statuses, check, 'fail'))
      .map((check) => ({
        kind: 'false alarm',
        check,
        what: `fails: ${firstFinding(judged, check, 'fail')}`,
        wrong: true,
      }));

  switch (entry.kind) {
    case 'clean':
      return failing.map((check) => ({
        kind: 'false alarm',
        check,
        what: `fails in the clean build: ${firstFinding(judged, check, 'fail')}`,
        wrong: true,
      }));
    case 'flaw': {
      const missed = entry.flips
        .filter((flip) => known(bare(flip)))
        .filter((flip) => !every(statuses, bare(flip), flip.startsWith('warn:') ? ['fail', 'warn'] : ['fail']))
        .map((flip): Problem => {
          const check = bare(flip);
          return { kind: 'missed', check, what: `is ${words(statuses, check)}${worstUnproven(judged, check)}` };
        });
      return [...missed, ...misplaced(entry, judged), ...unexpected([...entry.flips.map(bare), ...entry.may])];
    }
    case 'decoys': {
      const guarded = [...new Set(Object.values(entry.guards).flat())];
      const changed = guarded
        .filter((check) => known(check) && !some(statuses, check, 'fail'))
        .filter((check) => !same(statuses[check], clean.statuses[check]))
        .map((check): Problem => {
          const now = statuses[check]?.[0] ?? 'unproven';
          const what = `is ${words(statuses, check)}, ${words(clean.statuses, check)} in the clean build`;
          return { kind: 'false alarm', check, what: `${what}: ${firstFinding(judged, check, now)}` };
        });
      return [...changed, ...unexpected([])];
    }
    case 'case': {
      const answered = entry.unproven
        .filter((check) => known(check) && !some(statuses, check, 'fail'))
        .filter((check) => !every(statuses, check, ['unproven']))
        .map((check): Problem => ({ kind: 'missed', check, what: `is ${words(statuses, check)}, not unproven` }));
      return [...changedNothing(entry.unproven, judged, clean), ...answered, ...unexpected(entry.may)];
    }
  }
}

/** A check that was unproven anyway, for the same reasons, says nothing about the case. */
function changedNothing(checks: readonly string[], judged: Judged, clean: Judged): Problem[] {
  const gaps = ({ findings }: Judged, check: string) =>
    findings
      .filter((one) => one.check === check)
      .map(({ subject, code, status }) => `${status} ${code} ${subject}`)
      .sort()
      .join('\n');
  return checks
    .filter((check) => every(judged.statuses, check, ['unproven']) && gaps(judged, check) === gaps(clean, check))
    .map((check) => ({ kind: 'missed', check, what: 'says the same as in the clean build' }));
}

function firstFinding({ findings }: Judged, check: string, status: Status): string {
  const all = findings.filter((one) => one.check === check && one.status === status);
  const [first] = all;
  if (!first) return 'no finding';
  return `${first.subject} ${first.code}: ${first.says.slice(0, 160)}${all.length > 1 ? ` (+${all.length - 1})` : ''}`;
}

function worstUnproven(judged: Judged, check: string): string {
  const has = judged.findings.some((one) => one.check === check && one.status === 'unproven');
  return has ? `: ${firstFinding(judged, check, 'unproven')}` : '';
}

/** Flaws that name the operation where they show, and of which nothing was said there. */
function misplaced(entry: Extract<Entry, { kind: 'flaw' }>, { statuses, findings }: Judged): readonly Problem[] {
  return (entry.members ?? [entry]).flatMap((one) => {
    const { at } = one;
    if (one.kind !== 'flaw' || at === undefined) return [];
    return one.flips
      .map(bare)
      .filter((check) => some(statuses, check, 'fail') || some(statuses, check, 'warn'))
      .filter((check) => !findings.some((found) => found.check === check && isBadAt(found, at)))
      .map((check): Problem => ({ kind: 'missed', check, what: `says nothing of ${at} (${one.id})` }));
  });
}

/** What a parameter is called depends on which of several templates of one operation stands for the rest. */
const unnamed = (template: string) => template.replace(/\{[^{}]*\}/g, '{}');

const isBadAt = ({ status, operation, says, evidence }: Judged['findings'][number], at: string) =>
  (status === 'fail' || status === 'warn') &&
  (unnamed(operation?.template ?? '').endsWith(unnamed(at)) ||
    evidence.some(
      ({ label, value }) => label.startsWith('the same operation') && unnamed(value).includes(unnamed(at)),
    ) ||
    (!at.startsWith('/') && `${operation?.template} ${says}`.includes(at)));
