/** A type as introspection answers it: wrapped in NON_NULL and LIST. GraphQL specification, October 2021, section 4. */
interface TypeRef {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType?: TypeRef | null;
}
interface InputValue {
  readonly name: string;
  readonly type: TypeRef;
  readonly defaultValue?: string | null;
}
interface FieldInfo {
  readonly name: string;
  readonly args: readonly InputValue[];
  readonly type: TypeRef;
}
interface TypeInfo {
  readonly name: string;
  readonly kind: string;
  readonly inputFields: readonly InputValue[] | null;
  readonly fields: readonly FieldInfo[] | null;
}
export interface GraphqlSchema {
  readonly queries: readonly FieldInfo[];
  readonly mutations: readonly FieldInfo[];
  readonly types: ReadonlyMap<string, TypeInfo>;
}

const ref = 'kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }';
/** What is asked of an endpoint about itself: names and types, no descriptions. */
export const introspection = `query { __schema { queryType { name } mutationType { name } types { name kind inputFields { name defaultValue type { ${ref} } } fields { name args { name defaultValue type { ${ref} } } type { ${ref} } } } } }`;

/** The schema in an answer to `introspection`; undefined where there is none or nothing can be changed. */
export function readSchema(json: unknown): GraphqlSchema | undefined {
  const schema = (json as { data?: { __schema?: Record<string, unknown> } } | null)?.data?.__schema;
  const types = new Map(((schema?.types ?? []) as readonly TypeInfo[]).map((one) => [one.name, one]));
  const fieldsOf = (root: unknown) => types.get((root as { name?: string } | null)?.name ?? '')?.fields ?? [];
  const mutations = fieldsOf(schema?.mutationType);
  return mutations.length > 0 ? { queries: fieldsOf(schema?.queryType), mutations, types } : undefined;
}

export interface RecordMutation {
  readonly name: string;
  /** The whole text of the mutation, with this value in the text field and these ids: one, unless it takes a list. */
  readonly source: (id: string | readonly string[], value: string, more?: readonly Extra[]) => string;
  /** It names its records by a list of ids. */
  readonly many: boolean;
  /** What may be sent beside the text, with the kind of its type (`SCALAR`, `ENUM`, …). */
  readonly takes: ReadonlyMap<string, string>;
}
/** A further field beside the text one, as a GraphQL literal. */
export type Extra = readonly [name: string, literal: string];

export const changes =
  /^(bulk_?|batch_?)?(update|edit|set|change|modify|save|patch|rename)|(update|edit|change|modify|save|patch)(_?by_?(pk|id))?$/i;
/** What says which records are meant. Left empty it means all: then the mutation is not used. */
const filterName = /^_?(where|filters?|conditions?|match|by|selector|pk_?columns|pk|criteria)$/i;
const equals = /^(_eq|eq|equals|equalTo|is)$/;

interface Given {
  readonly ids: readonly string[];
  readonly value: string;
  readonly extra: readonly Extra[];
}
/** What a mutation was found to have room for, while it was written down. */
interface Room {
  id: boolean;
  text: boolean;
  many: boolean;
  readonly takes: Map<string, string>;
}

/**
 * The mutations that change a text of one record: named for it, with one place for its id and one for the text, alone, in
 * input objects (Relay), in a filter (Hasura, Prisma) or in a list of ids. Other values that they insist on are taken from the record;
 * where it has none, and where nothing would say which record is meant, the mutation is left alone.
 */
export function mutationsFor(
  schema: GraphqlSchema,
  typeName: string,
  textKey: string,
  record: Readonly<Record<string, unknown>>,
  of: 'record' | 'account' = 'record',
): readonly RecordMutation[] {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  const stem = bare(typeName).replace(/(type|node|model|entity)$/, '') || bare(typeName);
  return (
    schema.mutations
      .filter(
        ({ name }) =>
          changes.test(name) &&
          (bare(name).includes(stem) || (of === 'account' && /me$|profile|account|viewer|user/i.test(name))),
      )
      .flatMap((field): RecordMutation[] => {
        const room: Room = { id: false, text: false, many: false, takes: new Map() };
        const write = (given: Given) =>
          written(field.args, { schema, typeName, textKey, record, room }, given, 0, false);
        const source: RecordMutation['source'] = (id, value, extra = []) => {
          const leaf = ['SCALAR', 'ENUM'].includes(named(field.type).kind);
          const args = write({ ids: typeof id === 'string' ? [id] : id, value, extra }) ?? '';
          return `mutation { ${field.name}(${args})${leaf ? '' : ' { __typename }'} }`;
        };
        const fits = write({ ids: ['0'], value: '', extra: [] }) !== undefined && (room.id || of === 'account');
        return fits && room.text ? [{ name: field.name, source, many: room.many, takes: room.takes }] : [];
      })
      // One that names a single record before one that could mean several.
      .sort((one, other) => Number(one.many) - Number(other.many))
      .slice(0, 3)
  );
}

interface About {
  readonly schema: GraphqlSchema;
  readonly typeName: string;
  readonly textKey: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly room: Room;
}

/** The arguments, or the fields of an input; undefined where something that is needed is not known. */
function written(
  args: readonly InputValue[],
  about: About,
  given: Given,
  depth: number,
  idElsewhere: boolean,
): string | undefined {
  const { textKey, typeName, room, record, schema } = about;
  const parts: string[] = [];
  const filtered = idElsewhere || args.some(({ name }) => filterName.test(name));
  for (const arg of args) {
    const type = named(arg.type);
    const isList = isListed(arg.type);
    const needed = arg.type.kind === 'NON_NULL' && (arg.defaultValue ?? null) === null;
    const fields = schema.types.get(type.name ?? '')?.inputFields;
    let literal: string | undefined;
    if (filterName.test(arg.name)) {
      const inner = fields && !isList ? filterOf(fields, about, given, 0) : undefined;
      if (inner === undefined) return undefined;
      literal = `{ ${inner} }`;
    } else if (arg.name === textKey && !isList && !fields) {
      literal = JSON.stringify(given.value);
      room.text = true;
    } else if (isIdOf(arg.name, typeName) && !fields && !isList && (!filtered || needed)) {
      literal = idLiteral(type, given.ids[0] ?? '');
      room.id = true;
    } else if (isIdListOf(arg.name, typeName) && !fields && isList && !filtered) {
      literal = `[${given.ids.map((id) => idLiteral(type, id)).join(', ')}]`;
      room.id = true;
      room.many = true;
    } else if (fields && !isList && depth < 3) {
      const inner = written(fields, about, given, depth + 1, filtered || hasId(args, typeName));
      if (inner !== undefined && (inner !== '' || needed)) literal = `{ ${inner} }`;
    } else if (needed) {
      const own = record[arg.name];
      if (typeof own === 'string') literal = type.kind === 'ENUM' ? own : JSON.stringify(own);
      else if (typeof own === 'number' || typeof own === 'boolean') literal = String(own);
    }
    if (literal === undefined && needed) return undefined;
    if (literal !== undefined) parts.push(`${arg.name}: ${literal}`);
  }
  if (args.some((one) => one.name === textKey)) {
    for (const arg of args) room.takes.set(arg.name, named(arg.type).kind);
    for (const [name, literal] of given.extra)
      if (!parts.some((one) => one.startsWith(`${name}:`))) parts.push(`${name}: ${literal}`);
  }
  return parts.join(', ');
}

/** The id, as it is or by "equals"; undefined where the filter cannot say it: left empty it would mean every record. */
function filterOf(
  fields: readonly InputValue[],
  about: About,
  { ids: [id = ''] }: Given,
  depth: number,
): string | undefined {
  for (const field of fields.filter(({ name, type }) => isIdOf(name, about.typeName) && !isListed(type))) {
    const type = named(field.type);
    const inner = about.schema.types.get(type.name ?? '')?.inputFields;
    const equal = inner?.find(({ name }) => equals.test(name));
    if (inner && !equal) continue;
    about.room.id = true;
    const literal = idLiteral(equal ? named(equal.type) : type, id);
    return equal ? `${field.name}: { ${equal.name}: ${literal} }` : `${field.name}: ${literal}`;
  }
  const only = fields.length === 1 ? fields[0] : undefined;
  const below = only && about.schema.types.get(named(only.type).name ?? '')?.inputFields;
  const inner = below && depth === 0 ? filterOf(below, about, { ids: [id], value: '', extra: [] }, 1) : undefined;
  return only && inner !== undefined ? `${only.name}: { ${inner} }` : undefined;
}

const isListed = (type: TypeRef): boolean =>
  type.kind === 'LIST' || (type.ofType !== null && type.ofType !== undefined && isListed(type.ofType));
const idLiteral = (type: TypeRef, id: string) =>
  /^(Int|bigint|BigInt|Long|smallint|integer)$/.test(type.name ?? '') && /^-?\d+$/.test(id) ? id : JSON.stringify(id);
const hasId = (args: readonly InputValue[], typeName: string) =>
  args.some(({ name, type }) => isIdOf(name, typeName) || (isIdListOf(name, typeName) && isListed(type)));

export function isIdListOf(name: string, typeName: string): boolean {
  return new RegExp(`^(_?ids|uuids|${stemOf(typeName)}_?(ids|uuids))$`, 'i').test(name);
}

const stemOf = (typeName: string) =>
  `${typeName
    .replace(/\W/g, '')
    .replace(/(Type|Node|Model|Entity)$/, '')
    .replace(/s$/, '')}s?`;

/** Whether an argument of this name is the id of such a record: `id`, `noteId`, `note_id` for `NoteType` and `notes`. */
export function isIdOf(name: string, typeName: string): boolean {
  return new RegExp(`^(_?id|uuid|node_?id|global_?id|${stemOf(typeName)}_?(id|uuid))$`, 'i').test(name);
}

/** The type inside its wrappers. */
export function named(type: TypeRef): TypeRef {
  return type.ofType ? named(type.ofType) : type;
}
