import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { createdFields } from '../../src/collectors/portal/writes/created-fields.ts';
import type { ExtraField } from '../../src/collectors/write-evidence.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const url = 'https://portal.test/api/requests';
const page = 'https://portal.test/requests';
const proof = 'Checkzanobikulamo';
type Server = 'takes all' | 'leaves out' | 'refuses';
const form = (fields: string) =>
  `<form method="post" action="/requests"><input name="title">${fields}<button>Add</button></form>`;

/** Requests for parts: the form sends a title and a quantity, the price is the catalogue's. */
async function tried(server: Server, shown = form('')) {
  const rows = [{ id: 501, title: `Lr ${proof}`, quantity: 2, unitPrice: 23.75 }];
  const answer = (method: string, address: string, body = '') => {
    if (method === 'GET') {
      const id = Number(address.split('/').at(-1));
      return viewed('b', 200, Number.isNaN(id) ? rows : (rows.find((one) => one.id === id) ?? null));
    }
    const sent = JSON.parse(body) as { title: string; quantity: number; unitPrice?: number };
    if (server === 'refuses' && sent.unitPrice !== undefined) return viewed('b', 400, { message: 'unknown field' });
    const { title, quantity, unitPrice = 23.75 } = sent;
    const made = { id: 501 + rows.length, title, quantity, unitPrice: server === 'takes all' ? unitPrice : 23.75 };
    rows.push(made);
    return viewed('b', 201, made);
  };
  const made: Exchange = {
    ...recordedJson(url, rows[0] ?? {}),
    method: 'POST',
    page,
    requestHeaders: { 'content-type': 'application/json' },
    requestBody: JSON.stringify({ title: `Lr ${proof}`, quantity: 2 }),
  };
  const html: Exchange = {
    ...recordedJson(page, {}),
    responseHeaders: { 'content-type': 'text/html' },
    body: Buffer.from(shown),
  };
  const next = counter();
  const journal = openJournal(
    join(mkdtempSync(join(tmpdir(), 'lr-created-')), 'journal.jsonl'),
    () => new Date(0),
    () => `w${next()}`,
  );
  const planted = await journal.plan({ identity: 'b', method: 'POST', url, what: 'planted', mark: proof });
  await journal.settle(planted, { state: 'done', status: 201, created: `${url}/501` });
  const told: ExtraField[] = [];
  const setting = {
    exchanges: [made, html],
    map: { operations: [] },
    canariesOf: () => [{ proof }],
    session: () => ({
      recorder: { exchanges: [made, html], held: [] },
      context: { cookies: async () => [] },
      page: { url: () => page, evaluate: async () => '' },
    }),
    context: {
      target: { config: {} },
      live: { get: () => undefined },
      world: {
        journal,
        randomHex: () => `0${next()}ab`,
        clock: { wait: async () => undefined },
        vault: { redact: (text: string) => text },
      },
      progress: () => undefined,
      emit: (_kind: string, _subject: string, value: ExtraField) => void told.push(value),
    },
    ask: async ({ method, url: address, body }: PlainRequest) => answer(method, address, body),
  } as unknown as Setting;
  await createdFields(setting, 'b', () => []);
  const entries = (await journal.entries()).slice(1).map(({ settled }) => settled.at(-1));
  return { fields: told.flatMap(({ fields }) => fields), entries, made: rows.length };
}

it('a price that the form never sends is sent with the making of another one, and stands there', async () => {
  const { fields, entries } = await tried('takes all', form('<input type="hidden" name="unitPrice">'));
  expect(fields).toMatchObject([{ field: 'unitPrice', kind: 'price', status: 201, readBack: 'taken', offered: false }]);
  // It is taken back with what else was planted.
  expect(entries).toMatchObject([{ state: 'done', created: `${url}/502` }]);
});

it('what a page lets people fill in is theirs to fill in', async () => {
  const { fields } = await tried('takes all', form('<input name="unitPrice">'));
  expect(fields).toMatchObject([{ readBack: 'taken', offered: true }]);
});

it.each([
  ['leaves out', { status: 201, readBack: 'as-before', restTaken: true }, 2],
  ['refuses', { status: 400, readBack: 'not-shown', restTaken: false }, 1],
] as const)('a server that %s what it does not know keeps its price', async (server, expected, left) => {
  const { fields, made } = await tried(server);
  expect(fields).toMatchObject([expected]);
  expect(made).toBe(left);
});
