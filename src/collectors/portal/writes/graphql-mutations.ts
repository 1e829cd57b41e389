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
  /** The whole text of the mutation, with this value in the text field and this id. */
  readonly source: (id: string, value: string, more?: readonly Extra[]) => string;
  /** What may be sent beside the text, with the kind of its type (`SCALAR`, `ENUM`, …). */
  readonly takes: ReadonlyMap<string, string>;
}
/** A further field beside the text one, as a GraphQL literal. */
export type Extra = readonly [name: string, literal: string];

const changes =
  /^(update|edit|set|change|modify|save|patch|rename)|(update|edit|change|modify|save|patch)(_?by_?(pk|id))?$/i;

/**
 * The mutations that change a text of one record: named for it, with one place for its id and one for the text, alone or in
 * input objects. Other values that they insist on are taken from the record; where it has none the mutation is left alone.
 */
export function mutationsFor(
  schema: GraphqlSchema,
  typeName: string,
  textKey: string,
  record: Readonly<Record<string, unknown>>,
  of: 'record' | 'account' = 'record',
): readonly RecordMutation[] {
  const bare = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '');
  return schema.mutations
    .filter(
      ({ name }) =>
        changes.test(name) &&
        (bare(name).includes(bare(typeName)) || (of === 'account' && /me$|profile|account|viewer|user/i.test(name))),
    )
    .flatMap((field): RecordMutation[] => {
      const found = { id: false, text: false, takes: new Map<string, string>() };
      const build = (
        args: readonly InputValue[],
        depth: number,
        id: string,
        value: string,
        extra: readonly Extra[],
      ): string | undefined => {
        const parts: string[] = [];
        const has = args.some((one) => one.name === textKey);
        for (const arg of args) {
          const type = named(arg.type);
          const isList = JSON.stringify(arg.type).includes('"LIST"');
          const needed = arg.type.kind === 'NON_NULL' && (arg.defaultValue ?? null) === null;
          const input = schema.types.get(type.name ?? '');
          let literal: string | undefined;
          if (arg.name === textKey && !isList) {
            literal = JSON.stringify(value);
            found.text = true;
          } else if (isIdOf(arg.name, typeName) && !input?.inputFields && !isList) {
            literal = type.name === 'Int' || type.name === 'bigint' ? id : JSON.stringify(id);
            found.id = true;
          } else if (input?.inputFields && !isList && depth < 3) {
            const inner = build(input.inputFields, depth + 1, id, value, extra);
            if (inner !== undefined && (inner !== '' || needed)) literal = `{ ${inner} }`;
          } else if (needed) {
            const own = record[arg.name];
            if (typeof own === 'string') literal = type.kind === 'ENUM' ? own : JSON.stringify(own);
            else if (typeof own === 'number' || typeof own === 'boolean') literal = String(own);
          }
          if (literal === undefined && needed) return undefined;
          if (literal !== undefined) parts.push(`${arg.name}: ${literal}`);
        }
        if (has) {
          for (const arg of args) found.takes.set(arg.name, named(arg.type).kind);
          for (const [name, literal] of extra)
            if (!parts.some((one) => one.startsWith(`${name}:`))) parts.push(`${name}: ${literal}`);
        }
        return parts.join(', ');
      };
      const source: RecordMutation['source'] = (id, value, extra = []) => {
        const leaf = ['SCALAR', 'ENUM'].includes(named(field.type).kind);
        return `mutation { ${field.name}(${build(field.args, 0, id, value, extra) ?? ''})${leaf ? '' : ' { __typename }'} }`;
      };
      const fits = build(field.args, 0, '0', '', []) !== undefined && (found.id || of === 'account') && found.text;
      return fits ? [{ name: field.name, source, takes: found.takes }] : [];
    })
    .slice(0, 3);
}

function isIdOf(name: string, typeName: string): boolean {
  return new RegExp(`^(_?id|uuid|node_?id|global_?id|${typeName.replace(/\W/g, '')}_?(id|uuid))$`, 'i').test(name);
}

/** The type inside its wrappers. */
export function named(type: TypeRef): TypeRef {
  return type.ofType ? named(type.ofType) : type;
}
