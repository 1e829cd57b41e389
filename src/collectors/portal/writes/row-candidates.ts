import { formBody, formsIn, type FormField, type HtmlForm } from '../../../parse/html-forms.ts';
import { type FormRow, formRows, inRow } from '../../../parse/form-rows.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type Parties, readOf, type WriteCandidate } from './candidate.ts';
import { isToken, saveButton } from './form-target.ts';
import { targetAt } from './page-candidates.ts';
import { harmlessness, isPlainText } from './text-field.ts';
import type { Way, WriteForm } from './write-target.ts';

/** A form of a page that edits several records at once, a row each. */
interface RowsForm {
  readonly exchange: Exchange;
  readonly form: HtmlForm;
  readonly rows: readonly FormRow[];
}

/**
 * Rows of the owner's in a form that edits several at once: the owner changes one by its own form. Then the asker sends its own form,
 * to its own address, with one row more: the owner's, by its id.
 */
export function rowCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const theirs = rowsForms(setting, asker);
  const found: WriteCandidate[] = [];
  for (const { exchange, form, rows } of rowsForms(setting, owner)) {
    const path = new URL(form.action).pathname;
    const template = `${plainPath(path)} (row of the form)`;
    if (mayNotWrite(setting, 'POST', path) || hasFurtherEffect(path)) continue;
    if (found.some((one) => one.template === template)) continue;
    const mine = theirs.find((one) => plainPath(new URL(one.form.action).pathname) === plainPath(path));
    if (!mine || isSameRows(mine.rows, rows)) continue;
    const known = new Set(mine.rows.map(({ id }) => id.value));
    const row = rows.find((one) => !known.has(one.id.value) && textOf(one) !== undefined);
    const text = row && textOf(row);
    if (!row || !text) continue;
    found.push({
      host: new URL(form.action).host,
      method: form.method,
      template,
      read: readOf(exchange, exchange.url),
      reference: row.id.value,
      targetOf: (view) => {
        const now = formsIn(view.source ?? '', exchange.url).find((one) => one.action === form.action);
        const there = now && formRows(now.fields).find((one) => one.id.value === row.id.value);
        const field = there && textOf(there);
        if (!now || !there || !field) return undefined;
        const target = targetAt(setting, { page: exchange.url, form: now, text: field }, exchange, owner);
        const among: Way = {
          way: 'its own form with a row more, the owner’s by its id',
          form: (value, as) => withRow(setting, mine, there, field, value, as),
          aside: () => lookAfterMine(setting, mine, asker),
        };
        return { ...target, more: () => [among] };
      },
      sample: () => `${row.id.name}=ID OF B’S ROW&${text.name}=CHANGED`,
    });
  }
  return found;
}

function rowsForms({ exchanges }: Setting, identity: IdentityName): readonly RowsForm[] {
  return exchanges
    .filter((one) => one.identity === identity && one.method === 'GET' && one.afterSignIn && one.status === 200)
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((exchange) =>
      formsIn(exchange.body.toString('utf8'), exchange.url)
        .filter((form) => form.method === 'POST' && !form.fields.some(({ kind }) => kind === 'password'))
        .filter((form) => form.buttons.length === 0 || saveButton(form) !== undefined)
        .flatMap((form): RowsForm[] => {
          const rows = formRows(form.fields);
          return rows.length > 0 ? [{ exchange, form, rows }] : [];
        }),
    );
}

const isSameRows = (one: readonly FormRow[], other: readonly FormRow[]): boolean =>
  one.map(({ id }) => id.value).join() === other.map(({ id }) => id.value).join();

/** The text of a row that may be changed and put back, the most harmless. */
function textOf({ fields }: FormRow): FormField | undefined {
  return fields
    .filter(({ field }) => field.editable && /^(text|textarea)$/.test(field.kind) && field.value.trim() !== '')
    .filter(({ field }) => isPlainText(field.value))
    .flatMap(({ key, field }) => {
      const rank = harmlessness(key);
      return rank === undefined ? [] : [{ field, rank }];
    })
    .sort((one, other) => one.rank - other.rank)[0]?.field;
}

/** The asker's form as its page has it now, all its own rows with it: a server may take what is left out for deleted. */
async function withRow(
  setting: Setting,
  mine: RowsForm,
  row: FormRow,
  text: FormField,
  value: string,
  as: IdentityName,
): Promise<WriteForm | undefined> {
  const form = await formNow(setting, mine, as);
  if (!form) return undefined;
  const own = formRows(form.fields).filter(({ prefix }) => prefix === row.prefix);
  const index = Math.max(...own.map((one) => one.index)) + 1;
  const added = row.fields
    .filter(({ field }) => field.sent)
    .map(({ field }): readonly [string, string] => [
      inRow(field.name, index),
      field.name === text.name ? value : field.value,
    ]);
  const names = new Set(added.map(([name]) => name));
  // Django counts its rows: those that exist already, and all of them.
  const count = (name: string, now: string) =>
    name === `${row.prefix}-INITIAL_FORMS`
      ? String(Number(now) + 1)
      : name === `${row.prefix}-TOTAL_FORMS`
        ? String(Math.max(Number(now), index + 1))
        : now;
  const kept = sentEntries(form).filter(([name]) => !names.has(name));
  const { body, contentType } = formBody(
    [...kept.map(([name, now]) => [name, count(name, now)] as const), ...added],
    form.multipart,
    '----lr-rows',
  );
  return { method: 'POST', url: form.action, body, contentType };
}

function sentEntries(form: HtmlForm): readonly (readonly [string, string])[] {
  const button = saveButton(form);
  const pressed = button && button.name !== '' ? [[button.name, button.value] as const] : [];
  return [
    ...form.fields.filter((one) => one.sent).map(({ name, value }): readonly [string, string] => [name, value]),
    ...pressed,
  ];
}

async function formNow(setting: Setting, { exchange, form }: RowsForm, as: IdentityName) {
  const view = await setting.ask(readOf(exchange, exchange.url), as);
  return formsIn(view.source ?? '', exchange.url).find((one) => one.action === form.action);
}

/** The asker's own rows: should one have changed by the way, its form is sent as it was. */
async function lookAfterMine(setting: Setting, mine: RowsForm, asker: IdentityName): Promise<() => Promise<boolean>> {
  const before = await formNow(setting, mine, asker);
  if (!before) return async () => true;
  const bench = benchAt(setting, readOf(mine.exchange, mine.exchange.url), asker);
  const tokens = before.fields.filter(isToken).map(({ name }) => name);
  const { body, contentType } = formBody(sentEntries(before), before.multipart, '----lr-rows');
  const fresh = tokens.length > 0 ? { fresh: { url: mine.exchange.url, fields: tokens } } : {};
  const undo = { method: 'POST', url: before.action, body, contentType, ...fresh };
  const what = `${asker} changes rows of its own among others`;
  const entry = await bench.journal.plan({
    identity: asker,
    method: 'POST',
    url: before.action,
    what,
    undo: { ...undo, as: asker },
  });
  const isAsBefore = async () => {
    const now = await formNow(setting, mine, asker);
    const values = (form: HtmlForm) =>
      formRows(form.fields).map(({ fields }) => fields.map(({ key, field }) => `${key}=${field.value}`).join('\n'));
    return now !== undefined && values(now).join('\n\n') === values(before).join('\n\n');
  };
  return async () => {
    if (!(await isAsBefore())) {
      const now = await formNow(setting, mine, asker);
      const latest = new Map((now?.fields ?? []).filter(isToken).map(({ name, value }) => [name, value]));
      const again = sentEntries(before).map(([name, value]) => [name, latest.get(name) ?? value] as const);
      await bench.write(asker, { ...undo, ...formBody(again, before.multipart, '----lr-rows') });
    }
    const back = await isAsBefore();
    const detail = back ? 'its own rows are as they were' : 'its own rows did not come back';
    await bench.journal.settle(entry, { state: back ? 'undone' : 'cannot-undo', detail });
    return back;
  };
}
