import type { IdentityName } from '../../../model/identity.ts';
import type { Journal } from '../../../world/journal.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import type { NamedAct } from './named-act.ts';
import { type ActState, differs } from './state-of.ts';

/** A record that the audit made for this. */
export interface Specimen {
  readonly id: string;
  readonly mark: string;
}
/** A request as it would be sent for these records. */
export interface ActRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
}
/** What the proof needs of the world; tests give their own. */
export interface ActsBench {
  readonly journal: Journal;
  /** Makes one more record of the kind; undefined where that failed, or no more may be made. */
  readonly plant: (as: IdentityName) => Promise<Specimen | undefined>;
  /** What the owner reads of it; undefined where it could not be read. */
  readonly read: (one: Specimen) => Promise<ActState | undefined>;
  /** Bodies that may do it, the likeliest first; `first`: a record of the asker's own that stands before it. */
  readonly requests: (act: NamedAct, one: Specimen, state: ActState, first?: Specimen) => readonly ActRequest[];
  readonly send: (
    as: IdentityName,
    request: ActRequest,
  ) => Promise<{ readonly status: number; readonly outcome: string }>;
  readonly wait: (ms: number) => Promise<void>;
}
interface Parties {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
}
export interface ActTried {
  readonly act: NamedAct;
  readonly id: string;
  readonly request: ActRequest;
  readonly trials: readonly WriteTrial[];
}
/** An act that its owner was seen to do. */
interface Shown {
  readonly act: NamedAct;
  /** Which of the bodies did it. */
  readonly at: number;
  readonly change: ReadonlySet<string>;
  /** What was done before it, where a record just made does not take it. */
  readonly after?: Shown;
}

const pausesMs = [0, 700, 1500];
const bodiesAtMost = 3;

/**
 * Acts that scripts name, each done by the owner first, to a record made for it, so that what it changes is known; then by the asker, to
 * another one of the owner's that was made for it. It counts where the owner reads one of the same changes, and where a third record,
 * older and touched by nobody, is as it was. `unshown`: what not even the owner was seen to do.
 */
export async function proveActs(
  acts: readonly NamedAct[],
  { owner, asker }: Parties,
  bench: ActsBench,
  mayGoOn: () => boolean,
): Promise<{ readonly tried: readonly ActTried[]; readonly unshown: readonly NamedAct[] }> {
  const { shown, left } = await rehearse();
  const tried: ActTried[] = [];
  // What nobody touches, and what is done to: the older one of them is the witness that time alone changes nothing.
  let pair: Pair | undefined;
  for (const one of shown) {
    if (!mayGoOn()) break;
    const ready = one.after ? await pairIn(one.after) : (pair ?? (await pairIn(undefined)));
    if (!ready) break;
    const result = await tryAs(one, ready);
    pair = one.after || result?.touched ? (one.after ? pair : undefined) : ready;
    if (result) tried.push(result.told);
  }
  return { tried, unshown: left };

  async function rehearse() {
    const known: Shown[] = [];
    const waiting: NamedAct[] = [];
    let fresh: Specimen | undefined;
    const used: { readonly one: Shown; readonly record: Specimen }[] = [];
    for (const act of acts) {
      if (!mayGoOn()) break;
      fresh ??= await bench.plant(owner);
      if (!fresh) break;
      const done = await doAsOwner(act, fresh);
      if (!done) waiting.push(act);
      else {
        const one: Shown = { act, ...done };
        known.push(one);
        if (!done.change.has('gone')) used.push({ one, record: fresh });
        fresh = undefined;
      }
    }
    const still: NamedAct[] = [];
    for (const act of waiting) {
      let found = false;
      for (const [at, { one, record }] of used.entries()) {
        if (!mayGoOn()) break;
        const done = await doAsOwner(act, record);
        if (!done) continue;
        known.push({ act, ...done, after: one });
        used.splice(at, 1);
        found = true;
        break;
      }
      if (!found) still.push(act);
    }
    return { shown: known, left: still };
  }

  /** The owner does it; undefined where nothing was seen to change. */
  async function doAsOwner(act: NamedAct, record: Specimen, only?: number): Promise<Omit<Shown, 'act'> | undefined> {
    const before = await calm(record);
    if (!before?.present) return undefined;
    const requests = bench.requests(act, record, before);
    for (const [at, request] of requests.entries()) {
      if (at >= bodiesAtMost || (only !== undefined && at !== only)) continue;
      const { status } = await send(owner, act, request);
      const change = await look(record, before, status < 400 ? pausesMs : [0]);
      if (change && change.size > 0) return { at, change };
      // Another body tells nothing more where there is no such address, or nobody may.
      if ([401, 403, 404, 405].includes(status)) break;
    }
    return undefined;
  }

  async function pairIn(after: Shown | undefined): Promise<Pair | undefined> {
    const witness = await bench.plant(owner);
    const subject = witness && (await bench.plant(owner));
    if (!witness || !subject) return undefined;
    for (const one of after ? [witness, subject] : []) {
      if (after && !(await doAsOwner(after.act, one, after.at))) return undefined;
    }
    return { witness, subject };
  }

  async function tryAs({ act, at, change }: Shown, { witness, subject }: Pair) {
    const before = await calm(subject);
    const beside = await calm(witness);
    const request = before?.present ? bench.requests(act, subject, before)[at] : undefined;
    if (!before || !beside?.present || !request) return undefined;
    const ways: { readonly way: string; readonly request: ActRequest }[] = [
      { way: 'the request that scripts name', request },
    ];
    const trials: WriteTrial[] = [];
    for (let step = 0; step < ways.length; step++) {
      const { way = '', request: sent = request } = ways[step] ?? {};
      const { status, outcome } = await send(asker, act, sent);
      const now = await look(subject, before, status < 400 ? pausesMs : [0, 700], change);
      const isSame = now !== undefined && [...now].some((one) => change.has(one));
      const alone = isSame ? await readAsOften(witness) : undefined;
      const byItself = isSame && (!alone || [...differs(beside, alone)].some((one) => change.has(one)));
      const changed = now === undefined || byItself || (!isSame && now.size > 0) ? null : isSame;
      trials.push({ way, status, outcome, changed });
      if (changed !== false) return { told: { act, id: subject.id, request: sent, trials }, touched: true };
      // Some look at the first one alone whose it is.
      const own = act.names === 'list' && step === 0 ? await bench.plant(asker) : undefined;
      const behind = own && bench.requests(act, subject, before, own)[at];
      if (behind) ways.push({ way: 'the same, the owner’s record behind its own one', request: behind });
    }
    return { told: { act, id: subject.id, request, trials }, touched: false };
  }

  async function send(as: IdentityName, { label }: NamedAct, request: ActRequest) {
    const { method, url } = request;
    const what = `${as} does "${label}" to a record that the audit had made for it`;
    const entry = await bench.journal.plan({ identity: as, method, url, what, sacrificed: true });
    const answer = await bench.send(as, request);
    // Nothing is to be taken back but the record, which has an entry of its own.
    await bench.journal.settle(entry, { state: 'refused', status: answer.status });
    return answer;
  }

  /** Some records change when they are looked at first: as it is afterwards. */
  async function calm(record: Specimen): Promise<ActState | undefined> {
    await bench.read(record);
    return bench.read(record);
  }

  /** No less often than `look` does: being read may change it as well. */
  async function readAsOften(record: Specimen): Promise<ActState | undefined> {
    for (let look = 1; look < pausesMs.length; look++) await bench.read(record);
    return bench.read(record);
  }

  /** What is different from before, as soon as something (`wanted`: something of it) is; undefined where nothing could be read. */
  async function look(record: Specimen, before: ActState, pauses: readonly number[], wanted?: ReadonlySet<string>) {
    let seen: ReadonlySet<string> | undefined;
    for (const pause of pauses) {
      if (pause > 0) await bench.wait(pause);
      const now = await bench.read(record);
      if (now) seen = differs(before, now);
      if (seen && [...seen].some((one) => !wanted || wanted.has(one))) break;
    }
    return seen;
  }
}

interface Pair {
  readonly witness: Specimen;
  readonly subject: Specimen;
}
