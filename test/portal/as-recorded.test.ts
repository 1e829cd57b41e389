import { expect, it } from 'vitest';
import { undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import { asRecorded } from '../../src/collectors/portal/writes/as-recorded.ts';
import { changesOf, type SentWrite } from '../../src/collectors/portal/writes/sent-change.ts';
import { sentTarget } from '../../src/collectors/portal/writes/sent-target.ts';
import { viewed } from './viewed.ts';

const url = 'https://portal.example/functions/reschedule';
const visit = { id: 'vis-262-kq', visit_date: '2026-11-26', slot: '10:00-12:00', state: 'planned', count: 2 };
const page = viewed('b', 200, JSON.stringify([visit]), 'application/json');

function changeOf(sent: SentWrite) {
  return changesOf(sent)[0] ?? expect.fail('no change was read');
}

/** A form that begins with the first hour of the day, whatever the record says. */
const form: SentWrite = {
  method: 'POST',
  url,
  body: `visit_id=${visit.id}&visit_date=2026-12-03&slot=08%3A00-10%3A00&state=&note=`,
  contentType: 'application/x-www-form-urlencoded',
  chosen: '2026-12-03',
  former: '2026-11-26',
  control: { name: 'visit_date', id: '' },
};
const json: SentWrite = {
  method: 'PATCH',
  url,
  body: JSON.stringify({ id: visit.id, slot: '08:00-10:00', visit_date: '2026-12-03', count: 7, state: 'planned' }),
  contentType: 'application/json',
  chosen: '2026-12-03',
  former: '2026-11-26',
  control: { name: 'visit_date', id: '' },
};

it.each([
  ['a form', form],
  ['JSON', json],
])('%s changes what is meant, and repeats what the record says beside it', async (_what, sent) => {
  const [way] = sentTarget(changeOf(sent), page)?.ways ?? [];
  const there = await way?.form('2026-12-03', 'b');
  const back = await way?.form('2026-11-26', 'b');
  for (const write of [there, back]) {
    const body = decodeURIComponent(write?.body ?? '');
    expect(body).toContain('10:00-12:00');
    expect(body).not.toContain('08:00-10:00');
    expect(body).toContain(visit.id);
    if (sent === json) expect(JSON.parse(body)).toMatchObject({ count: 2 });
  }
  expect(decodeURIComponent(there?.body ?? '')).toContain('2026-12-03');
  expect(decodeURIComponent(back?.body ?? '')).toContain('2026-11-26');
});

it('what the record writes otherwise, and its own name, stay as the page sends them', () => {
  const change = changeOf(form);
  expect(asRecorded(form, change, { ...visit, slot: 'morning' })).toBe(form.body);
  expect(asRecorded(form, change, { ...visit, slot: null, visit_id: 'vis-000-zz' })).toBe(form.body);
});

it('what was taken once and did not bring the value back is not called undone when it is taken again', async () => {
  const entry = {
    id: 'w1',
    at: '2026-11-23T12:00:00Z',
    identity: 'b',
    method: 'POST',
    url,
    what: 'b changes "visit_date"',
    undo: { method: 'POST', url, body: 'visit_date=2026-11-26', as: 'b' },
  } as const;
  const ask = async () => ({ status: 200, text: '{"ok":true}' });
  const vain = { state: 'cannot-undo', detail: 'the former value did not come back', inVain: true } as const;
  expect(await undoEntry({ ...entry, settled: [vain] }, ask)).toMatchObject({ done: false, tried: true });
  const refused = { state: 'cannot-undo', detail: 'the former value could not be put back' } as const;
  expect(await undoEntry({ ...entry, settled: [refused] }, ask)).toMatchObject({ done: true });
});
