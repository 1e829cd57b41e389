import { type DocumentNode, Kind, parse, visit } from 'graphql/language';

/** One GraphQL operation of a request; a batch holds several. Shapes: GraphQL over HTTP, Apollo's persisted queries. */
export interface GraphqlPart {
  readonly kind: 'query' | 'mutation' | 'subscription' | 'unknown';
  /** Root fields, or the operation's name where the text was not sent. */
  readonly fields: readonly string[];
  readonly name?: string;
  readonly source?: string;
  readonly document?: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Ids and texts written into the query itself, with their place in the source (quotes included). */
  readonly literals: readonly {
    readonly name: string;
    readonly value: string;
    readonly start: number;
    readonly end: number;
  }[];
}

const known = new Map<string, readonly GraphqlPart[] | null>();

/** The GraphQL operations that a request carries, whatever its path; undefined where it is no GraphQL request. */
export function graphqlParts(
  method: string,
  url: string,
  body: string | undefined,
): readonly GraphqlPart[] | undefined {
  const key = `${method} ${body === undefined ? url : isGraphqlPath.test(url)} ${body ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found ?? undefined;
  if (known.size > 2000) known.clear();
  const parts = read(method, url, body);
  known.set(key, parts ?? null);
  return parts;
}

function read(method: string, url: string, body: string | undefined): readonly GraphqlPart[] | undefined {
  if (body === undefined || body === '') {
    const params = new URL(url).searchParams;
    if (method !== 'GET' || !(params.has('query') || params.has('extensions'))) return undefined;
    const part = partOf({
      query: params.get('query') ?? undefined,
      operationName: params.get('operationName') ?? undefined,
      variables: fromJson(params.get('variables')),
      extensions: fromJson(params.get('extensions')),
    });
    return part ? [part] : undefined;
  }
  const text = body.trimStart();
  if (/^(query|mutation|subscription|fragment)\b|^\{\s*\w+\s*[({]/.test(text)) {
    const part = partOf({ query: text });
    return part ? [part] : undefined;
  }
  const json = fromJson(text);
  const list = Array.isArray(json) ? json : [json];
  if (list.length === 0 || list.length > 50) return undefined;
  const parts = list.map((one) => partOf(one, isGraphqlPath.test(url)));
  return parts.every((one) => one !== undefined) ? (parts as GraphqlPart[]) : undefined;
}

/** Where GraphQL is served, by its usual names. */
const isGraphqlPath = /^[^?#]*\/(graphi?ql|gql)\b/i;
/** What a query that is not sent is known by: a hash of its text. */
const isHash = /^(sha\d+:)?[\da-f]{32,}$/i;

function partOf(value: unknown, served = false): GraphqlPart | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { query, operationName, variables, extensions, ...rest } = value as Record<string, unknown>;
  const given = (variables !== null && typeof variables === 'object' ? variables : {}) as Record<string, unknown>;
  const name = typeof operationName === 'string' && operationName !== '' ? operationName : undefined;
  if (typeof query === 'string' && query !== '') return textPart(query, name, given);
  const persisted = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | undefined)?.persistedQuery
    ?.sha256Hash;
  const named = rest.documentId ?? rest.doc_id ?? rest.docId ?? rest.queryId;
  const id = persisted ?? named ?? (variables ? rest.id : undefined);
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  // A document may as well be a paper of the portal's own.
  const standsForQuery = served || variables !== undefined || extensions !== undefined || name !== undefined;
  if (persisted === undefined && !standsForQuery && !isHash.test(String(id))) return undefined;
  return {
    kind: 'unknown',
    fields: [name ?? `persisted-${String(id).slice(0, 12)}`],
    variables: given,
    literals: [],
    ...(name ? { name } : {}),
  };
}

function textPart(
  source: string,
  name: string | undefined,
  variables: Record<string, unknown>,
): GraphqlPart | undefined {
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: 20_000 });
  } catch {
    return undefined;
  }
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const chosen = operations.find((one) => one.name?.value === name) ?? operations[0];
  if (!chosen) return undefined;
  const fields = chosen.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
  const literals: { name: string; value: string; start: number; end: number }[] = [];
  const trail: string[] = [];
  visit(chosen, {
    Field: { enter: (node) => void trail.push(node.name.value), leave: () => void trail.pop() },
    Argument(node) {
      const { value } = node;
      if ((value.kind === Kind.STRING || value.kind === Kind.INT) && value.loc)
        literals.push({
          name: `${trail.join('.')}.${node.name.value}`,
          value: value.value,
          start: value.loc.start,
          end: value.loc.end,
        });
    },
  });
  return {
    kind: chosen.operation,
    fields: fields.length > 0 ? fields : [name ?? 'anonymous'],
    source,
    document,
    variables,
    literals,
    ...(name ? { name } : {}),
  };
}

function fromJson(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
