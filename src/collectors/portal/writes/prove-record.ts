import type { IdentityName } from '../../../model/identity.ts';
import type { Journal } from '../../../world/journal.ts';
import type { CrossWrite, WriteTrial } from '../../write-evidence.ts';
import type { RawView } from '../tenancy/view.ts';
import { type FollowedBench, followed, plan, restore } from './put-back.ts';
import { changedValue, type Place, recordTarget, type Way, type WriteForm, type WriteTarget } from './write-target.ts';

export type { WriteForm };

/** What a write proof needs of the world; tests give their own. */
export interface WriteBench {
  readonly journal: Journal;
  /** Reads the object as its owner. */
  readonly read: () => Promise<RawView>;
  readonly write: (as: IdentityName, write: WriteForm) => Promise<RawView>;
  /** A new mark: letters and digits, unique to this run. */
  readonly mark: () => string;
  readonly wait: (ms: number) => Promise<void>;
}
export interface RecordSubject {
  readonly url: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly what: string;
  /** How the owner reads it, where that is no plain GET of the address. */
  readonly look?: {
    readonly method: string;
    readonly url: string;
    readonly body?: string;
    readonly contentType?: string;
  };
}
export type RecordProof = Pick<CrossWrite, 'control' | 'trials' | 'restored' | 'askerControl'> & {
  readonly field: string;
};
/** A record of the asker's own of the same kind: whether its way of writing works at all. */
export interface AskersOwn {
  readonly subject: RecordSubject;
  readonly bench: WriteBench;
  readonly targetOf: (view: RawView) => WriteTarget | undefined;
}

/** Some portals show a change only after a moment: looked at again after these pauses. */
const pausesMs = [0, 700, 1500, 4000];
const settleMs = 2200;

/**
 * The owner changes a text of its own object and puts it back: so the way of writing is known to work, and how long it
 * takes to be seen. Then the asker does the same, in every way that the object could take it, each time with another mark,
 * and the owner reads again, at the end once more after a pause. What was changed is put back by the owner and read once
 * more. Each write is on disk before it is sent. undefined: no text, or no way to write.
 */
export async function proveRecord(
  subject: RecordSubject,
  world: WriteBench,
  targetOf: (view: RawView) => WriteTarget | undefined = (view) => recordTarget(subject.url, view),
  askersOwn?: AskersOwn,
): Promise<RecordProof | undefined> {
  const before = await world.read();
  const bench = followed(world, before);
  const target = before.outcome === 'data' ? targetOf(before) : undefined;
  if (!target) return undefined;
  const { place } = target;
  const own = await controlOf(subject, target, bench);
  if (!own) return undefined;
  if (!own.restored) return { field: place.name, control: true, trials: [], restored: false };
  const others = target.only ? [] : target.ways.filter((one) => one !== own.way);
  const ways = [own.way, ...others, ...target.more(own.way)];
  const proof = await attempts(subject, place, ways, own, bench);
  // Absent for the asker is plain. Forbidden may be a role, a token, a word of the body: then its own record tells.
  const refused =
    proof.trials.every((one) => one.changed === false) && proof.trials[0] !== undefined && isUnplain(proof.trials[0]);
  const control = askersOwn && refused ? { askerControl: await worksForAsker(askersOwn) } : {};
  return { field: place.name, control: true, ...proof, ...control };
}

const isUnplain = ({ status, way }: WriteTrial) =>
  way.startsWith('the form') || [400, 403, 409, 415, 419, 422].includes(status);

/** The asker writes to its own record in the same manner: a refusal for want of a token says nothing about whose record it is. */
async function worksForAsker({ subject, bench, targetOf }: AskersOwn): Promise<boolean> {
  const view = await bench.read();
  const target = view.outcome === 'data' ? targetOf(view) : undefined;
  return target !== undefined && (await controlOf(subject, target, followed(bench, view))) !== undefined;
}

interface Control {
  readonly way: Way;
  readonly restored: boolean;
  /** How long the owner's own change took to be seen. */
  readonly lagMs: number;
}

async function controlOf(
  subject: RecordSubject,
  { place, ways }: WriteTarget,
  bench: FollowedBench,
): Promise<Control | undefined> {
  let offered = false;
  for (const way of ways) {
    // A whole record is sent only where a part of it is not taken: what else stands in it is nobody's to repeat.
    if (offered && way.whole) continue;
    const mark = bench.mark();
    const form = await way.form(changedValue(place, mark), subject.owner, bench.latest());
    if (!form) continue;
    const id = await plan(subject, place, form, way, mark, subject.owner, bench);
    const answer = await bench.write(subject.owner, form);
    const isRefused = answer.outcome === 'denied' || answer.status >= 400;
    const { seen, afterMs } = isRefused ? { seen: false, afterMs: 0 } : await readUntil(mark, place, bench);
    offered ||= ![404, 405, 409, 412, 428, 501, 0].includes(answer.status);
    if (seen === false && answer.status >= 400) {
      await bench.journal.settle(id, { state: 'refused', status: answer.status });
      continue;
    }
    await bench.journal.settle(id, { state: 'done', status: answer.status });
    const restored = await restore(subject, place, way, bench, [id], afterMs);
    if (seen) return { way, restored, lagMs: afterMs };
    if (!restored) return undefined;
  }
  return undefined;
}

async function attempts(
  subject: RecordSubject,
  place: Place,
  ways: readonly Way[],
  own: Control,
  bench: FollowedBench,
  isRepeat = false,
): Promise<Pick<RecordProof, 'trials' | 'restored'>> {
  const trials: WriteTrial[] = [];
  const sent: { readonly id: string; readonly mark: string; readonly at: number; readonly status: number }[] = [];
  let asideBack = true;
  const putBack = async (hit: string) => {
    for (const { id, mark, status } of sent)
      if (mark === hit) await bench.journal.settle(id, { state: 'done', status });
    const back = await restore(
      subject,
      place,
      own.way,
      bench,
      sent.map((one) => one.id),
      own.lagMs,
    );
    return back && asideBack;
  };
  // An answer that failed is asked for once more.
  const isAsBefore = async () => place.isAsBefore(await bench.read()) || place.isAsBefore(await bench.read());
  for (const way of ways) {
    const mark = bench.mark();
    // What carries no mark has to stand there as it was right before: then what stands there afterwards is the asker's.
    if (place.changed !== undefined && !(await isAsBefore())) {
      trials.push({ way: way.way, status: 0, outcome: 'not as before', changed: null });
      break;
    }
    const form = await way.form(changedValue(place, mark), subject.asker, bench.latest());
    if (!form) {
      if (way === own.way) trials.push({ way: way.way, status: 0, outcome: 'no form token of its own', changed: null });
      continue;
    }
    const afterwards = await way.aside?.(mark);
    const id = await plan(subject, place, form, own.way, mark, subject.asker, bench);
    const answer = await bench.write(subject.asker, form);
    const changed = holds(await bench.read(), mark, place);
    sent.push({ id, mark, at: trials.length, status: answer.status });
    trials.push({ way: way.way, status: answer.status, outcome: answer.outcome, changed });
    asideBack = (await afterwards?.()) !== false && asideBack;
    if (changed === true && (place.changed === undefined || isRepeat)) return { trials, restored: await putBack(mark) };
    if (changed === true) {
      if (!(await putBack(mark))) return { trials, restored: false };
      // A value that others may set as well counts where it comes again.
      const again = await attempts(subject, place, [way], own, bench, true);
      const isSame = again.trials.some((one) => one.changed === true);
      const told = trials.map((one, at) => (at === trials.length - 1 && !isSame ? { ...one, changed: null } : one));
      return { trials: told, restored: again.restored ?? true };
    }
  }
  if (sent.length === 0) return { trials, restored: null };
  await bench.wait(Math.max(settleMs, 2 * own.lagMs));
  const view = await bench.read();
  const late = sent.find(({ mark }) => holds(view, mark, place) === true);
  if (late) {
    const told = trials.map((one, at) => (at === late.at ? { ...one, changed: true } : one));
    return { trials: told, restored: await putBack(late.mark) };
  }
  const isRead = holds(view, '', place) !== null;
  if (!isRead) {
    // Perhaps it changed, and nobody can tell: the former value is put there.
    return { trials: trials.map((one) => ({ ...one, changed: null })), restored: await putBack('') };
  }
  for (const { id, status } of sent) await bench.journal.settle(id, { state: 'refused', status });
  return {
    trials: trials.map((one) => (one.status === 0 ? one : { ...one, changed: false })),
    restored: asideBack ? null : false,
  };
}

/** Whether the mark stands at its place; null where the owner's reading failed. */
function holds(view: RawView, mark: string, place: Place): boolean | null {
  const now = view.outcome === 'data' ? place.now(view) : undefined;
  if (now === undefined) return null;
  return place.changed === undefined ? now.includes(mark) : mark !== '' && now === place.changed;
}

async function readUntil(mark: string, place: Place, bench: WriteBench) {
  let afterMs = 0;
  let seen: boolean | null = null;
  for (const pause of pausesMs) {
    if (pause > 0) await bench.wait(pause);
    afterMs += pause;
    seen = holds(await bench.read(), mark, place);
    if (seen === true) break;
  }
  return { seen, afterMs };
}
