import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { plantedMark, postedBelowSpace, postedChild } from '../../bench/tenancy/shapes/posted-children.ts';
import type { Variant, WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posted-children-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The proof over a portal in which the audit has planted a remark as B, as its journal says. */
async function proved(shape: WriteShape, variant: Variant, path: string) {
  const next = counter();
  const journal = openJournal(
    join(folder, `${shape.id}-${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const url = `https://portal.example${path}`;
  const planted = await journal.plan({ identity: 'b', method: 'POST', url, what: 'planted', mark: plantedMark });
  await journal.settle(planted, { state: 'done', status: 201 });
  const portal = shape.open(variant);
  const { told } = await proveShape({ ...shape, finds: [], portal: () => portal.answer }, true, { journal });
  const left = outstanding(await journal.entries()).filter(({ id }) => id !== planted);
  const { all } = portal.data() as { all: readonly { text: string }[] };
  const judged = told.filter(({ check, subject }) => check === 'authz.write' && subject.includes('below caseId'));
  return { codes: judged.map(({ code }) => code), left, texts: all.map(({ text }) => text) };
}

it.each([
  ['flawed', 'changed'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)(
  'something new below another customer’s record that its body names, %s: %s, and nothing is left',
  async (variant, code) => {
    expect(await proved(postedChild, variant, '/api/remarks')).toEqual({
      codes: [code],
      left: [],
      texts: [`About it ${plantedMark}`],
    });
  },
);

it.each([
  ['flawed', 'changed'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)('the same sent below one’s own workspace, %s: %s', async (variant, code) => {
  expect(await proved(postedBelowSpace, variant, '/api/w/quarrendon/remarks')).toEqual({
    codes: [code],
    left: [],
    texts: [`About it ${plantedMark}`],
  });
});
