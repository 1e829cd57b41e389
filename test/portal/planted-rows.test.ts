import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { rowShapes } from '../../bench/tenancy/shapes/planted-rows.ts';
import type { Variant, WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { undoOfRow } from '../../src/collectors/portal/canaries/undo-of-row.ts';
import { adaptedRow, rowToPlant } from '../../src/collectors/portal/writes/row-to-plant.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planted-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function proved(shape: WriteShape, variant: Variant) {
  const next = counter();
  const file = join(folder, `${shape.id}-${variant}.jsonl`);
  const journal = openJournal(
    file,
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const portal = shape.open(variant);
  const before = portal.data();
  const { told } = await proveShape({ ...shape, finds: [], portal: () => portal.answer }, true, { journal });
  expect(portal.data()).toEqual(before);
  expect(outstanding(await journal.entries())).toEqual([]);
  return told
    .filter(({ check, subject }) => check === 'authz.write' && !subject.startsWith('PATCH'))
    .map(({ subject, code }) => `${subject}: ${code}`);
}

describe.each(rowShapes)('$id', (shape) => {
  const isDeletion = shape.id.endsWith('deleted');
  it('with the flaw: told, and nothing is left', async () => {
    expect(await proved(shape, 'flawed')).toEqual([
      `POST /rest/v1/tasks: ${isDeletion ? 'unchanged' : 'changed'}`,
      `DELETE /rest/v1/tasks: ${isDeletion ? 'deleted' : 'unchanged'}`,
    ]);
  });
  it.each(['guarded', 'decoy'] as const)('%s: unchanged, and that is proven', async (variant) => {
    expect(await proved(shape, variant)).toEqual([
      'POST /rest/v1/tasks: unchanged',
      'DELETE /rest/v1/tasks: unchanged',
    ]);
  });
});

describe('a row to plant', () => {
  const like = { id: 7, org_id: 'o1', title: 'Roof', slug: 'roof', note: null, meta: {}, created_at: '2026-01-02' };

  it('has what the database does not fill in by itself, and the mark for its text', () => {
    expect(rowToPlant(like, 'title', 'lr1')).toEqual({ org_id: 'o1', title: 'lr1' });
  });
  it.each([
    [
      { code: '23502', message: 'null value in column "slug" of relation "x"' },
      { title: 'lr1', slug: 'lr1' },
    ],
    [{ code: '428C9', message: 'cannot insert a non-DEFAULT value into column "title"' }, {}],
    [{ code: 'PGRST204', message: "Could not find the 'title' column of 'x' in the schema cache" }, {}],
    [{ code: '23505', message: 'duplicate key', details: 'Key (title)=(x) already exists.' }, undefined],
    [{ code: '42501', message: 'new row violates row-level security policy for table "x"' }, undefined],
  ])('%j', (said, expected) => {
    expect(adaptedRow({ title: 'lr1' }, like, said, 'lr1')).toEqual(expected);
  });
});

describe('a canary that a page writes straight into a table', () => {
  const sent = {
    method: 'POST',
    url: 'https://db.example/rest/v1/tasks?columns=%22title%22&select=*',
    headers: { apikey: 'k' },
    body: '[{"title":"Roof lr77"}]',
  };
  it('is taken back by a filter that names its text', () => {
    expect(undoOfRow(sent, 'lr77')).toEqual({
      method: 'DELETE',
      url: 'https://db.example/rest/v1/tasks?title=eq.Roof+lr77',
      look: { url: 'https://db.example/rest/v1/tasks?select=*&title=eq.Roof+lr77', mark: 'lr77' },
    });
  });
  it.each([
    ['no table', { ...sent, headers: {} }],
    ['a function', { ...sent, url: 'https://db.example/rest/v1/rpc/add' }],
    ['a change', { ...sent, method: 'PATCH' }],
    ['several rows', { ...sent, body: '[{"title":"Roof lr77"},{"title":"x"}]' }],
    ['no row', { ...sent, body: 'lr77' }],
  ])('%s: no filter is made up', (_why, other) => {
    expect(undoOfRow(other, 'lr77')).toBeUndefined();
  });
});
