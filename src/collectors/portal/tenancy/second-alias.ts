import { type FieldNode, Kind, parse, print, type ValueNode, visit } from 'graphql/language';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { SlotValue } from '../operations/slots.ts';
import type { PlainRequest } from './replay.ts';

/**
 * The query with its root field twice: under the alias `own` with the asker's reference, under `other` with the owner's. Guards
 * that run once for a request, or look at the first field alone, let the second through. undefined where the query is not
 * one plain operation with its text.
 */
export function withSecondAlias(
  request: PlainRequest,
  slot: SlotValue,
  ownValue: string,
): { readonly doubled: PlainRequest; readonly slot: SlotValue } | undefined {
  const parts = graphqlParts(request.method, request.url, request.body);
  const part = parts?.length === 1 ? parts[0] : undefined;
  if (!part?.source || part.kind !== 'query' || request.body === undefined || slot.at?.[1] === '@') return undefined;
  const key = slot.at?.slice(1) ?? [];
  const own = withValue(part.variables, key, ownValue);
  const document = parse(part.source);
  const [operation] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const field = operation?.selectionSet.selections.find(
    (one) => one.kind === Kind.FIELD && (one.arguments ?? []).length > 0,
  );
  if (!operation || field?.kind !== Kind.FIELD) return undefined;
  const aliased = (alias: string, variables: unknown): FieldNode => ({
    ...(visit(field, {
      Variable: (node) => literalOf((variables as Record<string, unknown>)[node.name.value]),
    }) as FieldNode),
    alias: { kind: Kind.NAME, value: alias },
  });
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const source = print({
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: operation.operation,
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: [aliased('own', own), aliased('other', part.variables)],
        },
      },
      ...fragments,
    ],
  });
  const doubled: PlainRequest = { ...request, body: JSON.stringify({ query: source, variables: {} }) };
  const literal = graphqlParts(doubled.method, doubled.url, doubled.body)?.[0]?.literals.findLast(
    (one) => one.value === slot.value,
  );
  if (!literal) return undefined;
  const { name, value, start, end } = literal;
  return { doubled, slot: { place: 'graphql', name, value, at: ['0', '@', String(start), String(end)] } };
}

function withValue(value: unknown, [key, ...rest]: readonly string[], to: string): unknown {
  if (key === undefined) return typeof value === 'number' ? Number(to) : to;
  const fields = (value ?? {}) as Record<string, unknown>;
  return { ...fields, [key]: withValue(fields[key], rest, to) };
}

/** A value of JSON as it is written into a query. */
export function literalOf(value: unknown): ValueNode {
  if (value === null || value === undefined) return { kind: Kind.NULL };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? { kind: Kind.INT, value: String(value) }
      : { kind: Kind.FLOAT, value: String(value) };
  if (Array.isArray(value)) return { kind: Kind.LIST, values: value.map(literalOf) };
  if (typeof value === 'object')
    return {
      kind: Kind.OBJECT,
      fields: Object.entries(value).map(([name, one]) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: name },
        value: literalOf(one),
      })),
    };
  return { kind: Kind.STRING, value: String(value) };
}
