import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RollbackReceipt } from '../../src/model/receipt.ts';
import { loadProjectKey } from '../../src/world/project-key.ts';
import { keepReceipt, readReceipts } from '../../src/world/receipts.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launch-ready-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = '2026-11-20T12:00:00.000Z';
const receipt: RollbackReceipt = {
  schema: 'launch-ready/receipt@1',
  id: 'abcdef012345',
  drill: 'rollback',
  target: 'app.example.com',
  startedAt: at,
  finishedAt: at,
  validUntil: '2026-12-20T12:00:00.000Z',
  steps: [],
  clockStepped: false,
  resumed: false,
  environment: 'staging',
  versions: { before: '41', deployed: '42', after: '41' },
  rollbackMs: 94_000,
  outcome: 'rolled-back',
};

test('a receipt comes back as it was kept', async () => {
  const key = await loadProjectKey(folder);
  await keepReceipt(folder, key, receipt);
  expect(await readReceipts(folder, key)).toEqual({ receipts: [receipt], refused: [] });
});

test('bad input: receipt edited by hand → refused', async () => {
  const key = await loadProjectKey(folder);
  const path = await keepReceipt(folder, key, receipt);
  await writeFile(path, (await readFile(path, 'utf8')).replace('94000', '4000'));
  const { receipts, refused } = await readReceipts(folder, key);
  expect(receipts).toEqual([]);
  expect(refused).toHaveLength(1);
});

test('bad input: receipt of another project → refused', async () => {
  const key = await loadProjectKey(folder);
  const path = await keepReceipt(folder, key, receipt);
  await rm(join(folder, '.launch-ready', 'key'));
  const other = await loadProjectKey(folder);
  expect((await readReceipts(folder, other)).refused).toEqual([path.split('/').at(-1)]);
});

test('bad input: receipt cut off → refused', async () => {
  const key = await loadProjectKey(folder);
  const path = await keepReceipt(folder, key, receipt);
  await writeFile(path, (await readFile(path, 'utf8')).slice(0, 80));
  expect((await readReceipts(folder, key)).refused).toHaveLength(1);
});

test('a project that never drilled has no receipts', async () => {
  expect(await readReceipts(join(folder, 'none'), await loadProjectKey(folder))).toEqual({ receipts: [], refused: [] });
});
