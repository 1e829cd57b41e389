import { expect, test } from 'vitest';
import { gapOfThrown } from '../../src/engine/gap-of-thrown.ts';
import { GapError, gap } from '../../src/model/gap.ts';

test('a GapError is its gap', () => {
  const own = gap('refused', 'The portal said no.', 'Ask again.');
  expect(gapOfThrown(new GapError(own), 'sign-in at a')).toBe(own);
});

test('bad input: a page that ends the browser → said, and no bug of ours', () => {
  const thrown = new Error('frame.evaluateHandle: Target page, context or browser has been closed');
  expect(gapOfThrown(thrown, 'sign-in at a')).toMatchObject({
    reason: 'interrupted',
    detail: 'The browser ended in the middle of sign-in at a.',
  });
  expect(gapOfThrown(new Error('page.goto: Target crashed'), 'crawl').reason).toBe('interrupted');
});

test('anything else is ours', () => {
  expect(gapOfThrown(new TypeError('x is undefined'), 'crawl').reason).toBe('our-bug');
});
