import { expect, it } from 'vitest';
import { calmChange } from '../../src/collectors/portal/writes/calm-record.ts';
import type { SentChange } from '../../src/collectors/portal/writes/sent-change.ts';
import { recordedJson } from './recorded.ts';

const change: SentChange = {
  sent: {
    method: 'PUT',
    url: 'https://portal.test/api/visits/7',
    body: '{"start":"2026-12-08"}',
    contentType: 'application/json',
    chosen: '2026-12-08',
    former: '2026-12-01',
    page: 'https://portal.test/visits',
    control: { name: 'start', id: '' },
  },
  value: { place: 'body', name: 'start', value: '2026-12-08', at: ['start'] },
  id: { value: '7' },
};
const move = (...visits: readonly object[]) =>
  calmChange(change, 'start', [recordedJson('https://portal.test/api/visits', visits)]);
const visit = (id: number, more: object = {}) => ({ id, start: `2026-12-0${id - 6}`, ...more });

it('a record on which nothing was agreed is moved itself', () => {
  expect(move(visit(7, { confirmed: false, confirmedAt: null, state: 'planned' }))).toBe(change);
});

it.each([{ confirmed: true }, { bestaetigt: true }, { approvedAt: '2026-11-20' }, { state: 'done' }])(
  'of one that was agreed upon (%o) another one is moved, or none',
  (more) => {
    expect(move(visit(7, more))).toBeUndefined();
    expect(move(visit(7, more), visit(8, { confirmed: false, state: 'open' }))?.sent).toMatchObject({
      url: 'https://portal.test/api/visits/8',
      former: '2026-12-02',
      chosen: '2026-12-09',
    });
  },
);
