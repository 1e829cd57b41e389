import { expect, it } from 'vitest';
import type { Dossier } from '../../src/model/dossier.ts';
import { renderOpenApi } from '../../src/reporters/index.ts';

const operation = (over: object) => ({
  seen: true as const,
  kind: 'portal.operation',
  subject: '',
  at: '2026-11-20T12:00:00.000Z',
  by: 'operations',
  value: {
    host: 'api.example.com',
    method: 'GET',
    template: '/api/invoices/{id}',
    reads: true,
    effect: 'safe',
    seenBy: ['a', 'b'],
    slots: [
      { place: 'path', name: 'id' },
      { place: 'query', name: 'expand' },
    ],
    answers: 'api',
    ...over,
  },
});
const render = (...evidence: ReturnType<typeof operation>[]) =>
  JSON.parse(
    renderOpenApi({ target: 'portal', startedAt: '2026-11-20T12:00:00.000Z', evidence } as unknown as Dossier) ??
      'null',
  );

it('describes paths with their parameters, bodies and who saw them', () => {
  const document = render(
    operation({}),
    operation({ method: 'POST', template: '/api/search', slots: [{ place: 'body', name: 'term' }] }),
  );
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/api/invoices/{id}'].get.parameters).toEqual([
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'expand', in: 'query', schema: { type: 'string' } },
  ]);
  expect(document.paths['/api/search'].post.requestBody.content['application/json'].schema.properties).toEqual({
    term: {},
  });
  expect(document.paths['/api/invoices/{id}'].get['x-seen-by']).toEqual(['a', 'b']);
});

it('lists GraphQL root fields and procedures of one endpoint beside the paths', () => {
  const document = render(
    operation({ method: 'query', template: 'invoice' }),
    operation({ method: 'POST', template: '/rpc#records.get' }),
    operation({ method: 'POST', template: '/rpc#records.list' }),
  );
  expect(document['x-graphql']).toMatchObject([{ type: 'query', field: 'invoice' }]);
  expect(document.paths['/rpc'].post['x-procedures']).toEqual(['records.get', 'records.list']);
});

it('bad input: a dossier without a walk behind the sign-in → no openapi.json', () => {
  expect(render()).toBe(null);
});
