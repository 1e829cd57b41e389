import type { IdentityName } from '../../../model/identity.ts';
import type { PlannedWrite, Journal } from '../../../world/journal.ts';
import type { CrossWrite, WriteTrial } from '../../write-evidence.ts';
import type { RawView } from '../tenancy/view.ts';
import { isRecord, marked, recordIn, type TextField, textFieldOf, valueAt } from './text-field.ts';

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
export interface WriteForm {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly override?: string;
}
export interface RecordSubject {
  readonly url: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly what: string;
}
export type RecordProof = Pick<CrossWrite, 'control' | 'trials' | 'restored'> & { readonly field: string };

/** Some portals show a change only after a moment. */
const settleMs = 2200;

interface Way {
  readonly way: string;
  readonly form: (value: string) => WriteForm;
}

/**
 * The owner changes a text of its own object and puts it back: so the way of writing is known to work. Then the asker
 * does the same, in every way that the owner's object could take it, and the owner reads again. What was changed is put
 * back by the owner and read once more. Each write is on disk before it is sent. undefined: no text, or no way to write.
 */
export async function proveRecord(subject: RecordSubject, bench: WriteBench): Promise<RecordProof | undefined> {
  const before = await bench.read();
  const field = textFieldOf(before.content);
  if (!field || before.outcome !== 'data') return undefined;
  const ways = waysOf(subject.url, field);
  const own = await controlOf(subject, field, ways, bench);
  if (!own) return undefined;
  const name = field.keys.at(-1) ?? '';
  if (!own.restored) return { field: name, control: true, trials: [], restored: false };
  const trials: WriteTrial[] = [];
  let restored: boolean | null = null;
  for (const way of [own.way, ...ways.filter((one) => one !== own.way), ...overridden(own.way)]) {
    const tried = await attempt(subject, field, way, own.way, bench);
    trials.push(tried.trial);
    if (tried.trial.changed === false) continue;
    restored = tried.restored;
    break;
  }
  return { field: name, control: true, trials, restored };
}

function waysOf(url: string, { keys, record, wrapper }: TextField): readonly Way[] {
  const name = keys.at(-1) ?? '';
  const json = (method: string, body: (value: string) => unknown, way = method): Way => ({
    way,
    form: (value) => ({ method, url, body: JSON.stringify(body(value)), contentType: 'application/json' }),
  });
  const wrap = wrapper !== undefined && !/^(data|item|result|record|attributes)$/i.test(wrapper);
  return [
    json('PATCH', (value) => ({ [name]: value })),
    ...(wrap ? [json('PATCH', (value) => ({ [wrapper]: { [name]: value } }), `PATCH in "${wrapper}"`)] : []),
    json('PUT', (value) => ({ ...record, [name]: value })),
  ];
}

/** The same change by POST, which says in a header or parameter what it is meant to be. */
function overridden({ way, form }: Way): readonly Way[] {
  const verb = form('').method;
  if (verb === 'POST') return [];
  return [
    {
      way: `POST that says it is a ${verb} (${way})`,
      form: (value) => ({ ...form(value), method: 'POST', override: verb }),
    },
  ];
}

async function controlOf(subject: RecordSubject, field: TextField, ways: readonly Way[], bench: WriteBench) {
  let offered = false;
  for (const way of ways) {
    // A whole record is sent only where a part of it is not taken: what else stands in it is nobody's to repeat.
    if (offered && way.form('').method === 'PUT') continue;
    const mark = bench.mark();
    const id = await bench.journal.plan(planned(subject, field, way, way, mark, subject.owner));
    const answer = await bench.write(subject.owner, way.form(marked(field.value, mark)));
    const changed = answer.outcome === 'denied' || answer.status >= 400 ? false : await reads(mark, field, bench);
    offered ||= ![404, 405, 501, 0].includes(answer.status);
    if (changed === false && answer.status >= 400) {
      await bench.journal.settle(id, { state: 'refused', status: answer.status });
      continue;
    }
    await bench.journal.settle(id, { state: 'done', status: answer.status });
    const restored = await restore(subject, field, way, bench, id);
    if (changed) return { way, restored };
    if (!restored) return undefined;
  }
  return undefined;
}

async function attempt(subject: RecordSubject, field: TextField, way: Way, undoWay: Way, bench: WriteBench) {
  const mark = bench.mark();
  const id = await bench.journal.plan(planned(subject, field, way, undoWay, mark, subject.asker));
  const answer = await bench.write(subject.asker, way.form(marked(field.value, mark)));
  const changed = await reads(mark, field, bench);
  const trial: WriteTrial = { way: way.way, status: answer.status, outcome: answer.outcome, changed };
  if (changed === false) {
    await bench.journal.settle(id, { state: 'refused', status: answer.status });
    return { trial, restored: null };
  }
  await bench.journal.settle(id, { state: 'done', status: answer.status });
  return { trial, restored: await restore(subject, field, undoWay, bench, id) };
}

/** Whether the owner reads the mark at the field's place: at once, or after a moment. null where the reading failed. */
async function reads(mark: string, { keys }: TextField, bench: WriteBench): Promise<boolean | null> {
  const holds = (view: RawView) => String(valueAt(view.content, keys) ?? '').includes(mark);
  const first = await bench.read();
  if (first.outcome === 'data' && holds(first)) return true;
  await bench.wait(settleMs);
  const again = await bench.read();
  if (again.outcome !== 'data') return null;
  return holds(again);
}

/** Puts the former text back as the owner, and reads it: the journal says `undone` only then. */
async function restore(
  subject: RecordSubject,
  field: TextField,
  way: Way,
  bench: WriteBench,
  id: string,
): Promise<boolean> {
  for (let turn = 0; turn < 2; turn++) {
    await bench.write(subject.owner, way.form(field.value));
    let view = await bench.read();
    if (!isAsBefore(view, field)) {
      await bench.wait(settleMs);
      view = await bench.read();
    }
    if (isAsBefore(view, field)) {
      await bench.journal.settle(id, { state: 'undone', detail: 'the former value was read again' });
      return true;
    }
  }
  await bench.journal.settle(id, { state: 'cannot-undo', detail: 'the former value did not come back' });
  return false;
}

/** The whole record, but for what a portal notes of any change. */
function isAsBefore(view: RawView, { keys, value, record }: TextField): boolean {
  if (valueAt(view.content, keys) !== value) return false;
  const now = recordIn(view.content)?.record ?? {};
  const volatile =
    /updated|modified|changed|version|revision|etag|last_?(seen|used|edit)|_at$|At$|On$|nonce|meta|token/i;
  return Object.keys(record).every(
    (key) => volatile.test(key) || isRecord(record[key]) || JSON.stringify(record[key]) === JSON.stringify(now[key]),
  );
}

function planned(
  subject: RecordSubject,
  field: TextField,
  way: Way,
  undoWay: Way,
  mark: string,
  as: IdentityName,
): PlannedWrite {
  const { method, url } = way.form('');
  const undo = undoWay.form(field.value);
  return {
    identity: as,
    method,
    url,
    what: `${as} changes "${field.keys.at(-1)}" of ${subject.what}`,
    undo: { ...undo, as: subject.owner, look: { url: subject.url, mark } },
  };
}
