import { expect, test } from 'vitest';
import { deletePlanted } from '../../src/collectors/portal/canaries/delete-planted.ts';
import { undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import type { JournalEntry } from '../../src/world/journal.ts';

const entry = (orAs?: string): JournalEntry => ({
  id: 'w1',
  at: '2026-11-23T04:00:00.000Z',
  identity: 'a',
  method: 'PATCH',
  url: 'https://x.test/api/tasks/71',
  what: 'a moves a record of its own below a record of b',
  undo: {
    method: 'PATCH',
    url: 'https://x.test/api/tasks/71',
    body: '{"case":3}',
    as: 'a',
    ...(orAs === undefined ? {} : { orAs }),
  },
  settled: [],
});
const absent = async () => ({ status: 404, text: '' });
const taken = async () => ({ status: 200, text: '{}' });

test('a record that was moved away and is not found by its owner is not back', async () => {
  expect(await undoEntry(entry('b'), absent)).toMatchObject({ done: false, tried: true });
  expect(await undoEntry(entry('b'), taken)).toMatchObject({ done: true });
});

test('a record that nobody can have moved is gone where it is not found', async () => {
  expect(await undoEntry(entry(), absent)).toMatchObject({ done: true });
});

const comment = 'https://x.test/api/comments/20008';
const list = 'https://x.test/api/comments';

test('that an address answers 404 to a deletion says nothing of what may never have lived there', async () => {
  expect(await deletePlanted(comment, 'lr-mark', absent, list)).toMatchObject({ done: false, tried: true });
  const listed = async ({ url }: { url: string }) => (url === list ? { status: 200, text: '[]' } : absent());
  expect(await deletePlanted(comment, 'lr-mark', listed, list)).toMatchObject({ done: true });
});
