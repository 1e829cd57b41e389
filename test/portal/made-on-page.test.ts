import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { notedMark, noteBelowTicket } from '../../bench/tenancy/shapes/inertia-children.ts';
import type { Variant } from '../../bench/tenancy/shapes/write-shape.ts';
import { madeOnPage } from '../../src/collectors/portal/canaries/made-on-page.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'made-on-page-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('where what was made lives, by the page that its making led to', () => {
  const to = 'https://portal.example/tickets/113/notes';
  const page = (notes: readonly object[]) => ({ props: { flash: {}, ticket: { id: 113, title: 'Cellar', notes } } });

  it('behind the address that it was sent to, with the id of the object that says it', () => {
    const notes = [
      { id: 506, body: 'Older' },
      { id: 507, body: `Seen to ${notedMark}` },
    ];
    expect(madeOnPage(page(notes), notedMark, to)).toBe(`${to}/507`);
  });
  it.each([
    ['an object without an id of its own, in one that has one', page([{ body: notedMark }])],
    ['the id that the address names already', page([{ id: 113, body: notedMark }])],
    ['a line of a log that says it', { props: { activity: [{ id: 900, text: `Added: ${notedMark}` }] } }],
    ['two objects that say it', page([1, 2].map((id) => ({ id, body: notedMark })))],
    ['nothing that says it', page([])],
    ['no data at all', undefined],
  ])('bad input: %s: nowhere', (_what, json) => {
    expect(madeOnPage(json, notedMark, to)).toBeUndefined();
  });
});

/** The proof over a portal in which the audit has planted a note as B, as its journal says. */
async function proved(variant: Variant) {
  const next = counter();
  const journal = openJournal(
    join(folder, `${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const portal = noteBelowTicket.open(variant);
  const { tickets } = portal.data() as { tickets: readonly { id: string; org: string }[] };
  const list = `https://portal.example/tickets/${tickets.find(({ org }) => org === tickets.at(-1)?.org)?.id}`;
  const url = `${list}/notes`;
  const planted = await journal.plan({ identity: 'b', method: 'POST', url, what: 'planted', mark: notedMark });
  await journal.settle(planted, { state: 'done', status: 303, created: `${url}/701`, list });
  const { told } = await proveShape({ ...noteBelowTicket, finds: [], portal: () => portal.answer }, true, { journal });
  const left = outstanding(await journal.entries()).filter(({ id }) => id !== planted);
  return { codes: told.filter(({ subject }) => subject.startsWith('DELETE')).map(({ code }) => code), left };
}

it.each([
  ['flawed', 'deleted'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)('a note of another customer deleted below a ticket of one’s own, %s: %s', async (variant, code) => {
  expect(await proved(variant)).toEqual({ codes: [code], left: [] });
});
