import type { IdentityName } from '../../../model/identity.ts';
import type { Journal } from '../../../world/journal.ts';
import { changeOf, type RecordState, type StateChange } from './record-state.ts';

/** What the proof needs of the world; tests give their own. */
export interface ActionBench {
  readonly journal: Journal;
  /** What the owner sees of the record; undefined where its page did not open. */
  readonly read: () => Promise<RecordState | undefined>;
  /** Sends the request of the page; undefined where this identity has no token for it. */
  readonly send: (as: IdentityName) => Promise<{ readonly status: number; readonly outcome: string } | undefined>;
  /** What the same does to another record of its kind where its owner does it; undefined where there is none. */
  readonly twin: () => Promise<StateChange | undefined>;
  readonly wait: (ms: number) => Promise<void>;
}
export interface ActionSubject {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly method: string;
  readonly url: string;
  /** `"Approve"`. */
  readonly what: string;
}
export interface ActionProof {
  readonly status: number;
  readonly outcome: string;
  readonly changed: boolean | null;
  /** The owner, who went the same way after a refusal, could. */
  readonly control: boolean;
}

const restMs = 1500;
const pausesMs = [0, 700, 1500];

/**
 * What cannot be put back is done to a record that the audit made for it: the owner looks twice, the asker sends the page's request,
 * the owner looks again. Where nothing changed the owner goes the same way itself, so that the refusal was none of the record's own.
 * Where words alone changed, they have to be among those that the owner's own going changes at a twin. undefined: nothing to look at.
 */
export async function proveAction(subject: ActionSubject, bench: ActionBench): Promise<ActionProof | undefined> {
  const { owner, asker } = subject;
  const first = await bench.read();
  await bench.wait(restMs);
  const before = await bench.read();
  if (!first?.present || !before?.present || changeOf(first, before)) return undefined;
  const id = await plan(asker);
  const answer = await bench.send(asker);
  if (!answer) {
    await bench.journal.settle(id, { state: 'refused', status: 0 });
    return { status: 0, outcome: 'no form token of its own', changed: null, control: false };
  }
  const change = await look(before, answer.status < 400 ? pausesMs : [0, 700]);
  await bench.journal.settle(id, { state: 'refused', status: answer.status });
  if (change === null) return { ...answer, changed: null, control: false };
  if (change) {
    const isSame = change.kind !== 'words' || shares(change, await bench.twin());
    return { ...answer, changed: isSame ? true : null, control: isSame };
  }
  const own = await plan(owner);
  const said = await bench.send(owner);
  const control = said ? await look(before, pausesMs) : undefined;
  await bench.journal.settle(own, { state: 'refused', status: said?.status ?? 0 });
  // Seen late, it may have been the asker's all the same: only what is said of both alike is told.
  return { ...answer, changed: false, control: control !== undefined && control !== null };

  function plan(as: IdentityName): Promise<string> {
    const { method, url, what } = subject;
    return bench.journal.plan({
      identity: as,
      method,
      url,
      what: `${as} does ${what} to a record that the audit had made for it`,
      sacrificed: true,
    });
  }

  /** null: it could not be read any more. */
  async function look(from: RecordState, pauses: readonly number[]): Promise<StateChange | undefined | null> {
    let seen: StateChange | undefined | null = null;
    for (const pause of pauses) {
      if (pause > 0) await bench.wait(pause);
      const now = await bench.read();
      if (now) seen = changeOf(from, now);
      if (seen) break;
    }
    return seen;
  }
}

const shares = ({ words }: StateChange, other: StateChange | undefined): boolean =>
  other?.words.some((word) => words.includes(word)) === true;
