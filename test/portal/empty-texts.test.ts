import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { editForms, formTarget } from '../../src/collectors/portal/writes/form-target.ts';
import { proveRecord, type WriteBench } from '../../src/collectors/portal/writes/prove-record.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';

const page = 'https://desk.example.test/tickets/7/edit';
const url = 'https://desk.example.test/tickets/7';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'empty-texts-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** A ticket of B's, drawn as a form: a number of its history is hidden in it, and each change moves that on. */
function desk({ wantsAll = false, open = false } = {}) {
  const ticket: Record<string, string | null> = { note: 'The hoist slips', phone: null, due: null };
  let history = 3;
  const html =
    () => `<form method="post" action="/tickets/7"><input type="hidden" name="last_entry_id" value="${history}">
    <textarea name="note">${ticket.note}</textarea><input name="phone" value="${ticket.phone ?? ''}">
    <input type="date" name="due" value="${ticket.due ?? ''}"><button>Save</button></form>`;
  const next = counter();
  const bench = async (): Promise<WriteBench> => ({
    journal: await openJournal(
      join(folder, 'journal.jsonl'),
      () => new Date(0),
      () => next().toString(16).padStart(16, '0'),
    ),
    read: async () => viewed('b', 200, html()),
    mark: () => `lr${next().toString().padStart(8, '0')}`,
    wait: async () => undefined,
    async write(as, { body = '' }) {
      const sent = new URLSearchParams(body);
      if (as !== 'b' && !open) return viewed('b', 404, '');
      if (wantsAll && ['note', 'phone', 'due'].some((name) => !sent.has(name))) return viewed('b', 400, 'incomplete');
      for (const [name, value] of sent) if (name in ticket) ticket[name] = value;
      history += 1;
      return viewed('b', 302, '');
    },
  });
  const prove = async () => {
    const [edit] = editForms(html(), page);
    if (!edit) throw new Error('no form');
    const target = formTarget(
      edit,
      'b',
      async () => viewed('b', 200, html()),
      () => undefined,
      'lrboundary',
    );
    return proveRecord({ url, owner: 'b', asker: 'a', what: 'a ticket' }, await bench(), () => target);
  };
  return { ticket, prove };
}

it('a value that was none is none again: empty texts are left out, and a number of the history is nobody’s text', async () => {
  const { ticket, prove } = desk();
  expect(await prove()).toMatchObject({ control: true, trials: [{ changed: false }], restored: null });
  expect(ticket).toEqual({ note: 'The hoist slips', phone: null, due: null });
});

it('a change of somebody else’s is put back the same way', async () => {
  const { ticket, prove } = desk({ open: true });
  expect(await prove()).toMatchObject({ trials: [{ changed: true }], restored: true });
  expect(ticket).toEqual({ note: 'The hoist slips', phone: null, due: null });
});

it('where the server wants all of them, all are sent', async () => {
  const { prove } = desk({ wantsAll: true, open: true });
  expect(await prove()).toMatchObject({ trials: [{ way: 'the form', changed: true }], restored: true });
});
