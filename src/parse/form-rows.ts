import type { FormField } from './html-forms.ts';

/** One of several rows of a form, as frameworks number them, with the id of the record that it edits. */
export interface FormRow {
  readonly prefix: string;
  readonly index: number;
  /** Its own fields: what each is called in the row, and the field. */
  readonly fields: readonly { readonly key: string; readonly field: FormField }[];
  readonly id: FormField;
}

interface Numbered {
  readonly prefix: string;
  readonly index: number;
  readonly key: string;
}

/** Django (`form-0-id`), Rails and PHP (`order[items_attributes][0][id]`), ASP.NET (`Items[0].Id`), others (`items.0.id`). */
const patterns = [
  /^(?<prefix>.+)-(?<index>\d{1,3})-(?<key>[\w-]+)$/,
  /^(?<prefix>.+)\[(?<index>\d{1,3})\]\[(?<key>\w+)\]$/,
  /^(?<prefix>.+)\[(?<index>\d{1,3})\]\.(?<key>\w+)$/,
  /^(?<prefix>.+)\.(?<index>\d{1,3})\.(?<key>\w+)$/,
];

export function numbered(name: string): Numbered | undefined {
  for (const pattern of patterns) {
    const { prefix, index, key } = pattern.exec(name)?.groups ?? {};
    if (prefix !== undefined && index !== undefined && key !== undefined) return { prefix, index: Number(index), key };
  }
  return undefined;
}

/** The rows of a form that edit existing records: those with an id in them. */
export function formRows(fields: readonly FormField[]): readonly FormRow[] {
  const rows = new Map<string, { prefix: string; index: number; fields: { key: string; field: FormField }[] }>();
  for (const field of fields) {
    const at = numbered(field.name);
    if (!at) continue;
    const name = `${at.prefix} ${at.index}`;
    const row = rows.get(name) ?? { prefix: at.prefix, index: at.index, fields: [] };
    rows.set(name, row);
    row.fields.push({ key: at.key, field });
  }
  return [...rows.values()].flatMap((row) => {
    const id = row.fields.find(({ key, field }) => /^(id|pk|uuid|_id)$/i.test(key) && field.value !== '')?.field;
    return id ? [{ ...row, id }] : [];
  });
}

/** The same name in another row. */
export function inRow(name: string, index: number): string {
  const at = numbered(name);
  if (!at) return name;
  const head = name.slice(0, at.prefix.length);
  return head + name.slice(at.prefix.length).replace(/\d+/, String(index));
}
