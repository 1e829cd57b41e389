import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { namedNotes, notedBelow } from '../../bench/tenancy/shapes/named-notes.ts';
import type { Variant } from '../../bench/tenancy/shapes/write-shape.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'named-items-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function proved(variant: Variant) {
  const next = counter();
  const journal = openJournal(
    join(folder, `${variant}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const url = 'https://portal.example/people/1';
  const planted = await journal.plan({ identity: 'b', method: 'POST', url, what: 'planted', mark: notedBelow });
  await journal.settle(planted, { state: 'done', status: 302 });
  const portal = namedNotes.open(variant);
  const { named = [] } = namedNotes;
  const { told } = await proveShape({ ...namedNotes, finds: [], portal: () => portal.answer }, true, {
    journal,
    named,
  });
  const judged = told.filter(({ check, subject }) => check === 'authz.write' && subject.startsWith('DELETE'));
  return { codes: judged.map(({ code }) => code), left: portal.data() };
}

it.each([
  ['flawed', 'deleted'],
  ['guarded', 'unchanged'],
  ['decoy', 'unchanged'],
] as const)(
  'a planted note that a script’s address leads to, %s: %s, and its owner took it away',
  async (variant, code) => {
    expect(await proved(variant)).toEqual({ codes: [code], left: [] });
  },
);
