import { type FormField, formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import { type TickedRow, tickedRows } from '../../../parse/ticked-rows.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { dangerWords, deleteWords } from '../words.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type Parties, readOf, type WriteCandidate } from './candidate.ts';
import { isToken, lastPart, saveButton } from './form-target.ts';
import { ownTokens } from './page-candidates.ts';
import { changeFor, isFiledUnder, isTypedForRows, type RowChange, shownOf } from './row-choice.ts';
import type { Place, Way, WriteForm } from './write-target.ts';

/** A form of a page that files ticked rows elsewhere. */
interface TickedForm {
  readonly exchange: Exchange;
  readonly form: HtmlForm;
  readonly field: FormField;
  readonly rows: readonly TickedRow[];
}

/**
 * Rows of the owner's that a form changes when they are ticked: filed under another status, priority or category, or given a text that
 * a column of theirs shows, and back. The owner ticks its own row; then the asker sends the owner's, alone and behind one of its own.
 */
export function tickedCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const theirs = tickedForms(setting, asker);
  const found: WriteCandidate[] = [];
  for (const ticked of tickedForms(setting, owner)) {
    const { exchange, form, field } = ticked;
    const path = new URL(form.action).pathname;
    const template = plainPath(path);
    if (mayNotWrite(setting, form.method, path) || hasFurtherEffect(path)) continue;
    if (found.some((one) => one.template === template)) continue;
    const same = theirs.find((one) => plainPath(new URL(one.form.action).pathname) === template);
    const known = new Set(same?.rows.map(({ value }) => value));
    const row = ticked.rows.find(
      (one) =>
        /\d|\w{12}/.test(one.value) &&
        !known.has(one.value) &&
        (same !== undefined || one.value.length < 6 || !setting.knows(asker, one.value)) &&
        changeFor(one, field) !== undefined,
    );
    if (!row) continue;
    const mine = same?.rows.find((one) => changeFor(one, field) !== undefined);
    found.push({
      host: new URL(form.action).host,
      method: form.method,
      template,
      read: readOf(exchange, exchange.url),
      reference: row.value,
      targetOf: (view) => {
        const place = placeOf(view, row, field);
        if (!place) return undefined;
        const way = 'the form for ticked rows';
        const behind: Way = {
          way: `${way}, the owner’s row behind its own one`,
          form: (value, as) => send(setting, ticked, mine ? [mine, row] : [row], value, as),
          aside: () => lookAfterMine(),
        };
        return {
          place,
          ways: [{ way, form: (value, as) => send(setting, ticked, [row], value, as) }],
          more: () => (mine ? [behind] : []),
        };
      },
      sample: () => `${row.name}=ID OF B&${field.name}=CHANGED`,
    });

    async function lookAfterMine(): Promise<() => Promise<boolean>> {
      if (!mine || !same) return async () => true;
      const bench = benchAt(setting, readOf(same.exchange, same.exchange.url), asker);
      const before = placeOf(await bench.read(), mine, field);
      const undo = before && (await send(setting, ticked, [mine], before.former, asker));
      if (!undo) return async () => true;
      const { method, url } = undo;
      const what = `${asker} files an object of its own elsewhere, among others`;
      const entry = await bench.journal.plan({ identity: asker, method, url, what, undo: { ...undo, as: asker } });
      return async () => {
        if (!before.isAsBefore(await bench.read())) await bench.write(asker, undo);
        const back = before.isAsBefore(await bench.read());
        const detail = back ? 'its own object is as it was' : 'the former value did not come back';
        await bench.journal.settle(entry, { state: back ? 'undone' : 'cannot-undo', detail });
        return back;
      };
    }
  }
  return found;
}

/** What the row of the list shows, as the owner's page has it. */
function placeOf(view: RawView, row: TickedRow, field: FormField): Place | undefined {
  const rowIn = (later: RawView) =>
    tickedRows(later.source ?? '').find(({ name, value }) => name === row.name && value === row.value);
  const now = rowIn(view);
  const change: RowChange | undefined = now && changeFor(now, field);
  if (!change) return undefined;
  const shown = (later: RawView) => {
    const there = rowIn(later);
    return there && (shownOf(there, field) ?? '');
  };
  return { name: lastPart(field.name), ...change, now: shown, isAsBefore: (later) => shown(later) === change.former };
}

/** The form with these rows ticked, as this identity sends it: with tokens of its own. */
async function send(
  setting: Setting,
  { exchange, form, field }: TickedForm,
  rows: readonly TickedRow[],
  value: string,
  as: IdentityName,
): Promise<WriteForm | undefined> {
  const tokens = form.fields.filter(isToken).map(({ name }) => name);
  const fresh = tokens.length > 0 ? await ownTokens(setting, exchange)(as, tokens) : new Map<string, string>();
  const [first] = rows;
  if (!fresh || !first) return undefined;
  const button = saveButton(form);
  const { body, contentType } = formBody(
    [
      ...form.fields
        .filter((one) => one.sent && one.name !== field.name && one.kind !== 'checkbox')
        .map((one): readonly [string, string] => [one.name, fresh.get(one.name) ?? one.value]),
      ...rows.map((one) => [first.name, one.value] as const),
      [field.name, value],
      ...(button && button.name !== '' ? [[button.name, button.value] as const] : []),
    ],
    form.multipart,
    `----lr${setting.context.world.randomHex(8)}`,
  );
  return {
    method: form.method,
    url: form.action,
    body,
    contentType,
    ...(tokens.length > 0 ? { fresh: { url: exchange.url, fields: tokens } } : {}),
  };
}

function tickedForms(setting: Setting, identity: IdentityName): readonly TickedForm[] {
  return setting.exchanges
    .filter((one) => one.identity === identity && one.method === 'GET' && one.afterSignIn && one.status === 200)
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((exchange) => {
      const source = exchange.body.toString('utf8');
      return formsIn(source, exchange.url).flatMap((form): TickedForm[] => {
        const names = new Set(form.fields.filter(({ kind }) => kind === 'checkbox').map(({ name }) => name));
        const field =
          form.fields.find((one) => one.kind === 'select' && isFiledUnder(lastPart(one.name))) ?? typedField(form);
        if (names.size === 0 || !field || !/^(POST|PUT|PATCH)$/.test(form.method)) return [];
        if (form.buttons.length > 0 && !saveButton(form)) return [];
        const rows = tickedRows(source).filter(({ name }) => names.has(name));
        return rows.length > 0 ? [{ exchange, form, field, rows }] : [];
      });
    });
}

/** The one text of a form that is typed for the ticked rows, where one button alone does no harm: it is the one that keeps it. */
function typedField({ fields, buttons }: HtmlForm): FormField | undefined {
  const texts = fields.filter(isTypedForRows);
  const calm = buttons.filter(({ words }) => !dangerWords.test(words) && !deleteWords.test(words));
  return texts.length === 1 && calm.length === 1 ? texts[0] : undefined;
}
