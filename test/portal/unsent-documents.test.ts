import { describe, expect, it } from 'vitest';
import { documentAsks } from '../../src/collectors/portal/crawl/ask-documents.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { unsentDocuments } from '../../src/collectors/portal/operations/unsent-documents.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { renewsByGraphql } from '../../src/collectors/portal/shield.ts';
import { operationsInScripts } from '../../src/parse/graphql-in-script.ts';

const url = 'https://shop.example/graphql';
const sent = (query: string, data: unknown): Exchange => ({
  identity: 'a',
  method: 'POST',
  url,
  resource: 'fetch',
  requestHeaders: { 'content-type': 'application/json' },
  requestBody: JSON.stringify({ query, variables: {} }),
  status: 200,
  responseHeaders: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ data })),
  afterSignIn: true,
  page: 'https://shop.example/',
});
const recorded = [
  sent('query Orders { orders { id total } }', { orders: [{ id: 'ord-1' }, { id: 'ord-2' }, { id: 'ord-3' }] }),
];
const documents = operationsInScripts([
  '"query Orders { orders { id } }"+"query Order($id: ID!) { order(id: $id) { note } }"+"query Gifts($first: Int = 5) { gifts(first: $first) { code } }"',
  '"query Report($from: Date!, $to: Date!) { report(from: $from, to: $to) }"+"query DeleteAll { deleteEverything }"',
  '"mutation CancelOrder($id: ID!) { cancelOrder(id: $id) { id } }"+"mutation SetNote($id: ID!, $note: String) { setNote(id: $id, note: $note) { id } }"',
]);

describe('GraphQL operations that no page sent', () => {
  it('are asked where they only read and nothing is made up: without values, or with ids that a list gave', () => {
    const asked = documentAsks(documents, recorded).map(({ body }) => {
      const { operationName, variables } = JSON.parse(body) as { operationName: string; variables: { id?: string } };
      return `${operationName} ${variables.id ?? ''}`.trim();
    });
    expect(asked).toEqual(['Order ord-1', 'Order ord-2', 'Gifts']);
  });
  it('are not asked where no page talks GraphQL', () => {
    expect(documentAsks(documents, [])).toEqual([]);
  });
  it('join the operation map as used by nobody', () => {
    const found = unsentDocuments(documents, mapOperations(recorded).operations);
    expect(found.map(({ method, template, effect, seenBy }) => [method, template, effect, seenBy.length])).toEqual([
      ['query', 'order', 'safe', 0],
      ['query', 'gifts', 'safe', 0],
      ['query', 'report', 'safe', 0],
      ['query', 'deleteEverything', 'safe', 0],
      ['mutation', 'cancelOrder', 'destructive', 0],
      ['mutation', 'setNote', 'reversible', 0],
    ]);
  });
});

describe('a mutation that renews the session', () => {
  const passes = (query: string) => renewsByGraphql('POST', url, JSON.stringify({ query }));
  it('passes the shield', () => {
    for (const name of [
      'refreshToken',
      'tokenRefresh',
      'renewSession',
      'refresh',
      'customerAccessTokenRenew',
      'refresh_token',
    ])
      expect(passes(`mutation { ${name}(a: 1) { token } }`), name).toBe(true);
  });
  it('passes it alone, and nothing else does', () => {
    expect(passes('mutation { refreshToken { t } deleteNote(id: 1) }')).toBe(false);
    for (const name of ['refreshInventory', 'renewSubscription', 'extendTrial', 'createToken', 'revokeToken'])
      expect(passes(`mutation { ${name} { t } }`), name).toBe(false);
  });
});
