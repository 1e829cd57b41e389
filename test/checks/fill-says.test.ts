import { expect, test } from 'vitest';
import { fillSays } from '../../src/model/fill-says.ts';

test('a number decides about the words beside it, and what has no data stays visible', () => {
  const text = '{count|value that stands|values that stand} only in {whose} answer, {missing}';
  expect(fillSays(text, { count: 1, whose: 'B’s' })).toBe('1 value that stands only in B’s answer, {missing}');
  expect(fillSays(text, { count: 12, whose: 'B’s' })).toBe('12 values that stand only in B’s answer, {missing}');
});
