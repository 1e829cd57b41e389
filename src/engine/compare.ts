import type { Scorecard } from '../model/scorecard.ts';
import type { Status } from '../model/status.ts';

export interface Change {
  readonly check: string;
  readonly subject: string;
  readonly from: Status | 'absent';
  readonly to: Status | 'absent';
  readonly says: string;
}
export interface Comparison {
  readonly before: { readonly run: string; readonly decision: string; readonly finishedAt: string };
  readonly after: { readonly run: string; readonly decision: string; readonly finishedAt: string };
  readonly checklistsDiffer: boolean;
  readonly worse: readonly Change[];
  readonly better: readonly Change[];
  /** Neither: for example pass became not-applicable. */
  readonly other: readonly Change[];
  readonly unchanged: number;
}

const rank: Readonly<Record<string, number>> = { fail: 0, unproven: 1, warn: 2, attested: 3, pass: 4 };

/** What changed between two runs, per check and subject. A new fail is worse; a lost proof (pass → unproven) is worse too. */
export function compare(before: Scorecard, after: Scorecard): Comparison {
  const [old, fresh] = [indexed(before), indexed(after)];
  const worse: Change[] = [];
  const better: Change[] = [];
  const other: Change[] = [];
  let unchanged = 0;
  for (const key of [...new Set([...old.keys(), ...fresh.keys()])].sort()) {
    const [was, is] = [old.get(key), fresh.get(key)];
    if (was?.status === is?.status) {
      unchanged += 1;
      continue;
    }
    const change: Change = {
      check: (is ?? was)?.check ?? '',
      subject: (is ?? was)?.subject ?? '',
      from: was?.status ?? 'absent',
      to: is?.status ?? 'absent',
      says: (is ?? was)?.says ?? '',
    };
    directionOf(change, worse, better, other).push(change);
  }
  const head = (card: Scorecard) => ({ run: card.run, decision: card.decision, finishedAt: card.finishedAt });
  return {
    before: head(before),
    after: head(after),
    checklistsDiffer: before.checklist.id !== after.checklist.id,
    worse,
    better,
    other,
    unchanged,
  };
}

function directionOf(change: Change, worse: Change[], better: Change[], other: Change[]): Change[] {
  if (change.from === 'absent') return change.to === 'fail' ? worse : other;
  if (change.to === 'absent') return change.from === 'fail' ? better : other;
  const [from, to] = [rank[change.from], rank[change.to]];
  if (from === undefined || to === undefined) return other;
  return to < from ? worse : better;
}

/** The worst finding per check and subject: codes may change while the status stays. */
function indexed(card: Scorecard) {
  const index = new Map<string, { check: string; subject: string; status: Status; says: string }>();
  for (const { check, subject, status, says } of card.findings) {
    const key = `${check}\u0000${subject}`;
    const known = index.get(key);
    if (!known || (rank[status] ?? 5) < (rank[known.status] ?? 5)) index.set(key, { check, subject, status, says });
  }
  return index;
}
