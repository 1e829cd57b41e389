import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { movedRow, plantedRowMark, postedRow } from '../../bench/tenancy/shapes/posted-rows.ts';
import type { Variant, WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { undoOfRow } from '../../src/collectors/portal/canaries/undo-of-row.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posted-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Left {
  readonly samples: readonly { readonly id: string; readonly order_id: string }[];
  readonly comments: readonly { readonly body: string }[];
}

/** The proof over a portal in which the audit has planted a comment as B straight into its table, as its journal says. */
async function proved(shape: WriteShape, variant: Variant, subject: string) {
  const next = counter();
  const journal = openJournal(
    join(folder, `${shape.id}-${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const url = 'https://portal.example/rest/v1/comments';
  const body = JSON.stringify({ body: `About it ${plantedRowMark}` });
  const undo = undoOfRow({ method: 'POST', url, headers: { apikey: 'k' }, body }, plantedRowMark);
  const planned = { identity: 'b', method: 'POST', url, what: 'planted', mark: plantedRowMark };
  const planted = await journal.plan({ ...planned, ...(undo ? { undo } : {}) });
  await journal.settle(planted, { state: 'done', status: 201 });
  const portal = shape.open(variant);
  const before = portal.data() as Left;
  const { told } = await proveShape({ ...shape, finds: [], portal: () => portal.answer }, true, { journal });
  const { samples, comments } = portal.data() as Left;
  expect(samples).toEqual(before.samples);
  const judged = told.filter((one) => one.check === 'authz.write' && one.subject.includes(subject));
  return {
    codes: judged.map(({ code }) => code),
    left: outstanding(await journal.entries()).filter(({ id }) => id !== planted),
    comments: comments.map((one) => one.body),
  };
}

it.each([
  ['flawed', 'changed'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)('a row written below another customer’s, in one’s own name, %s: %s', async (variant, code) => {
  expect(await proved(postedRow, variant, 'below order_id')).toEqual({
    codes: [code],
    left: [],
    comments: [`About it ${plantedRowMark}`],
  });
});

it.each([
  ['flawed', 'changed'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)(
  'a row of one’s own put below another customer’s, %s: %s, and it stands where it stood',
  async (variant, code) => {
    expect(await proved(movedRow, variant, 'moved by order_id')).toMatchObject({ codes: [code], left: [] });
  },
);
