import { isTenantName } from '../tenancy/known-references.ts';
import { isIdKey, isRecord, recordIn, resourceOf, type TextField, textFieldOf } from './text-field.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The rows of a list, bare or inside one wrapper. */
export function rowsIn(json: unknown): readonly Row[] {
  const list = Array.isArray(json) ? json : isRecord(json) ? Object.values(json).find(Array.isArray) : undefined;
  return (list ?? []).filter(isRecord);
}

/** Resources that an answer of JSON:API brings along (1.1, section 7.4). */
export function includedIn(json: unknown): readonly Row[] {
  return isRecord(json) && Array.isArray(json.included) ? json.included.filter(isRecord) : [];
}

/** The one record of an answer. */
export const rowIn = (json: unknown): Row | undefined => recordIn({ kind: 'json', json, leaves: [], text: '' })?.record;

export function idOfRow(row: Row): string | undefined {
  const own = Object.entries(row).find(([name, value]) => isIdKey(name) && /string|number/.test(typeof value))?.[1];
  return own !== undefined && /^[\w.~:@-]{1,64}$/.test(String(own)) ? String(own) : undefined;
}

/** The harmless text of a row; of JSON:API it stands in its attributes. */
export const textOf = (row: Row): TextField | undefined =>
  textFieldOf({ kind: 'json', json: resourceOf(row) ? { data: row } : row, leaves: [], text: '' });

const referenceName = /[a-z\d](Id|Uuid|Slug|Ref|_id|_uuid|_slug|_ref)$/;

/** Below which records of other kinds a row stands, by its own fields or by the relationships of JSON:API. Whose it is, is another matter. */
export function referencesIn(row: Row): readonly { readonly name: string; readonly value: string | number }[] {
  const { relationships } = row;
  const related = isRecord(relationships)
    ? Object.entries(relationships).map(([name, one]): [string, unknown] => [
        name,
        isRecord(one) && isRecord(one.data) ? one.data.id : undefined,
      ])
    : Object.entries(row).filter(([name]) => referenceName.test(name));
  return related.flatMap(([name, value]) =>
    !isTenantName(name) && (typeof value === 'string' || typeof value === 'number') && value !== ''
      ? [{ name, value }]
      : [],
  );
}

/** A change of a row's reference, and of its text where one is given, as its server takes it. */
export function changeOf(row: Row, text: TextField, name: string, reference: string | number, value?: string): unknown {
  const fields = value === undefined ? {} : { [text.keys.at(-1) ?? '']: value };
  const { relationships } = row;
  const related = isRecord(relationships) ? relationships[name] : undefined;
  if (!text.resource || !isRecord(related)) return { ...fields, [name]: reference };
  const data = { ...(isRecord(related.data) ? related.data : {}), id: reference };
  return { data: { ...text.resource, attributes: fields, relationships: { [name]: { data } } } };
}
