import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { isAnotherPage } from '../../src/collectors/portal/tenancy/widened-list.ts';

const page = (title: string, body = '<p>Boiler 14</p>') => ({
  content: readAnswer(Buffer.from(`<!doctype html><title>${title}</title>${body}`), 'text/html'),
});
const json = { content: readAnswer(Buffer.from('[{"name":"Boiler 14"}]'), 'application/json') };

it('a filter shows the same page; one with a title of its own is another page', () => {
  const whole = [page('Orders (12)')];
  expect(isAnotherPage(page('Write down a new order').content, whole)).toBe(true);
  expect(isAnotherPage(page('Orders (3)').content, whole)).toBe(false);
  expect(isAnotherPage(json.content, [json])).toBe(false);
});
