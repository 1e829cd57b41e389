import { expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { makesAnother } from '../../src/collectors/portal/writes/makes-another.ts';
import { changesOf } from '../../src/collectors/portal/writes/sent-change.ts';

const list = {
  method: 'GET',
  url: 'https://portal.test/api/remarks?open=1',
  status: 200,
  responseHeaders: { 'content-type': 'application/json' },
} as unknown as Exchange;
const sent = (method: string, body: object, path = '/api/remarks') => {
  const url = `https://portal.test${path}`;
  return changesOf({ method, url, body: JSON.stringify(body), contentType: 'application/json', mark: 'lr1' });
};
const told = (...args: Parameters<typeof sent>) => sent(...args).map((change) => makesAnother(change, [list]));

it('a remark that is added below an order changes nothing of the order', () => {
  expect(told('POST', { text: 'Ring lr1', orderId: 'order-7' })).toEqual([true]);
  expect(told('POST', { text: 'Ring lr1', id: 'remark-7' })).toEqual([false]);
  expect(told('PATCH', { text: 'Ring lr1', orderId: 'order-7' })).toEqual([false]);
  expect(told('POST', { text: 'Ring lr1', orderId: 'order-7' }, '/api/remark/save')).toEqual([false]);
});
