import { expect, test } from 'vitest';
import type { CrawlResult } from '../../src/collectors/portal/crawl/crawl.ts';
import { joinedWalks, pagesOfOthers, unequalWalks } from '../../src/collectors/portal/crawl/pages-of-others.ts';
import { gap } from '../../src/model/gap.ts';

const at = (path: string) => `https://app.example.test${path}`;
const walk = (paths: readonly string[], more: Partial<CrawlResult> = {}): CrawlResult => ({
  visited: paths.map(at),
  left: [],
  guarded: [],
  creators: [],
  editors: [],
  foundHosts: [],
  outOfTime: false,
  forms: [],
  named: [],
  ...more,
});
const whole = walk(['/', '/orders', '/orders/71', '/sites', '/team', '/account']);

test('a walk of less than half of the other is gone on with where that one was, records left out', () => {
  expect(pagesOfOthers(walk(['/', '/orders']), whole)).toEqual(['/sites', '/team', '/account'].map(at));
  expect(pagesOfOthers(walk(['/', '/orders', '/sites']), whole)).toEqual([]);
  expect(pagesOfOthers(whole, walk(['/']))).toEqual([]);
  // Two small portals are alike.
  expect(pagesOfOthers(walk(['/']), walk(['/', '/orders', '/team']))).toEqual([]);
});

test('a walk of less than a third is too little to compare, whichever it is', () => {
  expect(unequalWalks(walk(['/']), whole)).toEqual({ few: 1, many: 5, isFirst: true });
  expect(unequalWalks(whole, walk(['/']))).toEqual({ few: 1, many: 5, isFirst: false });
  expect(unequalWalks(walk(['/', '/orders']), whole)).toBeUndefined();
});

test('what ended the first part is over where the second came through, and what that saw is not left', () => {
  const why = gap('refused', 'The portal answers 503.', 'Run again.');
  const first = walk(['/'], { stopped: why, left: ['app.example.test/sites?', 'app.example.test/team?'] });
  const joined = joinedWalks(first, walk(['/sites'], { guarded: ['"delete"'] }));
  expect(joined).toMatchObject({
    visited: ['/', '/sites'].map(at),
    left: ['app.example.test/team?'],
    guarded: ['"delete"'],
  });
  expect(joined.stopped).toBeUndefined();
  expect(joinedWalks(first, walk([], { stopped: why })).stopped).toBe(why);
});
