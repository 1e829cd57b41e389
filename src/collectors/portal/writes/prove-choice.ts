import type { IdentityName } from '../../../model/identity.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import { changeSlot } from '../operations/put-into.ts';
import type { SlotValue } from '../operations/slots.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { isAtomLike } from '../tenancy/atoms.ts';
import type { RawView } from '../tenancy/view.ts';
import { withLocks } from './locks.ts';
import { isIdName, objectWith } from './object-place.ts';
import type { MoveBench, MoveProof } from './prove-move.ts';
import type { WriteForm } from './prove-record.ts';
import { carrierOf, type SentWrite } from './sent-change.ts';
import { headersOf } from './sent-target.ts';

export interface ChoiceSubject {
  readonly sent: SentWrite;
  /** Where the record stands in the request that it is put below: another one of the asker's own. */
  readonly slot: SlotValue;
  readonly name: string;
  /** The asker's record, and under which keys its answer says below what it stands. */
  readonly id: string;
  readonly keys: readonly string[];
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly foreign: string;
  readonly isOwners: (value: string) => boolean;
}

const settleMs = 2200;

/**
 * The asker puts its record below another one of its own, so the way is known to work, and back; then below the owner's. It counts
 * where the asker then reads values of the owner's in its own record, or the owner the asker's in its one. undefined: the way does not
 * work for the asker, or where the record stands is not to be read.
 */
export async function proveChoice(subject: ChoiceSubject, bench: MoveBench): Promise<MoveProof | undefined> {
  const { sent, slot, id, keys, asker, owner, foreign, name } = subject;
  const first = await bench.read();
  const former = belowWhat(first);
  if (former === undefined || former === slot.value || former === foreign) return undefined;
  const entries: string[] = [];
  const formOf = (reference: string, now: RawView): WriteForm => {
    const { url, body = '' } = changeSlot(carrierOf(sent), slot, reference);
    const record = objectOf(now);
    const { method, contentType } = sent;
    return { method, url, contentType, body: record ? withLocks(body, record) : body, ...headersOf(sent, now.etag) };
  };
  let latest = first;
  const write = async (reference: string, what: string) => {
    const form = formOf(reference, latest);
    const { method, url } = form;
    const undo = { ...formOf(former, latest), as: asker, orAs: owner };
    entries.push(await bench.journal.plan({ identity: asker, method, url, what, undo }));
    return bench.write(asker, form);
  };
  const control = await write(slot.value, `${asker} puts a record of its own below another one of its own`);
  const there = await look();
  if (there !== slot.value) {
    if (there === former && control.status >= 400) await settle('refused', control.status);
    else await putBack();
    return undefined;
  }
  if (!(await putBack())) return undefined;
  entries.length = 0;

  const known = new Set(atomsOf(latest));
  const own = [...known].filter((value) => value.length >= 6);
  const looks: { readonly read: () => Promise<RawView>; readonly before: string }[] = [];
  for (const read of bench.looks) looks.push({ read, before: (await read()).content.text });
  const answer = await write(foreign, `${asker} puts a record of its own below a record of ${owner}`);
  let moved = await whereItIs();
  if (moved === 'stored' && answer.status < 400) {
    await bench.wait(settleMs);
    moved = await whereItIs();
  }
  const restored = await putBack();
  const changed = moved === 'no' ? false : moved === 'stored' ? null : true;
  const way = `${sent.method} of its own record that names B's in "${name}"`;
  const trials: WriteTrial[] = [{ way, status: answer.status, outcome: answer.outcome, changed }];
  return { trials, restored, moved, method: sent.method, sample: formOf(foreign, first).body ?? '' };

  async function whereItIs(): Promise<MoveProof['moved']> {
    const now = await look();
    if (now === former) return 'no';
    for (const one of looks) {
      const { text } = (await one.read()).content;
      if (own.some((value) => text.includes(value) && !one.before.includes(value))) return 'owner-reads-it';
    }
    if (now === foreign && atomsOf(latest).some((value) => !known.has(value) && subject.isOwners(value)))
      return 'asker-reads-more';
    return 'stored';
  }

  async function look(): Promise<string | undefined> {
    latest = await bench.read();
    return belowWhat(latest);
  }

  async function putBack(): Promise<boolean> {
    for (const as of [asker, asker, owner]) {
      if ((await look()) === former) {
        await settle('undone');
        return true;
      }
      await bench.write(as, formOf(former ?? '', latest));
      if ((await look()) !== former) await bench.wait(settleMs);
    }
    const back = (await look()) === former;
    await settle(back ? 'undone' : 'cannot-undo');
    return back;
  }

  async function settle(state: 'undone' | 'cannot-undo' | 'refused', status = 0): Promise<void> {
    const detail = state === 'undone' ? 'it stands where it stood' : 'it does not stand again where it stood';
    for (const one of entries)
      await bench.journal.settle(one, state === 'refused' ? { state, status } : { state, detail });
  }

  function belowWhat(view: RawView): string | undefined {
    return view.outcome === 'data' ? standsBelow(view.content.json, id, keys) : undefined;
  }

  function objectOf(view: RawView): Readonly<Record<string, unknown>> | undefined {
    return keys.map((key) => objectWith(view.content.json, id, key)).find((one) => one !== undefined);
  }
}

/** The id of what the record with this id stands below, as an answer says it: `patientId`, or the `id` of its `patient`. */
export function standsBelow(json: unknown, id: string, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = objectWith(json, id, key)?.[key];
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value) ? idIn(value) : value;
    if ((typeof inner === 'string' && inner !== '') || typeof inner === 'number') return String(inner);
  }
  return undefined;
}

function idIn(record: object): unknown {
  const names = Object.keys(record);
  const name = names.find((one) => /^_?(id|uuid)$/i.test(one)) ?? names.find(isIdName);
  return name === undefined ? undefined : (record as Readonly<Record<string, unknown>>)[name];
}

function atomsOf(view: RawView): readonly string[] {
  const { leaves } = readAnswer(
    new TextEncoder().encode(JSON.stringify(view.content.json ?? null)),
    'application/json',
  );
  return leaves.filter(isAtomLike).map(({ value }) => value);
}
