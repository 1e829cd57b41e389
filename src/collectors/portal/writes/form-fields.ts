import type { RawView } from '../tenancy/view.ts';
import type { FieldForm } from './field-form.ts';
import { type EditForm, formIn, lastPart } from './form-target.ts';
import { labelledAs, labelledFields } from './labelled.ts';
import { kindOf, otherValue, type Privileged, type SeenValues } from './privileged.ts';
import type { Way, WriteForm, WriteTarget } from './write-target.ts';

/** A form of the account's own whose page fixes a field that decides something: hidden, disabled, read-only, or text beside it. */
export function formFields(
  edit: EditForm,
  target: WriteTarget,
  seen: SeenValues,
  source?: string,
): FieldForm | undefined {
  const names = new Set(edit.form.fields.map(({ name }) => name));
  const said = labelledFields(source, edit.text.name, seen).filter(({ keys: [name = ''] }) => !names.has(name));
  const fixed = edit.form.fields
    .filter((one) => !one.editable)
    .flatMap(({ name, value }): Privileged[] => {
      const kind = kindOf(lastPart(name));
      const wanted = kind && (raised(value) ?? otherValue(kind, value, seen(lastPart(name))));
      return kind && typeof wanted === 'string' ? [{ keys: [name], kind, present: value, wanted }] : [];
    });
  const candidates = [...fixed, ...said];
  if (candidates.length === 0) return undefined;
  const sentBy = (way: Way): FieldForm => ({
    place: target.place,
    form: async (text, as, extra) => {
      const write = await way.form(text, as);
      return write && extra ? withField(write, extra.keys[0] ?? '', String(extra.value ?? '')) : write;
    },
    shown: (view: RawView, { keys: [key = ''] }) =>
      names.has(key)
        ? formIn(view.source, edit)?.fields.find(({ name }) => name === key)?.value
        : labelledAs(view.source, lastPart(key)),
    candidates,
    open: false,
  });
  const [first, second] = target.ways;
  return first && { ...sentBy(first), ...(second ? { otherwise: sentBy(second) } : {}) };
}

/** One more, for a number written as text. */
function raised(value: string): string | undefined {
  return /^\d+([.,]\d+)?$/.test(value) ? value.replace(/^\d+/, (whole) => String(Number(whole) + 1)) : undefined;
}

/** The body with this field set, or added where the page does not send it. */
export function withField(write: WriteForm, name: string, value: string): WriteForm {
  const { body = '', contentType = '' } = write;
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) {
    const form = new URLSearchParams(body);
    form.set(name, value);
    return { ...write, body: form.toString() };
  }
  const parts = body.split(`--${boundary}`).filter((part) => !part.includes(`name="${name}"\r\n`));
  const added = `\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  // React reads the fields of a form when it meets the part that refers to them: what comes behind it is not seen.
  const root = parts.findIndex((part) => part.includes('name="0"\r\n'));
  const at = root < 0 ? parts.length - 1 : root;
  return { ...write, body: [...parts.slice(0, at), added, ...parts.slice(at)].join(`--${boundary}`) };
}
