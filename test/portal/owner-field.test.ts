import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { proveOwnerField } from '../../src/collectors/portal/writes/owner-field.ts';
import type { WriteBench, WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';

const url = 'https://portal.example.test/api/records';
interface Row {
  id: string;
  orgId: string;
  title: string;
}

/** Records of two companies; whose they are is taken where one is made, where one is changed, or nowhere. */
function portal(taken: 'made' | 'changed' | 'never') {
  const rows: Row[] = [];
  let made = 0;
  const handle = (as: string, { method, url: address, body = '{}' }: WriteForm): { status: number; json: unknown } => {
    const own = `org-${as}`;
    const id = new URL(address).pathname.split('/')[3];
    const sent = JSON.parse(body) as Partial<Row>;
    const row = rows.find((one) => one.id === id && one.orgId === own);
    if (method === 'GET') return { status: 200, json: { items: rows.filter(({ orgId }) => orgId === own) } };
    if (method === 'POST') {
      const orgId = taken === 'made' ? (sent.orgId ?? own) : own;
      rows.push({ id: `r-${++made}`, orgId, title: sent.title ?? '' });
      return { status: 201, json: rows.at(-1) };
    }
    if (!row) return { status: 404, json: { error: 'no such' } };
    if (method === 'DELETE') rows.splice(rows.indexOf(row), 1);
    else if (method !== 'PATCH') return { status: 405, json: {} };
    else if (taken === 'changed') row.orgId = sent.orgId ?? row.orgId;
    return { status: 200, json: row };
  };
  return { rows, handle };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owner-field-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['made', 'taken'],
  ['changed', 'taken'],
  ['never', 'as-before'],
] as const)('whose a record is, taken where it is %s: %s, and nothing of it stays', async (taken, readBack) => {
  const { rows, handle } = portal(taken);
  const next = counter();
  const ask = async (as: string, form: WriteForm) => {
    const { status, json } = handle(as, form);
    return viewed(as, status, json);
  };
  let marks = 0;
  const bench: WriteBench = {
    journal: openJournal(
      join(folder, 'journal.jsonl'),
      () => new Date('2026-11-20T12:00:00Z'),
      () => `w${next()}`,
    ),
    read: () => ask('a', { method: 'GET', url }),
    write: (as, form) => ask(as, form),
    mark: () => `lrmark${++marks}`,
    wait: async () => undefined,
  };
  const object = {
    url,
    asker: 'a',
    owner: 'b',
    body: { title: 'lrproof' },
    exchange: ['lrproof'],
    field: { name: 'orgId', value: 'org-b' },
  } as const;
  const field = await proveOwnerField(object, bench, (as) => ask(as, { method: 'GET', url }));
  expect(field).toMatchObject({ field: 'orgId', readBack, restored: true });
  expect(rows).toEqual([]);
  expect(outstanding(await bench.journal.entries())).toEqual([]);
});
