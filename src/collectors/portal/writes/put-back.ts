import type { IdentityName } from '../../../model/identity.ts';
import type { PlannedWrite, Settled } from '../../../world/journal.ts';
import type { RawView } from '../tenancy/view.ts';
import type { RecordSubject, WriteBench } from './prove-record.ts';
import type { Place, Way, WriteForm } from './write-target.ts';

/** A bench that remembers what its owner read last. */
export type FollowedBench = WriteBench & { readonly latest: () => RawView };

export function followed(bench: WriteBench, first: RawView): FollowedBench {
  let last = first;
  return {
    ...bench,
    latest: () => last,
    async read() {
      const view = await bench.read();
      // A reading that failed says nothing of the state of the record.
      if (view.outcome === 'data') last = view;
      return view;
    },
  };
}

/** Puts the former text back as the owner, and reads it: the journal says `undone` only then. */
export async function restore(
  subject: RecordSubject,
  place: Place,
  way: Way,
  bench: FollowedBench,
  ids: readonly string[],
  lagMs: number,
): Promise<boolean> {
  const settle = async (outcome: Settled) => {
    for (const id of ids) await bench.journal.settle(id, outcome);
  };
  // What has no mark was perhaps never taken: sent again, it might add to a record that is as it was.
  const first = place.changed === undefined ? undefined : await bench.read();
  if (first?.outcome === 'data' && place.isAsBefore(first)) {
    await settle({ state: 'undone', detail: 'the former value stands there' });
    return true;
  }
  let isTaken = false;
  for (let turn = 0; turn < 2; turn++) {
    const form = await way.form(place.former, subject.owner, bench.latest());
    const answer = form && (await bench.write(subject.owner, form));
    isTaken = answer !== undefined && answer.outcome !== 'denied' && answer.status >= 200 && answer.status < 400;
    for (const pause of [0, 700, Math.max(1500, lagMs)]) {
      if (pause > 0) await bench.wait(pause);
      const view = await bench.read();
      isTaken &&= view.outcome === 'data';
      if (view.outcome !== 'data' || !place.isAsBefore(view)) continue;
      await settle({ state: 'undone', detail: 'the former value was read again' });
      return true;
    }
  }
  await settle({
    state: 'cannot-undo',
    detail: isTaken ? 'the former value did not come back' : 'the former value could not be put back',
    ...(isTaken ? { inVain: true } : {}),
  });
  return false;
}

/** A switch has no mark to look for: it is put back without looking. */
function lookOf(subject: RecordSubject, place: Place, mark: string) {
  return place.changed === undefined ? { look: { ...(subject.look ?? { url: subject.url }), mark } } : {};
}

export async function plan(
  subject: RecordSubject,
  place: Place,
  { method, url }: WriteForm,
  undoWay: Way,
  mark: string,
  as: IdentityName,
  bench: FollowedBench,
): Promise<string> {
  const { locked, ...undo } = (await undoWay.form(place.former, subject.owner, bench.latest())) ?? {};
  const locks = locked ? { locks: subject.look ?? { url: subject.url } } : {};
  const write: PlannedWrite = {
    identity: as,
    method,
    url,
    what: `${as} changes "${place.name}" of ${subject.what}`,
    ...(isForm(undo) ? { undo: { ...undo, ...locks, as: subject.owner, ...lookOf(subject, place, mark) } } : {}),
  };
  return bench.journal.plan(write);
}

const isForm = (undo: Partial<WriteForm>): undo is WriteForm => undo.url !== undefined;
