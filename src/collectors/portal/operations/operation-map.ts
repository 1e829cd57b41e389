import type { IdentityName } from '../../../model/identity.ts';
import type { Exchange } from '../recorder.ts';
import { type AnswerContent, exchangeContent, type Leaf } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import { sessionNames } from '../words.ts';
import { calledByHeader } from './calling-headers.ts';
import { graphqlParts } from './graphql-request.ts';
import { isRead } from './is-read.ts';
import { learnTemplates } from './path-template.ts';
import { rpcNameOf } from './rpc-name.ts';
import { isOfUse, type SlotValue, slotsOf } from './slots.ts';
import { tenantHosts } from './tenant-hosts.ts';

export type { SlotValue };

/** One recorded request of an operation, with the references it carried. */
export interface Recorded {
  readonly exchange: Exchange;
  readonly slots: readonly SlotValue[];
}

export interface Operation {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly reads: boolean;
  readonly answers: 'api' | 'page' | 'file' | 'stream';
  /** GraphQL root fields; empty for anything else. */
  readonly fields: readonly string[];
  readonly by: ReadonlyMap<IdentityName, readonly Recorded[]>;
}

/** Where a value came from: the operation whose answer held it, and the leaf's path with indexes blanked. */
export interface Producer {
  readonly operation: string;
  readonly path: string;
}

export interface OperationMap {
  readonly operations: readonly Operation[];
  /** Values that an identity's answers held, by producer. */
  readonly produced: (identity: IdentityName, producer: Producer) => ReadonlySet<string>;
  readonly producersOf: (identity: IdentityName, value: string) => readonly Producer[];
}

const idKey =
  /(^|[._\]])(_?id|uuid|guid|slug|key|ref|reference|code|number|no|handle|token|nodeId|href|url)$|[a-z](Id|Uuid|Slug|Key|Ref|Number|No|Code)$|_(id|uuid|slug|key|ref|number|no|code)$/;

export const keyOf = (operation: { readonly method: string; readonly template: string; readonly host: string }) =>
  `${operation.method} ${operation.host}${operation.template}`;

/**
 * Learns the operation map from everybody's recordings: templates, references, who saw what, who produced which value. Of `unheard`
 * only the request counts.
 */
export function mapOperations(exchanges: readonly Exchange[], unheard?: ReadonlySet<Exchange>): OperationMap {
  const usable = exchanges.filter(
    (one) => one.method !== 'OPTIONS' && (one.afterSignIn || one.identity === 'anonymous') && one.status < 500,
  );
  const idValues = new Set<string>();
  const named = new Set<string>();
  for (const exchange of usable)
    for (const leaf of idLeaves(exchangeContent(exchange))) {
      if (leaf.value.length >= 4 && leaf.value.length <= 500) named.add(leaf.value);
      if (leaf.value.length >= 3 && leaf.value.length <= 80 && /[\d@_-]/.test(leaf.value) && !leaf.value.includes('/'))
        idValues.add(leaf.value);
    }
  // Scoped names: both parts stand in paths.
  for (const exchange of usable)
    for (const leaf of exchangeContent(exchange).leaves)
      if (leaf.value.length <= 80 && /^@[\w.-]+\/[\w.-]+$/.test(leaf.value))
        for (const part of [leaf.value, ...leaf.value.split('/')]) idValues.add(part);
  const texts = (identity: 'a' | 'b') =>
    usable
      .filter((one) => one.identity === identity)
      .map((one) => `${one.url}\n${exchangeContent(one).text}`.toLowerCase());
  const met = { a: texts('a'), b: texts('b') };
  const looked = new Map<string, boolean>();
  const meets = (identity: 'a' | 'b', word: string): boolean => {
    const key = `${identity} ${word.toLowerCase()}`;
    const found = looked.get(key) ?? met[identity].some((text) => holds(text, word.toLowerCase()));
    looked.set(key, found);
    return found;
  };
  const templates = learnTemplates(
    usable.map(({ identity, method, url }) => ({ identity, method, url })),
    idValues,
    meets,
    named,
  );
  const hosts = tenantHosts(usable);
  const operations = new Map<
    string,
    { head: Omit<Operation, 'by'>; by: Map<IdentityName, Recorded[]>; refused: boolean }
  >();
  const produced = new Map<string, Set<string>>();
  const producers = new Map<string, Map<string, Producer>>();

  for (const exchange of usable) {
    const url = new URL(exchange.url);
    const { template, values } = templates.of(exchange.method, exchange.url);
    const reads =
      exchange.reads ?? isRead(exchange.method, exchange.url, exchange.requestHeaders, exchange.requestBody);
    const head = {
      ...nameOf(exchange, template),
      host: hosts.get(url.host) ?? url.host,
      reads,
      answers: answersOf(exchange),
    };
    const key = keyOf(head);
    const entry = operations.get(key) ?? { head, by: new Map<IdentityName, Recorded[]>(), refused: true };
    // A refusal says nothing of what an operation answers with: one identity may be refused before another is served.
    if (entry.refused && exchange.status < 400) Object.assign(entry, { head, refused: false });
    operations.set(key, entry);
    const slots: SlotValue[] = [
      ...(hosts.has(url.host) ? [{ place: 'host' as const, name: 'tenant', value: url.host }] : []),
      ...values.map(({ name, value }): SlotValue => ({ place: 'path', name, value })),
      ...slotsOf(carrierOf(exchange)),
    ]
      .filter(isOfUse)
      .map((slot) => (named.has(slot.value) ? { ...slot, refers: true as const } : slot))
      .map((slot) => (exchange.typed === slot.value ? { ...slot, typed: true as const } : slot));
    const list = entry.by.get(exchange.identity) ?? [];
    const before = list.findIndex(
      (one) => one.exchange.url === exchange.url && one.exchange.requestBody === exchange.requestBody,
    );
    // A token that had run out, and the same once more with a new one: what was answered then counts; so does a download's content.
    if (before < 0) list.push({ exchange, slots });
    else if (exchange.status < 400 && saysNothing(list[before]?.exchange, exchange)) list[before] = { exchange, slots };
    entry.by.set(exchange.identity, list);
    for (const leaf of unheard?.has(exchange) ? [] : exchangeContent(exchange).leaves) {
      if (leaf.value.length > 300 || leaf.type === 'boolean' || leaf.type === 'null') continue;
      const producer: Producer = { operation: key, path: blankIndexes(leaf.path) };
      const at = `${exchange.identity} ${producer.operation} ${producer.path}`;
      const known = produced.get(at) ?? new Set<string>();
      known.add(leaf.value);
      produced.set(at, known);
      const of = `${exchange.identity} ${leaf.value}`;
      const sources = producers.get(of) ?? new Map<string, Producer>();
      sources.set(`${producer.operation} ${producer.path}`, producer);
      producers.set(of, sources);
    }
  }
  return {
    operations: [...operations.values()].map(({ head, by }) => ({ ...head, by })),
    produced: (identity, producer) => produced.get(`${identity} ${producer.operation} ${producer.path}`) ?? new Set(),
    producersOf: (identity, value) => [...(producers.get(`${identity} ${value}`)?.values() ?? [])],
  };
}

/** Whether a recorded request may be sent again at all: it reads and neither opens, renews nor ends a session. */
export function isReplayable(operation: Operation): boolean {
  return operation.reads && operation.answers !== 'stream' && !sessionNames.test(operation.template);
}

function answersOf(exchange: Exchange): Operation['answers'] {
  const type = exchange.responseHeaders['content-type'] ?? '';
  if (exchange.resource === 'eventsource' || /event-stream/i.test(type)) return 'stream';
  const { kind } = exchangeContent(exchange);
  if (
    /attachment/i.test(exchange.responseHeaders['content-disposition'] ?? '') ||
    kind === 'file' ||
    /pdf|octet-stream|zip|image\//.test(type)
  )
    return 'file';
  return exchange.resource === 'document' && kind === 'html' ? 'page' : 'api';
}

/** Refused, or without the content that the later answer to the same question has. */
const saysNothing = (before: Exchange | undefined, { body }: Exchange): boolean =>
  before !== undefined && (before.status >= 400 || (before.body.length === 0 && body.length > 0));

function idLeaves(content: AnswerContent): readonly Leaf[] {
  return content.leaves.filter((leaf) => leaf.type !== 'boolean' && leaf.type !== 'null' && idKey.test(leaf.path));
}

export function carrierOf(exchange: Exchange) {
  const { method, url, requestHeaders, requestBody } = exchange;
  return { method, url, headers: requestHeaders, ...(requestBody !== undefined ? { body: requestBody } : {}) };
}

/** What the operation goes by: GraphQL by its root fields, single endpoints by the procedure they call, else the path. */
function nameOf(exchange: Exchange, template: string): { method: string; template: string; fields: readonly string[] } {
  const { method, url, requestBody, requestHeaders } = exchange;
  const parts = graphqlParts(method, url, requestBody);
  if (parts) {
    const fields = parts.flatMap((part) => part.fields);
    const writes = parts.some((part) => part.kind === 'mutation');
    return { method: writes ? 'mutation' : 'query', template: [...new Set(fields)].join(' + ').slice(0, 120), fields };
  }
  // Next's server functions share the page's address and are numbered.
  const action = calledByHeader(requestHeaders);
  // Inertia asks for a part of a page at the page's own address.
  const part = requestHeaders['x-inertia-partial-data'];
  const called =
    part !== undefined
      ? [`only-${part}`]
      : action === undefined
        ? rpcNameOf(url, requestHeaders, requestBody)
        : [action];
  return {
    method,
    template: called ? `${template}#${[...new Set(called)].join('+').slice(0, 80)}` : template,
    fields: [],
  };
}

export function blankIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}
