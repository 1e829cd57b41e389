import type { IdentityName } from '../../../model/identity.ts';
import type { ExtraField } from '../../write-evidence.ts';
import type { RecordSubject, WriteBench, WriteForm } from './prove-record.ts';
import { isRecord, marked, type TextField, textFieldOf, valueAt } from './text-field.ts';

type Field = ExtraField['fields'][number];
interface Privileged {
  readonly keys: readonly string[];
  readonly kind: Field['kind'];
  readonly present: unknown;
  readonly wanted: unknown;
}

const kinds: readonly { readonly kind: Field['kind']; readonly name: RegExp }[] = [
  { kind: 'role', name: /^(role|user_?role|access_?level|is_?admin|admin|is_?staff|is_?superuser|superuser)$/i },
  { kind: 'plan', name: /^(plan|tier|subscription|package|credits|quota|seats|is_?premium|verified|is_?verified)$/i },
  { kind: 'price', name: /^(price|unit_?price|total|amount|discount|balance|limit|credit_?limit)$/i },
];
const fieldLimit = 5;

/**
 * A changes a text of its own record, and with it fields that the pages never send: role, plan, price, and one that
 * nobody knows. What was taken is put back the same way. Each write is on disk before it is sent. undefined: no record
 * of A's that A may change.
 */
export async function proveFields(
  subject: Pick<RecordSubject, 'url' | 'what'> & { readonly asker: IdentityName },
  bench: WriteBench,
  seenValues: (key: string) => readonly string[],
): Promise<Pick<ExtraField, 'control' | 'fields'> | undefined> {
  const before = await bench.read();
  const text = textFieldOf(before.content);
  if (!text || before.outcome !== 'data') return undefined;
  const form = (body: Readonly<Record<string, unknown>>): WriteForm => ({
    method: 'PATCH',
    url: subject.url,
    contentType: 'application/json',
    body: JSON.stringify(body),
  });
  const control = await send(subject, bench, text, form, undefined);
  if (!control.restTaken) return undefined;
  if (control.restored === false) return { control: true, fields: [] };
  const fields: Field[] = [];
  for (const one of [...privilegedIn(text, seenValues), unknown(bench.mark())].slice(0, fieldLimit)) {
    const field = await send(subject, bench, text, form, one);
    fields.push(field);
    if (field.restored === false) break;
  }
  return { control: true, fields };
}

const unknown = (mark: string): Privileged => ({
  keys: ['lrUnknownField'],
  kind: 'unknown',
  present: undefined,
  wanted: mark,
});

/** Fields of the record that decide what somebody may do or has to pay, with another value that the portal knows. */
function privilegedIn(text: TextField, seenValues: (key: string) => readonly string[]): readonly Privileged[] {
  const at = (record: Readonly<Record<string, unknown>>, keys: readonly string[]): Privileged[] =>
    Object.entries(record).flatMap(([key, present]) => {
      if (isRecord(present) && keys.length === 0) return at(present, [key]);
      const kind = kinds.find((one) => one.name.test(key))?.kind;
      const wanted = kind && otherValue(kind, present, seenValues(key));
      return kind && wanted !== undefined ? [{ keys: [...keys, key], kind, present, wanted }] : [];
    });
  return at(text.record, []).slice(0, fieldLimit - 1);
}

function otherValue(kind: Field['kind'], present: unknown, seen: readonly string[]): unknown {
  if (typeof present === 'boolean') return present ? undefined : true;
  if (typeof present === 'number') return present + 1;
  if (typeof present !== 'string') return undefined;
  const other = seen.find((one) => one !== present && /admin|owner|manager|enterprise|premium|pro/i.test(one));
  const any = other ?? seen.find((one) => one !== present);
  // A list of allowed values refuses a word of our own, which is as good; a careless server keeps it.
  const word = kind === 'role' ? 'admin' : 'enterprise';
  return any ?? (present === word || kind === 'price' ? undefined : word);
}

async function send(
  subject: Pick<RecordSubject, 'url' | 'what'> & { readonly asker: IdentityName },
  bench: WriteBench,
  text: TextField,
  form: (body: Readonly<Record<string, unknown>>) => WriteForm,
  extra: Privileged | undefined,
): Promise<Field> {
  const mark = bench.mark();
  const name = text.keys.at(-1) ?? '';
  const former = {
    [name]: text.value,
    ...(extra && extra.kind !== 'unknown' ? nested(extra.keys, extra.present) : {}),
  };
  const changed = { [name]: marked(text.value, mark), ...(extra ? nested(extra.keys, extra.wanted) : {}) };
  const { body: undoBody = '', ...undo } = form(former);
  const id = await bench.journal.plan({
    identity: subject.asker,
    method: 'PATCH',
    url: subject.url,
    what: `${subject.asker} changes "${name}"${extra ? ` and "${extra.keys.join('.')}"` : ''} of ${subject.what}`,
    undo: { ...undo, body: undoBody, as: subject.asker },
  });
  const answer = await bench.write(subject.asker, form(changed));
  let view = await bench.read();
  const holdsMark = () => String(valueAt(view.content, text.keys) ?? '').includes(mark);
  if (!holdsMark() && answer.status < 400) {
    await bench.wait(2200);
    view = await bench.read();
  }
  const restTaken = view.outcome === 'data' && holdsMark();
  const prefix = text.keys.slice(0, -1);
  const shown = () => (extra ? valueAt(view.content, [...prefix, ...extra.keys]) : undefined);
  const now = shown();
  const readBack: Field['readBack'] =
    view.outcome !== 'data'
      ? 'unclear'
      : extra === undefined || now === undefined
        ? 'not-shown'
        : now === extra.wanted
          ? 'taken'
          : 'as-before';
  const field = {
    field: extra?.keys.join('.') ?? name,
    kind: extra?.kind ?? 'unknown',
    status: answer.status,
  } as const;
  if (!restTaken && readBack !== 'taken' && readBack !== 'unclear') {
    await bench.journal.settle(id, { state: 'refused', status: answer.status });
    return { ...field, readBack, restTaken, restored: null };
  }
  await bench.journal.settle(id, { state: 'done', status: answer.status });
  await bench.write(subject.asker, form(former));
  // A field nobody knows is stored beside the record: only an empty value takes it away again.
  if (extra?.kind === 'unknown' && readBack === 'taken')
    await bench.write(subject.asker, form({ [name]: text.value, ...nested(extra.keys, null) }));
  view = await bench.read();
  const back = () =>
    valueAt(view.content, text.keys) === text.value && (extra === undefined || isFormer(shown(), extra));
  if (!back()) {
    await bench.wait(2200);
    view = await bench.read();
  }
  const restored = back();
  await bench.journal.settle(id, {
    state: restored ? 'undone' : 'cannot-undo',
    detail: restored ? 'the former values were read again' : 'the former values did not come back',
  });
  return { ...field, readBack, restTaken, restored };
}

function isFormer(now: unknown, { kind, present }: Privileged): boolean {
  return kind === 'unknown' ? now === undefined || now === null || now === '' : now === present;
}

function nested(keys: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = keys;
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}
