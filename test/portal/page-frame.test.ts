import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { recorded } from './recorded.ts';
import { pageFrame } from '../../src/collectors/portal/tenancy/page-frame.ts';

const page = (path: string, body: string) =>
  recorded(
    `https://portal.example${path}`,
    `<html><body><form><input type="hidden" name="token" value="9f3c1d77aa02be41"></form><main>${body}</main></body></html>`,
  );
const frameOf = (exchanges: readonly Exchange[]) => pageFrame(mapOperations(exchanges).operations, 'b');

it('a token on every kind of page is the frame; a record that list, page and form show is not', () => {
  const record = '<p>Brightwater refit 7741</p>';
  const frame = frameOf([
    page('/projects', record),
    page('/projects/41', record),
    page('/projects/41/edit', record),
    page('/profile', '<p>Profile</p>'),
    page('/invoices', '<p>Invoices</p>'),
    page('/help', '<p>Help</p>'),
  ]);
  expect(frame.has('9f3c1d77aa02be41')).toBe(true);
  expect(frame.has('Brightwater refit 7741')).toBe(false);
});

it('of few kinds of page nothing can be told', () => {
  expect(frameOf([page('/projects', ''), page('/profile', '')]).size).toBe(0);
});
