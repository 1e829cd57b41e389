import type { ScriptOperation } from '../../../parse/graphql-in-script.ts';
import { changes, isIdListOf, isIdOf } from './graphql-mutations.ts';

/** A mutation as the portal's own scripts hold it, with values for what it asks for. */
export interface ScriptMutation {
  readonly name: string;
  readonly many: boolean;
  /** The JSON to send. */
  readonly body: (ids: readonly string[], value: string) => string;
}

type Variables = (ids: readonly string[], value: string) => Readonly<Record<string, unknown>>;

/**
 * Mutations of scripts that change this text of a record, for endpoints that say nothing about themselves: with the values
 * that their variables name. What an input object is made of is not written there; the usual makings are tried by the owner
 * first, and one that the server does not know changes nothing. None that says which records are meant by a filter of ours.
 */
export function scriptMutations(
  documents: readonly ScriptOperation[],
  typeName: string,
  textKey: string,
  record: Readonly<Record<string, unknown>>,
): readonly ScriptMutation[] {
  const stem = bare(typeName);
  return documents
    .filter(
      ({ kind, source, fields, name }) =>
        kind === 'mutation' &&
        source !== undefined &&
        fields.length === 1 &&
        changes.test(fields[0] ?? '') &&
        bare(`${fields[0]} ${name}`).includes(stem),
    )
    .flatMap(({ name, fields, source, variables }) =>
      makings(variables, typeName, textKey, record).map(({ many, of }) => ({
        name: fields[0] ?? name,
        many,
        body: (ids: readonly string[], value: string) =>
          JSON.stringify({ operationName: name, query: source, variables: of(ids, value) }),
      })),
    )
    .slice(0, 8);
}

const bare = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
const inputName = /^_?(input|data|patch|payload|changes|object|set|attributes|values|body|dto|params)$|input$/i;

function makings(
  variables: ScriptOperation['variables'],
  typeName: string,
  textKey: string,
  record: Readonly<Record<string, unknown>>,
): readonly { readonly many: boolean; readonly of: Variables }[] {
  const ids = variables.find(({ name, type }) => type.startsWith('[') && isIdListOf(name, typeName));
  const id = ids ?? variables.find(({ name, type }) => !type.startsWith('[') && isIdOf(name, typeName));
  const text = variables.find(({ name }) => name === textKey);
  const keys = variables.find(({ name }) => /^pk_?columns$/i.test(name));
  const input = variables.find(({ name, type }) => inputName.test(name) || /(Input|_set_input)!?$/.test(type));
  const rest: Record<string, unknown> = {};
  for (const one of variables) {
    if ([id, text, keys, input].includes(one) || !one.type.endsWith('!')) continue;
    if (!(one.name in record) || (record[one.name] !== null && typeof record[one.name] === 'object')) return [];
    rest[one.name] = record[one.name];
  }
  const many = ids !== undefined;
  const idValue = (given: readonly string[]) => (many ? given : typed(id?.type ?? '', given[0] ?? ''));
  const only = (of: Variables) => [{ many, of }];
  if (id && text) return only((given, value) => ({ ...rest, [id.name]: idValue(given), [text.name]: value }));
  if (!input || input === id) return [];
  const put = (given: readonly string[], inner: object) => ({
    ...rest,
    ...(id ? { [id.name]: idValue(given) } : {}),
    ...(keys ? { [keys.name]: { id: typed('', given[0] ?? '') } } : {}),
    [input.name]: inner,
  });
  if (id || keys) return only((given, value) => put(given, { [textKey]: value }));
  const typeId = `${typeName.charAt(0).toLowerCase()}${typeName.slice(1)}Id`;
  const inside: readonly ((one: string, value: string) => object)[] = [
    (one, value) => ({ id: one, [textKey]: value }),
    (one, value) => ({ [typeId]: one, [textKey]: value }),
    (one, value) => ({ id: one, patch: { [textKey]: value } }),
    (one, value) => ({ id: one, input: { [textKey]: value } }),
    (one, value) => ({ [typeId]: one, changes: { [textKey]: value } }),
  ];
  return inside.map((make) => ({ many: false, of: ([one = ''], value) => put([one], make(one, value)) }));
}

const typed = (type: string, id: string): string | number =>
  /^(Int|bigint|BigInt|Long)/.test(type) && /^\d{1,15}$/.test(id) ? Number(id) : id;
