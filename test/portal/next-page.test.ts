import { expect, it } from 'vitest';
import { isNew, placeOf, takeNext } from '../../src/collectors/portal/crawl/next-page.ts';
import { pageKey, pageTraits } from '../../src/collectors/portal/crawl/page-key.ts';

/** Walks over the addresses without a browser: what is taken first, and what is still new after so many pages. */
function walk(addresses: readonly string[], pages: number) {
  const queue = addresses.map((one) => new URL(one, 'https://portal.example').href);
  const keys = new Map<string, number>();
  const traits = new Set<string>();
  const places = new Map<string, number>();
  const taken: string[] = [];
  while (taken.length < pages) {
    const next = takeNext(queue, { keys, traits, places }, new Map(), false);
    if (next === undefined) break;
    taken.push(next.replace('https://portal.example', ''));
    keys.set(pageKey(next), 1);
    places.set(placeOf(next), (places.get(placeOf(next)) ?? 0) + 1);
    for (const trait of pageTraits(next)) traits.add(trait);
  }
  return { taken, left: queue.filter((url) => isNew(url, { keys, traits })) };
}

it('takes each page of a wiki and each action once before the same action on every page', () => {
  const pages = ['start', 'acme:boiler', 'acme:contacts', 'acme:rota', 'shared:help'];
  const actions = ['edit', 'revisions', 'backlink', 'index', 'recent', 'media', 'profile'];
  const links = pages.flatMap((id) => [
    `/doku.php?id=${id}`,
    ...actions.map((action) => `/doku.php?id=${id}&do=${action}`),
    `/doku.php?do=search&id=${id}&q=x&sf=1&srt=hits`,
    `/doku.php?do=search&id=${id}&q=x&sf=1&min=today`,
    `/doku.php?do=search&id=${id}&q=x&sf=1&min=today&srt=hits`,
  ]);
  const { taken, left } = walk(links, pages.length + actions.length + 2);
  for (const id of pages) expect(taken.some((one) => one.includes(`id=${id}`))).toBe(true);
  for (const action of actions) expect(taken.some((one) => one.includes(`do=${action}`))).toBe(true);
  expect(left).toEqual([]);
});

it('takes a list sorted and filtered in every combination for one page with some parameters', () => {
  const names = ['sort', 'group_by', 'set_filter', 'status', 'assigned', 'columns'];
  const links = Array.from({ length: 60 }, (_, at) => {
    const some = names.filter((_name, bit) => ((at + 1) >> bit) & 1);
    return `/issues?${some.map((name) => `${name}=${at}`).join('&')}`;
  });
  const { taken } = walk([...links, '/reports', '/issues/7', '/news'], names.length + 3);
  expect(taken).toEqual(expect.arrayContaining(['/reports', '/issues/7', '/news']));
});

it('takes the same action of another module for a page of its own', () => {
  const { left } = walk(
    [
      '/index.php?module=invoices&action=list',
      '/index.php?module=orders&action=view',
      '/index.php?module=invoices&action=view',
    ],
    2,
  );
  expect(left).toHaveLength(1);
});
