import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { boardForAll, namedChild, plantedCase } from '../../bench/tenancy/shapes/named-children.ts';
import type { Variant, WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { childCalls } from '../../src/collectors/portal/named-acts/child-call.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'named-children-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const origin = 'https://portal.example';

/** The proof over a portal in which the audit has planted a case as B, as its journal says. */
async function proved(shape: WriteShape, variant: Variant) {
  const next = counter();
  const now = () => new Date('2026-11-20T12:00:00Z');
  const journal = openJournal(join(folder, `${shape.id}-${variant}.jsonl`), now, () => `w${next()}`);
  const making = {
    identity: 'b',
    method: 'POST',
    url: `${origin}/api/cases`,
    what: 'planted',
    mark: plantedCase,
  } as const;
  const planted = await journal.plan(making);
  await journal.settle(planted, { state: 'done', status: 201, created: `${origin}/api/cases/90001` });
  const portal = shape.open(variant);
  const { named = [] } = shape;
  const { told } = await proveShape({ ...shape, finds: [], portal: () => portal.answer }, true, { journal, named });
  const judged = told.filter(({ check, subject }) => check === 'authz.write' && subject.endsWith('/remarks'));
  const { all, remarks } = portal.data() as {
    all: readonly { id: string; title: string }[];
    remarks: readonly { caseId: string }[];
  };
  const made = all.filter(({ title }) => title.startsWith('A case')).map(({ id }) => id);
  return {
    codes: judged.map(({ code }) => code),
    strays: remarks.filter(({ caseId }) => caseId !== '' && !made.includes(caseId)),
  };
}

it.each([
  ['flawed', ['added']],
  ['guarded', ['unchanged']],
  ['decoy', ['unchanged']],
] as const)(
  'a remark by a request that a script names, %s: %s, below records made for it alone',
  async (variant, codes) => {
    expect(await proved(namedChild, variant)).toEqual({ codes, strays: [] });
  },
);

it('what everybody reads is anybody’s to remark on', async () => {
  expect(await proved(boardForAll, 'flawed')).toEqual({ codes: [], strays: [] });
});

it('texts below a record alone: no act, no field that is not known', () => {
  const call = (template: string, body: readonly string[], says?: readonly Record<string, string>[]) => ({
    method: 'POST',
    template: `${origin}${template}`,
    source: 'bundle' as const,
    asked: false,
    body,
    ...(says ? { says } : {}),
  });
  const calls = childCalls([
    call('/api/tickets/{id}/comments', ['text']),
    call('/api/tickets/{id}/notes', ['note', 'kind'], [{ kind: 'internal' }]),
    call('/api/tickets/{id}/close', ['comment']),
    call('/api/tickets/{id}/lines', ['text', 'productId']),
    call('/api/tickets/{id}', ['text']),
    call('/api/tickets/search', ['text']),
  ]);
  expect(calls.map(({ label, texts, fixed }) => ({ label, texts, fixed }))).toEqual([
    { label: 'comments', texts: ['text'], fixed: {} },
    { label: 'notes', texts: ['note'], fixed: { kind: 'internal' } },
  ]);
});
