import { expect, test } from 'vitest';
import { compareMessages, explained } from '../../bench/mail/compare-messages.ts';

const rows = await compareMessages();

test('are twenty and more', () => expect(rows.length).toBeGreaterThanOrEqual(20));
test.each(rows)('$what: $right', ({ what, ours, theirs, right }) => {
  expect(ours).toBe(right);
  if (theirs !== right) expect(explained[what], `mailauth says ${theirs}`).toBeDefined();
});
