import { isDeepStrictEqual } from 'node:util';
import type { IdentityName } from '../../../model/identity.ts';
import type { ExtraField } from '../../write-evidence.ts';
import type { RawView } from '../tenancy/view.ts';
import type { FieldForm } from './field-form.ts';
import { ifMatch, needsState } from './locks.ts';
import type { Privileged } from './privileged.ts';
import type { RecordSubject, WriteBench } from './prove-record.ts';
import { type FollowedBench, followed } from './put-back.ts';
import { marked } from './text-field.ts';

type Field = ExtraField['fields'][number];
export type FieldSubject = Pick<RecordSubject, 'url' | 'what' | 'look'> & { readonly asker: IdentityName };

const fieldLimit = 5;
const settleMs = 2200;

/**
 * A changes a text of its own record, and with it fields that the pages never send: role, plan, price, and one that
 * nobody knows. What was taken is put back the same way. Each write is on disk before it is sent. undefined: no record
 * of A's that A may change. `isOffered` is asked of a field that was taken: whether the pages themselves let A change it.
 */
export async function proveFields(
  subject: FieldSubject,
  world: WriteBench,
  fieldsOf: (view: RawView) => FieldForm | undefined,
  isOffered: (field: Privileged) => Promise<boolean | null>,
): Promise<Pick<ExtraField, 'control' | 'fields'> | undefined> {
  const before = await world.read();
  const bench = followed(world, before);
  const plain = before.outcome === 'data' ? fieldsOf(before) : undefined;
  if (!plain) return undefined;
  const first = await send(subject, bench, plain, undefined);
  const stateless = first?.restTaken === false && needsState(first.status) && before.etag !== undefined;
  const otherwise = first?.restTaken === false && first.restored === null ? plain.otherwise : undefined;
  const form = stateless ? matching(plain) : (otherwise ?? plain);
  const control = form === plain ? first : await send(subject, bench, form, undefined);
  if (!control?.restTaken) return undefined;
  if (control.restored === false) return { control: true, fields: [] };
  const fields: Field[] = [];
  const extras = [...form.candidates.slice(0, fieldLimit - 1), ...(form.open ? [unknown(bench.mark())] : [])];
  for (const one of extras) {
    const field = await send(subject, bench, form, one);
    if (!field) continue;
    const taken = field.readBack === 'taken' && one.kind !== 'unknown';
    fields.push(taken ? { ...field, offered: await isOffered(one) } : field);
    if (field.restored === false) break;
  }
  return { control: true, fields };
}

/** The same with the state that was read last in `If-Match`. */
const matching = (fields: FieldForm): FieldForm => ({
  ...fields,
  async form(text, as, extra, now) {
    const write = await fields.form(text, as, extra, now);
    return write && { ...write, headers: ifMatch(now?.etag), locked: true };
  },
});

const unknown = (mark: string): Privileged => ({
  keys: ['lrUnknownField'],
  kind: 'unknown',
  present: undefined,
  wanted: mark,
});

async function send(
  subject: FieldSubject,
  bench: FollowedBench,
  { place, form, shown }: FieldForm,
  extra: Privileged | undefined,
): Promise<Field | undefined> {
  const mark = bench.mark();
  const isKnown = extra !== undefined && extra.kind !== 'unknown';
  const change = await form(
    marked(place.former, mark),
    subject.asker,
    extra && { keys: extra.keys, value: extra.wanted },
    bench.latest(),
  );
  const undo = await form(
    place.former,
    subject.asker,
    isKnown ? { keys: extra.keys, value: extra.present } : undefined,
    bench.latest(),
  );
  if (!change || !undo) return undefined;
  const { method, url } = change;
  const { locked, ...back } = undo;
  const bare = isKnown ? (await form(place.former, subject.asker, undefined, bench.latest()))?.body : undefined;
  const otherwise = bare === undefined ? {} : { otherwise: bare };
  const id = await bench.journal.plan({
    identity: subject.asker,
    method,
    url,
    what: `${subject.asker} changes "${place.name}"${extra ? ` and "${extra.keys.join('.')}"` : ''} of ${subject.what}`,
    undo: {
      ...back,
      ...otherwise,
      ...(locked ? { locks: subject.look ?? { url: subject.url } } : {}),
      as: subject.asker,
    },
  });
  const answer = await bench.write(subject.asker, change);
  let view = await bench.read();
  const holdsMark = () => place.now(view)?.includes(mark) === true;
  if (!holdsMark() && answer.status < 400) {
    await bench.wait(settleMs);
    view = await bench.read();
  }
  const restTaken = view.outcome === 'data' && holdsMark();
  const now = extra && shown(view, extra);
  const readBack: Field['readBack'] =
    view.outcome !== 'data'
      ? 'unclear'
      : extra === undefined || now === undefined
        ? 'not-shown'
        : isDeepStrictEqual(now, extra.wanted)
          ? 'taken'
          : 'as-before';
  const field = {
    field: extra?.keys.join('.') ?? place.name,
    kind: extra?.kind ?? 'unknown',
    status: answer.status,
  } as const;
  if (!restTaken && readBack !== 'taken' && readBack !== 'unclear') {
    await bench.journal.settle(id, { state: 'refused', status: answer.status });
    return { ...field, readBack, restTaken, restored: null };
  }
  await bench.journal.settle(id, { state: 'done', status: answer.status });
  const isBack = () => place.isAsBefore(view) && (extra === undefined || isFormer(shown(view, extra), extra));
  const former = isKnown ? { keys: extra.keys, value: extra.present } : undefined;
  // A server that is busy for a moment must not leave the change behind.
  for (let turn = 0; turn < 2 && (turn === 0 || !isBack()); turn++) {
    await bench.write(subject.asker, (await form(place.former, subject.asker, former, bench.latest())) ?? undo);
    // A field nobody knows is stored beside the record: only an empty value takes it away again.
    if (extra?.kind === 'unknown' && readBack === 'taken') {
      const emptied = await form(place.former, subject.asker, { keys: extra.keys, value: null }, bench.latest());
      if (emptied) await bench.write(subject.asker, emptied);
    }
    view = await bench.read();
    if (isBack()) break;
    await bench.wait(settleMs);
    view = await bench.read();
  }
  const restored = isBack();
  await bench.journal.settle(id, {
    state: restored ? 'undone' : 'cannot-undo',
    detail: restored ? 'the former values were read again' : 'the former values did not come back',
  });
  return { ...field, readBack, restTaken, restored };
}

function isFormer(now: unknown, { kind, present }: Privileged): boolean {
  return kind === 'unknown' ? now === undefined || now === null || now === '' : isDeepStrictEqual(now, present);
}
