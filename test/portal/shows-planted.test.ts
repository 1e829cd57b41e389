import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { proveChild } from '../../src/collectors/portal/writes/prove-child.ts';
import type { WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { itemsAt, showsPlanted } from '../../src/collectors/portal/writes/shows-planted.ts';
import { plainJournal } from './plain-journal.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const origin = 'https://portal.example';
const files = `${origin}/api/samples/71/files`;
const listed = `${origin}/rpc/samples.files?input=71`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planted-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const answer = (status: number, body: unknown) => viewed('b', status, body);

/** A portal that takes files at one address, lists them at another and keeps each at a third. */
function portalOf(kept: Map<string, string>) {
  const rows = () => [...kept].map(([id, name]) => ({ id, name }));
  return {
    ask: async ({ url }: { readonly url: string }) =>
      url === listed
        ? answer(200, rows())
        : url === `${origin}/api/files/74`
          ? answer(200, rows()[0])
          : answer(405, {}),
    write: async (_as: unknown, { method, url, body = '' }: WriteForm) => {
      if (method === 'POST') kept.set('75', body);
      const id = /\/api\/files\/(\d+)$/.exec(url)?.[1];
      if (method === 'DELETE' && id) kept.delete(id);
      return answer(method === 'POST' || id ? 200 : 404, {});
    },
  };
}

it('what was made where nothing can be listed is looked for where the owner was shown it, and taken back there', async () => {
  const kept = new Map([['74', 'Checkword.pdf']]);
  const { ask, write } = portalOf(kept);
  const itself = `${origin}/api/files/74`;
  const exchanges = [
    recordedJson(listed, [{ id: '74', name: 'Checkword.pdf' }]),
    recordedJson(itself, { name: 'Checkword.pdf' }),
  ];
  const made = recordedJson(files, {}, { method: 'POST' });
  const collection = { method: 'GET', url: files, like: made } as const;
  const look = await showsPlanted({ ask, exchanges }, 'b', collection, 'Checkword', itself);
  expect(look.url).toBe(listed);
  const subject = {
    url: files,
    owner: 'b',
    asker: 'a',
    what: 'an object of b',
    list: look.url,
    items: itemsAt(files, itself),
    body: 'Checkword.pdf',
    contentType: 'text/plain',
    exchange: ['Checkword'],
  } as const;
  const bench = {
    journal: plainJournal(folder),
    read: () => ask(look),
    write,
    mark: () => 'lrother',
    wait: async () => undefined,
  };
  const { trials, restored } = await proveChild(subject, bench);
  expect(trials).toMatchObject([{ way: 'POST', changed: true }]);
  expect(restored).toBe(true);
  expect([...kept.keys()]).toEqual(['74']);
});

it('where nothing shows it the address that made it is looked at; one below another lives there', async () => {
  const { ask } = portalOf(new Map());
  const collection = { method: 'GET', url: files, like: recordedJson(files, {}) } as const;
  expect(await showsPlanted({ ask, exchanges: [] }, 'b', collection, 'Checkword')).toBe(collection);
  expect(itemsAt(files, `${files}/74`)).toBe(files);
  expect(itemsAt(`${origin}/odata/Orders`, `${origin}/odata/Orders(5)`)).toBe(`${origin}/odata/Orders`);
  expect(itemsAt(files, `${origin}/file?id=74`)).toBe(files);
});
