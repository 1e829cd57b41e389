import { plainPath } from '../crawl/page-key.ts';
import type { FormField } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { anotherValue, isSameValue } from './another-value.ts';
import { mayNotWrite } from './bench.ts';
import { readOf } from './candidate.ts';
import type { FieldForm } from './field-form.ts';
import { withField } from './form-fields.ts';
import { type EditForm, editForms, formIn, lastPart } from './form-target.ts';
import type { OwnRecord } from './own-fields.ts';
import { formsOf, targetAt } from './page-candidates.ts';
import { kindOf, otherValue, type Privileged, type SeenValues } from './privileged.ts';
import { harmlessness, isPlainText, marked } from './text-field.ts';

const pageLimit = 6;

/**
 * Forms that the same page has for both, with fewer fields for this account than for the one that may do more: what the page leaves out
 * is sent along all the same, and read where it is shown.
 */
export async function withheldFields(
  setting: Setting,
  asker: IdentityName,
  reader: IdentityName,
  seen: SeenValues,
): Promise<readonly OwnRecord[]> {
  const found: OwnRecord[] = [];
  const looked = new Set<string>();
  for (const { edit: theirs, exchange } of formsOf(editForms, setting, reader)) {
    const { pathname, host } = new URL(theirs.form.action);
    const template = plainPath(pathname);
    if (looked.has(template) || looked.size >= pageLimit || mayNotWrite(setting, 'POST', pathname)) continue;
    looked.add(template);
    const read = readOf(exchange, theirs.page);
    const view = await setting.ask(read, asker);
    const edit = editForms(view.source ?? '', theirs.page).find(
      (one) => one.form.action === theirs.form.action && one.text.name === theirs.text.name,
    );
    const fuller = edit && fullerIn((await setting.ask(read, reader)).source, edit);
    if (!edit || !fuller || withheld(edit, fuller, seen).length === 0) continue;
    found.push({
      method: edit.form.method,
      template,
      host,
      reader,
      read,
      fieldsOf: (later) => {
        const now = fullerIn(later.source, edit);
        return now && fieldsOf(setting, asker, edit, exchange, withheld(edit, now, seen));
      },
    });
  }
  return found;
}

/** The fields of the same form in another answer of its page, where the text stands in it as well. */
const fullerIn = (source: string | undefined, edit: EditForm): readonly FormField[] | undefined => {
  const fields = formIn(source, edit)?.fields;
  return fields?.some(({ name, value }) => name === edit.text.name && value === edit.text.value) ? fields : undefined;
};

/** What only the fuller form lets people change, with another value of its kind; what decides most comes first. */
function withheld(edit: EditForm, fuller: readonly FormField[], seen: SeenValues): readonly Privileged[] {
  const own = new Set(edit.form.fields.map(({ name }) => name));
  return fuller
    .filter(
      (one) =>
        one.editable && one.sent && !own.has(one.name) && fuller.filter(({ name }) => name === one.name).length === 1,
    )
    .flatMap((one): Privileged[] => {
      const kind = kindOf(lastPart(one.name));
      const wanted = otherIn(one, seen);
      const left = wanted === marked(one.value, 'x') ? 'withheld-text' : 'withheld';
      return wanted === undefined ? [] : [{ keys: [one.name], kind: kind ?? left, present: one.value, wanted }];
    })
    .sort((one, other) => weight(one) - weight(other));
}

const weight = ({ kind }: Privileged) => ['withheld', 'withheld-text'].indexOf(kind);

function otherIn(field: FormField, seen: SeenValues): string | undefined {
  const { name, value, kind, options } = field;
  const words = lastPart(name);
  const known = kindOf(words);
  if (kind === 'select') {
    const other =
      known &&
      otherValue(
        known,
        value,
        options.filter((one) => one !== ''),
      );
    // A state or a priority may be this user's to set by another control: only what decides something counts.
    return typeof other === 'string' && options.includes(other) ? other : undefined;
  }
  if (!/^(text|textarea|number|date)$/.test(kind) || value === '') return undefined;
  const number = anotherValue({ ...field, kind: 'number', words });
  if (number !== undefined && !identifies.test(words)) return number;
  if (kind === 'date') return anotherValue({ ...field, words });
  const other = known && otherValue(known, value, seen(words));
  if (typeof other === 'string') return other;
  return kind !== 'number' && isPlainText(value) && harmlessness(words) !== undefined ? marked(value, 'x') : undefined;
}

/** A number that others find the record by. */
const identifies = /phone|tel|zip|postal|plz|cap$|postcode|iban|account|konto|bic|vat|tax/i;

function fieldsOf(
  setting: Setting,
  asker: IdentityName,
  edit: EditForm,
  exchange: Parameters<typeof targetAt>[2],
  candidates: readonly Privileged[],
): FieldForm | undefined {
  const { text } = edit;
  const shown = (view: RawView, name: string) => fullField(view, edit, name);
  const sentBy = (way: ReturnType<typeof targetAt>['ways'][number]): FieldForm => ({
    place: {
      name: lastPart(text.name),
      former: text.value,
      now: (view) => shown(view, text.name),
      isAsBefore: (view) => shown(view, text.name) === text.value,
    },
    form: async (value, as, extra) => {
      const write = await way.form(value, as);
      return write && extra ? withField(write, extra.keys[0] ?? '', String(extra.value ?? '')) : write;
    },
    shown(view, { keys: [name = ''], wanted, present }) {
      const now = shown(view, name);
      // A number may come back in another way of writing.
      return [present, wanted].find((one) => now !== undefined && isSameValue(now, String(one))) ?? now;
    },
    candidates,
    open: false,
  });
  const [first, second] = targetAt(setting, edit, exchange, asker).ways;
  return first && { ...sentBy(first), ...(second ? { otherwise: sentBy(second) } : {}) };
}

const fullField = (view: RawView, edit: EditForm, name: string) =>
  formIn(view.source, edit)?.fields.find((one) => one.name === name)?.value;
