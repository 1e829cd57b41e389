import { expect, it } from 'vitest';
import { fillBody } from '../../src/collectors/portal/fill-body.ts';
import { recorded } from './recorded.ts';

const url = 'https://x.test/api/briefs?archived=1';
const text = (more: object) => {
  const all = [recorded(url, '', { own: true, ...more })];
  fillBody(all, url, Buffer.from('[{"id":306}]'));
  return all[0]?.body.toString();
};

it('what the page read of the audit’s own question stands in its record, and nothing else is touched', () => {
  expect(text({})).toBe('[{"id":306}]');
  expect(text({ body: Buffer.from('[]') })).toBe('[]');
  expect(text({ status: 302 })).toBe('');
  expect(text({ url: 'https://x.test/api/briefs' })).toBe('');
});
