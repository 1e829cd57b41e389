import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import type { Variant, WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { childWrites } from '../../bench/tenancy/shapes/child-numbers.ts';
import { writeShapes } from '../../bench/tenancy/shapes/writes.ts';
import { bulkShapes } from '../../bench/tenancy/shapes/bulk.ts';
import { graphqlWriteShapes } from '../../bench/tenancy/shapes/graphql-writes.ts';
import { fieldShapes } from '../../bench/tenancy/shapes/fields.ts';
import { jsonApiShapes } from '../../bench/tenancy/shapes/json-api.ts';
import { inertiaWriteShapes } from '../../bench/tenancy/shapes/inertia-writes.ts';
import { listedShapes } from '../../bench/tenancy/shapes/listed.ts';
import { namedWriteShapes } from '../../bench/tenancy/shapes/named-writes.ts';
import { lockedShapes } from '../../bench/tenancy/shapes/locked.ts';
import { tableFieldShapes, tableShapes } from '../../bench/tenancy/shapes/tables.ts';
import { formRowShapes } from '../../bench/tenancy/shapes/form-rows.ts';
import { movedShapes, namesCommon } from '../../bench/tenancy/shapes/moved.ts';
import { movedByFormShapes } from '../../bench/tenancy/shapes/moved-by-form.ts';
import { movedByRequest } from '../../bench/tenancy/shapes/moved-by-request.ts';
import { odataShapes } from '../../bench/tenancy/shapes/odata.ts';
import { tickedShapes } from '../../bench/tenancy/shapes/ticked.ts';
import { unmarkedShapes } from '../../bench/tenancy/shapes/unmarked.ts';
import { pageFieldShapes } from '../../bench/tenancy/shapes/page-fields.ts';
import { postedShapes } from '../../bench/tenancy/shapes/posted-below.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-shapes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function proved(shape: WriteShape, variant: Variant, check = 'authz.write') {
  const next = counter();
  const journal = openJournal(
    join(folder, `${shape.id}-${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const portal = shape.open(variant);
  const before = portal.data();
  const small = { ...shape, finds: [], portal: () => portal.answer };
  const { held, scripts = [], named = [] } = shape;
  const { told, gaps } = await proveShape(small, true, { journal, scripts, named, ...(held ? { held } : {}) });
  expect(portal.data()).toEqual(before);
  expect(outstanding(await journal.entries())).toEqual([]);
  return { told: told.filter((one) => one.check === check), gaps };
}

describe.each([
  ...writeShapes,
  childWrites,
  ...graphqlWriteShapes,
  ...bulkShapes,
  ...tickedShapes,
  ...unmarkedShapes,
  ...lockedShapes,
  ...jsonApiShapes,
  ...odataShapes,
  ...tableShapes,
  ...listedShapes,
  ...namedWriteShapes,
  ...inertiaWriteShapes,
  ...movedShapes,
  ...movedByFormShapes,
  movedByRequest,
  ...formRowShapes,
])('$id', (shape) => {
  it('with the flaw: changed, and put back', async () => {
    const { told, gaps } = await proved(shape, 'flawed');
    expect([told.map((one) => one.code), gaps]).toEqual([expect.arrayContaining(['changed']), expect.anything()]);
  });
  it('without it: unchanged, and that is proven', async () => {
    const { told } = await proved(shape, 'guarded');
    expect([...new Set(told.map((one) => one.code))]).toEqual(['unchanged']);
  });
  it('an answer that says yes without effect: unchanged', async () => {
    const { told } = await proved(shape, 'decoy');
    expect([...new Set(told.map((one) => one.code))]).toEqual(['unchanged']);
  });
});

describe.each(postedShapes)('$id', (shape) => {
  const codes = async (variant: Variant) => (await proved(shape, variant)).told.map((one) => one.code);

  it('with the flaw: put there, and taken away again', async () => {
    expect(await codes('flawed')).toEqual(['changed']);
  });
  it('refused as absent: unchanged, and that is proven', async () => {
    expect(await codes('guarded')).toEqual(['unchanged']);
  });
  it('an answer that says yes without effect: not settled, for a token may have been refused in this way', async () => {
    expect(await codes('decoy')).toEqual(['not-settled']);
  });
});

describe.each([...fieldShapes, ...pageFieldShapes, ...tableFieldShapes])('$id', (shape) => {
  const codes = async (variant: Variant) =>
    (await proved(shape, variant, 'authz.mass-assignment')).told.map(({ code }) => code);

  it('with the flaw: taken, and put back', async () => {
    const unseen = shape.id.startsWith('amount');
    expect(await codes('flawed')).toEqual([unseen ? 'taken-unseen' : 'taken']);
  });
  it('refused, or left out: nothing of it is stored', async () => {
    expect([...new Set(await codes('guarded'))]).toEqual(['left-out']);
  });
  it('said yes without effect, or offered by the page: no flaw', async () => {
    expect(await codes('decoy')).toEqual([shape.id.startsWith('amount') ? 'offered' : 'left-out']);
  });
});

it('a record that names what all may read is not moved', async () => {
  const { told } = await proved(namesCommon, 'flawed');
  expect(told.filter(({ subject }) => subject.includes('moved by'))).toEqual([]);
});
