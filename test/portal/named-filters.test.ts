import { expect, it } from 'vitest';
import { namedFilters } from '../../src/collectors/portal/crawl/named-filters.ts';
import { recordedJson } from './recorded.ts';

const list = (path: string) => recordedJson(`https://x.test/api/w/north${path}`, { items: [{ id: 1 }] });
const named = (word: string, name: string, ...values: string[]) => [{ word, name, values }];

it('a list that a page asked for, with what a script names for it', () => {
  const asked = [list('/briefs?page=1'), list('/briefs'), list('/assets')];
  expect(namedFilters(named('briefs', 'archived', '1'), asked)).toEqual([
    'https://x.test/api/w/north/briefs?archived=1',
  ]);
});

it.each([
  ['a control of the page sent it', named('briefs', 'archived', '1'), [list('/briefs'), list('/briefs?archived=0')]],
  ['it says where in the list', named('briefs', 'page', '2'), [list('/briefs')]],
  ['it may act', named('briefs', 'mark_read', '1'), [list('/briefs')]],
  ['no page asked for the list', named('briefs', 'archived', '1'), [list('/assets')]],
  ['it is no list', named('me', 'all', '1'), [recordedJson('https://x.test/api/me', { name: 'Ada' })]],
])('nothing is asked for where %s', (_what, parameters, asked) => expect(namedFilters(parameters, asked)).toEqual([]));
