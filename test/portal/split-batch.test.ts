import { expect, it } from 'vitest';
import { isKnownToRead } from '../../src/collectors/portal/operations/may-read.ts';
import { splitBatch } from '../../src/collectors/portal/operations/split-batch.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { recordedJson } from './recorded.ts';

const exchange = (path: string, { answer, ...more }: Partial<Exchange> & { readonly answer: unknown }): Exchange =>
  recordedJson(`https://portal.example${path}`, answer, {
    identity: 'a',
    method: 'POST',
    requestHeaders: { 'content-type': 'application/json' },
    ...more,
  });
const parts = (one: Exchange) =>
  splitBatch(one).map(({ url, requestBody, status, body, reads }) => ({
    path: decodeURIComponent(url.slice('https://portal.example'.length)),
    requestBody,
    status,
    body: body.toString('utf8'),
    reads,
  }));

it('calls that were posted as one are operations of their own; one that notes what was seen is no read', () => {
  const seen = parts(
    exchange('/api/trpc/hilo.mensajes,hilo.marcarLeido?batch=1', {
      requestBody: '{"0":{"hiloId":302},"1":{"hiloId":302}}',
      answer: [{ result: { data: ['Hola'] } }, { error: { data: { httpStatus: 403 } } }],
      status: 207,
      reads: true,
    }),
  );
  expect(seen).toEqual([
    {
      path: '/api/trpc/hilo.mensajes?batch=1',
      requestBody: '{"0":{"hiloId":302}}',
      status: 200,
      body: '[{"result":{"data":["Hola"]}}]',
      reads: true,
    },
    {
      path: '/api/trpc/hilo.marcarLeido?batch=1',
      requestBody: '{"0":{"hiloId":302}}',
      status: 403,
      body: '[{"error":{"data":{"httpStatus":403}}}]',
      reads: false,
    },
  ]);
});

it('calls that were asked for as one keep each its own input', () => {
  const input = encodeURIComponent('{"1":{"json":{"id":7}}}');
  const seen = parts(
    exchange(`/trpc/user.me,invoice.byId?batch=1&input=${input}`, {
      method: 'GET',
      answer: [{ result: 1 }, { result: 2 }],
    }),
  );
  expect(seen.map(({ path, body }) => [path, body])).toEqual([
    ['/trpc/user.me?batch=1&input={}', '[{"result":1}]'],
    ['/trpc/invoice.byId?batch=1&input={"0":{"json":{"id":7}}}', '[{"result":2}]'],
  ]);
});

it('bad input: a single call, an answer of another length, a body that is no JSON → as it came', () => {
  for (const one of [
    exchange('/api/trpc/user.me?batch=1', { requestBody: '{"0":{}}', answer: [{}] }),
    exchange('/api/trpc/a.b,c.d?batch=1', { requestBody: '{"0":{}}', answer: [{}] }),
    exchange('/api/trpc/a.b,c.d?batch=1', { requestBody: '{', answer: [{}, {}] }),
    exchange('/api/orders,lines?batch=1', { requestBody: '{}', answer: [{}, {}] }),
  ])
    expect(splitBatch(one)).toEqual([one]);
});

it('a procedure that a page called by itself while it was shown reads when a tab calls it; no other one does', () => {
  const json = { 'content-type': 'application/json' };
  const seen = [exchange('/api/trpc/cita.agenda?batch=1', { requestBody: '{"0":{}}', answer: [{}], reads: true })];
  const known = (path: string, body = '{"0":{"pacienteId":5}}') =>
    isKnownToRead(seen, 'POST', `https://portal.example${path}`, json, body);
  expect(known('/api/trpc/cita.agenda?batch=1')).toBe(true);
  expect(known('/api/trpc/cita.agenda,cita.otra?batch=1')).toBe(false);
  expect(known('/api/trpc/cita.agenda?batch=1', '{"0":{"clave":"Malva#21"}}')).toBe(false);
  expect(known('/api/citas')).toBe(false);
});
