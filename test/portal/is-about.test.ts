import { expect, it } from 'vitest';
import type { FoundRecord } from '../../src/collectors/portal/actions/find-record.ts';
import { isAbout } from '../../src/collectors/portal/actions/rehearse-action.ts';
import type { PlantedRecord } from '../../src/collectors/portal/canaries/planted-slot.ts';
import { recordedJson } from './recorded.ts';

const at = (path: string) => `https://portal.test${path}`;
const proof = 'Checkzanobikulamo';
const shown = { present: true, words: [], buttons: [], actions: [], links: [] };
const onPage = (path: string): FoundRecord => ({
  place: { page: at(path), opened: false },
  shown: { ...shown, inRow: false, named: [] },
});
const inRow = (...named: string[]): FoundRecord => ({
  place: { page: at('/briefs'), opened: false },
  shown: { ...shown, inRow: true, named },
});
const record = (page: string, more: Partial<PlantedRecord> = {}): PlantedRecord => ({
  canary: { identity: 'b', search: 'Lrword', proof, planted: true },
  creator: { page: at(page), text: '' },
  shownAt: at(page),
  before: 1,
  ...more,
});
const archive = (id: string) => ({ method: 'POST', url: at(`/api/briefs/${id}/archive`), page: at('/briefs') });
const list = recordedJson(at('/api/briefs'), [{ id: 302, title: 'A brief that was there before' }]);
const made = recordedJson(at('/api/briefs/20006'), { id: 20006, title: `Lr ${proof}` });
const withRemark = recordedJson(at('/api/briefs/302'), { id: 302, remarks: [{ text: `Lr ${proof}` }] });

it.each([
  [
    'by the address that its making named',
    archive('20006'),
    onPage('/briefs/20006'),
    { created: at('/api/briefs/20006') },
    [list],
  ],
  ['by what an answer says of it', archive('20006'), onPage('/briefs'), {}, [list, made]],
  ['by its row', archive('20006'), inRow('/briefs/20006'), {}, [list]],
  [
    'by the page that its making led to',
    archive('20006'),
    onPage('/briefs/20006'),
    { shownAt: at('/briefs/20006') },
    [list],
  ],
])('a record is known %s', (_how, sent, found, more, seen) =>
  expect(isAbout(sent, found, record('/briefs', more), seen)).toBe(true),
);

it.each([
  ['a remark on the page of an older record', archive('302'), onPage('/briefs/302'), '/briefs/302', {}, [list]],
  ['a remark without an id of its own', archive('302'), onPage('/briefs/302'), '/briefs/302', {}, [list, withRemark]],
  ['a remark that the row of an older record shows', archive('302'), inRow('/briefs/302'), '/feed', {}, [list]],
  [
    'an answer that names what it stands below',
    archive('302'),
    onPage('/briefs/302'),
    '/feed',
    { created: at('/api/briefs/302/remarks/302') },
    [list],
  ],
  ['a request for another record', archive('303'), inRow('/briefs/20006'), '/briefs', {}, [list]],
  [
    'a record of which nobody knows what came before',
    archive('20006'),
    inRow('/briefs/20006'),
    '/briefs',
    { before: undefined },
    [list],
  ],
] as const)('%s is none to be done anything to', (_what, sent, found, page, more, seen) =>
  expect(isAbout(sent, found, record(page, more as Partial<PlantedRecord>), [...seen])).toBe(false),
);
