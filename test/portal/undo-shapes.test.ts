import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { bulkShapes } from '../../bench/tenancy/shapes/bulk.ts';
import { rowShapes } from '../../bench/tenancy/shapes/planted-rows.ts';
import { tickedShapes } from '../../bench/tenancy/shapes/ticked.ts';
import { jsonApiShapes } from '../../bench/tenancy/shapes/json-api.ts';
import { movedByFormShapes } from '../../bench/tenancy/shapes/moved-by-form.ts';
import { postedShapes } from '../../bench/tenancy/shapes/posted-below.ts';
import { formRowShapes } from '../../bench/tenancy/shapes/form-rows.ts';
import { movedShapes } from '../../bench/tenancy/shapes/moved.ts';
import { lockedShapes } from '../../bench/tenancy/shapes/locked.ts';
import { graphqlWriteShapes } from '../../bench/tenancy/shapes/graphql-writes.ts';
import type { WriteShape } from '../../bench/tenancy/shapes/write-shape.ts';
import { writeShapes } from '../../bench/tenancy/shapes/writes.ts';
import { undoWrites } from '../../src/collectors/portal/canaries/undo-writes.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { type Journal, openJournal, outstanding } from '../../src/world/journal.ts';
import type { World } from '../../src/world/world.ts';
import { counter } from '../collectors/network-setting.ts';

/** Forms with tokens, what pages were seen to send, mutations and several records at once: each put back in a way of its own. */
const chosen = [
  'server-form-with-token',
  'graphql-mutation-of-the-page',
  'bulk-looks-at-the-first',
  'rows-ticked-in-a-form',
  'by-primary-key',
  'relay-node',
  'ids-in-a-list',
  'only-in-scripts-input',
  'bulk-ids-in-a-script',
  'if-match-of-the-page-and-slashes',
  'version-in-a-form-of-htmx',
  'json-api-id-in-the-body-decides',
  'row-planted-below-another',
  'row-moved-to-another',
  'row-of-another-deleted',
  'moved-and-embedded',
  'moved-by-relationship',
  'moved-by-a-choice',
  'moved-by-its-edit-form',
  'posted-below-by-address',
  'rows-of-a-formset',
];
const shapes = [
  ...writeShapes,
  ...graphqlWriteShapes,
  ...bulkShapes,
  ...tickedShapes,
  ...lockedShapes,
  ...rowShapes,
  ...jsonApiShapes,
  ...movedShapes,
  ...movedByFormShapes,
  ...formRowShapes,
  ...postedShapes,
].filter(({ id }) => chosen.includes(id));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undo-shapes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

class Killed extends Error {}

/** The proof of writes, gone after so many writes and lines of the journal; then undo, as another process would. */
async function killedAfter(shape: WriteShape, most: number) {
  const next = counter();
  const real = openJournal(
    join(folder, `${shape.id}-${most}.jsonl`),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
  const state = { steps: 0, ended: false };
  /** The step is done, and the process is gone before it hears of it. */
  const step = () => {
    if (!state.ended && ++state.steps >= most) throw new Killed();
  };
  const alive = () => {
    if (!state.ended && state.steps >= most) throw new Killed();
  };
  const journal: Journal = {
    plan: async (write) => {
      alive();
      const id = await real.plan(write);
      step();
      return id;
    },
    settle: async (id, outcome) => {
      alive();
      await real.settle(id, outcome);
      step();
    },
    entries: real.entries,
  };
  const portal = shape.open('flawed');
  const before = portal.data();
  let walked = false;
  const answer: typeof portal.answer = (ask) => {
    if (walked) alive();
    const reply = portal.answer(ask);
    if (walked && ask.method !== 'GET' && !/"query":"(query|\{)/.test(ask.body)) step();
    return reply;
  };
  let world: World | undefined;
  let sessions: ReadonlyMap<string, Session> = new Map();
  const { held, scripts = [], named = [] } = shape;
  await proveShape({ ...shape, finds: [], portal: () => answer }, true, {
    journal,
    scripts,
    named,
    ...(held ? { held } : {}),
    onReady: (given, all) => {
      world = given;
      sessions = all;
      walked = true;
    },
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof Killed)) throw thrown;
  });
  const reached = state.steps;
  state.ended = true;
  if (!world) throw new Error('the proof did not begin');
  const report = await undoWrites(real, sessions as never, world, new AbortController().signal);
  return { reached, before, after: portal.data(), report, left: outstanding(await real.entries()) };
}

it('covers every shape that was chosen', () => {
  expect(shapes.map(({ id }) => id).sort()).toEqual([...chosen].sort());
});

it.each(shapes.map((shape) => [shape.id, shape] as const))(
  '%s: undo after a kill at any step leaves the data as it was',
  async (_id, shape) => {
    let most = 1;
    for (; most < 60; most++) {
      const { reached, before, after, report, left } = await killedAfter(shape, most);
      expect([most, after]).toEqual([most, before]);
      expect([most, report.remaining, left]).toEqual([most, [], []]);
      if (reached < most) break;
    }
    // The whole of it: planned, sent, settled, taken back and settled again.
    expect(most).toBeGreaterThan(5);
  },
  60_000,
);
