import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { plantedMark, postedChild } from '../../bench/tenancy/shapes/posted-children.ts';
import type { Variant } from '../../bench/tenancy/shapes/write-shape.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posted-children-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The proof over a portal in which the audit has planted a remark as B, as its journal says. */
async function proved(variant: Variant) {
  const next = counter();
  const journal = openJournal(
    join(folder, `${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const url = 'https://portal.example/api/remarks';
  const planted = await journal.plan({ identity: 'b', method: 'POST', url, what: 'planted', mark: plantedMark });
  await journal.settle(planted, { state: 'done', status: 201 });
  const portal = postedChild.open(variant);
  const { told } = await proveShape({ ...postedChild, finds: [], portal: () => portal.answer }, true, { journal });
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
    expect(await proved(variant)).toEqual({ codes: [code], left: [], texts: [`About it ${plantedMark}`] });
  },
);
