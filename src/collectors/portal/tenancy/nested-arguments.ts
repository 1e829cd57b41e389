import { type ASTNode, type DocumentNode, Kind, parse, print, type ValueNode, visit } from 'graphql/language';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { Operation, Recorded, SlotValue } from '../operations/operation-map.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { isReference, type Known } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import { literalOf } from './second-alias.ts';

const candidateLimit = 2;

/** An argument of a field below the root field of a query: `site(id: $id) { contractor { visits(siteId: $id) } }`. */
interface NestedArgument {
  /** Fields that lead to it, and its name: `site.contractor.visits.siteId`. */
  readonly name: string;
  readonly value: string | number;
}

/**
 * The asker's own query with the owner's reference in an argument of a nested field alone. The root field is looked at, and what lies below
 * it, reached by way of something that customers share, often is not.
 */
export function nestedArguments(
  operation: Operation,
  mine: readonly Recorded[],
  theirs: Recorded | undefined,
  known: Known,
): CrossCandidate[] {
  if (!theirs || operation.method !== 'query') return [];
  const request = requestOf(theirs.exchange);
  const found: CrossCandidate[] = [];
  for (const own of argumentsBelow(request))
    for (const recorded of mine) {
      const ownerRequest = requestOf(recorded.exchange);
      const value = argumentsBelow(ownerRequest).find(({ name }) => name === own.name)?.value;
      if (value === undefined || value === own.value || typeof value !== typeof own.value) continue;
      const slot: SlotValue = { place: 'graphql', name: own.name, value: String(value) };
      // The whole name says what it is an argument of: it is known, or a reference, by its last part.
      const plain = { ...slot, name: own.name.split('.').at(-1) ?? '' };
      if (!isReference(plain) || known(plain, operation) || known(slot, operation)) continue;
      const put = withArgument(request, own.name, value);
      if (!put) continue;
      found.push({
        operation,
        ownerRequest,
        askerRequest: put.request,
        slot: put.slot,
        origin: 'swapped',
        sent: sentValues(put.request),
        names: 'object',
      });
      break;
    }
  return found.slice(0, candidateLimit);
}

const only = ({ method, url, body }: PlainRequest) => {
  const parts = graphqlParts(method, url, body);
  const part = parts?.length === 1 ? parts[0] : undefined;
  return part?.kind === 'query' && part.source !== undefined && body !== undefined ? part : undefined;
};

function argumentsBelow(request: PlainRequest): readonly NestedArgument[] {
  const part = only(request);
  if (!part?.document) return [];
  const found: NestedArgument[] = [];
  eachArgument(part.document, (name, value) => {
    const given =
      value.kind === Kind.VARIABLE
        ? part.variables[value.name.value]
        : value.kind === Kind.STRING
          ? value.value
          : value.kind === Kind.INT
            ? Number(value.value)
            : undefined;
    if (typeof given === 'string' || typeof given === 'number') found.push({ name, value: given });
    return undefined;
  });
  return found;
}

/** Arguments of fields below a root field; `replace` gives what is put in the place of a value. */
function eachArgument<Value extends ASTNode>(
  document: DocumentNode,
  replace: (name: string, value: ValueNode) => Value | undefined,
): DocumentNode {
  const trail: string[] = [];
  return visit(document, {
    Field: { enter: (node) => void trail.push(node.name.value), leave: () => void trail.pop() },
    Argument(node) {
      const other = trail.length >= 2 ? replace(`${trail.join('.')}.${node.name.value}`, node.value) : undefined;
      return other ? { ...node, value: other } : undefined;
    },
  }) as DocumentNode;
}

function withArgument(
  request: PlainRequest,
  name: string,
  value: string | number,
): { readonly request: PlainRequest; readonly slot: SlotValue } | undefined {
  const part = only(request);
  if (!part?.source) return undefined;
  const changed = eachArgument(parse(part.source), (one) => (one === name ? literalOf(value) : undefined));
  let sent: Record<string, unknown>;
  try {
    sent = JSON.parse(request.body ?? '') as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const asked = { ...request, body: JSON.stringify({ ...sent, query: print(withoutUnused(changed)) }) };
  const literal = only(asked)?.literals.find((one) => one.name === name && one.value === String(value));
  if (!literal) return undefined;
  const { start, end } = literal;
  return {
    request: asked,
    slot: { place: 'graphql', name, value: String(value), at: ['0', '@', String(start), String(end)] },
  };
}

/** GraphQL refuses a variable that nothing uses (Spec, §5.8.4). */
function withoutUnused(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => void used.add(node.name.value),
  });
  return visit(document, {
    VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
  }) as DocumentNode;
}
