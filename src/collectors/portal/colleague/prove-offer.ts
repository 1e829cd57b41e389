import type { IdentityName } from '../../../model/identity.ts';
import type { Journal, PlannedWrite } from '../../../world/journal.ts';

/** What the proof needs of the world; tests give their own. */
export interface OfferBench {
  readonly journal: Journal;
  /** What stands there, as the owner's page shows it; undefined where it could not be read. */
  readonly read: () => Promise<string | undefined>;
  /** Sends the request of the page with this value; undefined where this identity has no token for it. */
  readonly send: (
    as: IdentityName,
    value: string,
  ) => Promise<{ readonly status: number; readonly outcome: string } | undefined>;
  /** The request that puts this value there as the owner. */
  readonly undo: (value: string) => PlannedWrite['undo'];
  readonly wait: (ms: number) => Promise<void>;
}
export interface OfferSubject {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly method: string;
  readonly url: string;
  /** `"bank" of the customer's settings`. */
  readonly what: string;
  /** How the asker does; as an ordinary user of the customer by default. */
  readonly how?: string;
  readonly former: string;
  /** Another value: for the owner's control, and for the asker. */
  readonly others: readonly [control: string, trial: string];
}
export interface OfferProof {
  readonly status: number;
  readonly outcome: string;
  readonly changed: boolean | null;
  /** null where nothing had been changed by the asker. */
  readonly restored: boolean | null;
}

const pausesMs = [0, 700, 1500];

/**
 * The owner changes it and puts it back, so the way is known to work and to be put back; then its colleague sends the same, and the
 * owner reads again. undefined: the owner could not be shown to do it. Each write is on disk first.
 */
export async function proveOffer(subject: OfferSubject, bench: OfferBench): Promise<OfferProof | undefined> {
  const { owner, asker, former } = subject;
  const [control, trial] = subject.others;
  const first = await plan(owner, control);
  const own = await bench.send(owner, control);
  if (!own || !(await reads(control))) {
    if (own && own.status < 400 && !(await putBack([first]))) return { ...own, changed: null, restored: false };
    await bench.journal.settle(first, { state: 'refused', status: own?.status ?? 0 });
    return undefined;
  }
  await bench.journal.settle(first, { state: 'done', status: own.status });
  if (!(await putBack([first]))) return { ...own, changed: null, restored: false };
  const second = await plan(asker, trial);
  const answer = await bench.send(asker, trial);
  if (!answer) {
    await bench.journal.settle(second, { state: 'refused', status: 0 });
    return { status: 0, outcome: 'no form token of its own', changed: null, restored: null };
  }
  const now = await latest(trial, answer.status < 400 ? pausesMs : [0, 700]);
  if (now === former) {
    await bench.journal.settle(second, { state: 'refused', status: answer.status });
    return { ...answer, changed: false, restored: null };
  }
  await bench.journal.settle(second, { state: 'done', status: answer.status });
  const restored = await putBack([second]);
  return { ...answer, changed: now === trial ? true : null, restored };

  function plan(as: IdentityName, value: string): Promise<string> {
    const { method, url, what, how = ', as an ordinary user' } = subject;
    const undo = bench.undo(former);
    return bench.journal.plan({
      identity: as,
      method,
      url,
      what: `${as} changes ${what}${value === trial && as === asker ? how : ''}`,
      ...(undo ? { undo } : {}),
    });
  }

  async function latest(wanted: string, pauses: readonly number[]): Promise<string | undefined> {
    let now: string | undefined;
    for (const pause of pauses) {
      if (pause > 0) await bench.wait(pause);
      now = await bench.read();
      if (now === wanted) break;
    }
    return now;
  }

  async function reads(value: string): Promise<boolean> {
    return (await latest(value, pausesMs)) === value;
  }

  async function putBack(ids: readonly string[]): Promise<boolean> {
    for (let turn = 0; turn < 2; turn++) {
      await bench.send(owner, former);
      if (!(await reads(former))) continue;
      for (const id of ids)
        await bench.journal.settle(id, { state: 'undone', detail: 'the former value was read again' });
      return true;
    }
    for (const id of ids)
      await bench.journal.settle(id, { state: 'cannot-undo', detail: 'the former value did not come back' });
    return false;
  }
}
