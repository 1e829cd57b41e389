import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../src/world/journal.ts';
import { proveShape } from './prove-shape.ts';
import { fieldShapes } from './shapes/fields.ts';
import { bulkShapes } from './shapes/bulk.ts';
import { graphqlWriteShapes } from './shapes/graphql-writes.ts';
import { jsonApiShapes } from './shapes/json-api.ts';
import { listedShapes } from './shapes/listed.ts';
import { namedWriteShapes } from './shapes/named-writes.ts';
import { movedByFormShapes } from './shapes/moved-by-form.ts';
import { postedShapes } from './shapes/posted-below.ts';
import { formRowShapes } from './shapes/form-rows.ts';
import { movedShapes } from './shapes/moved.ts';
import { lockedShapes } from './shapes/locked.ts';
import { rowShapes } from './shapes/planted-rows.ts';
import { tableShapes } from './shapes/tables.ts';
import { pageFieldShapes } from './shapes/page-fields.ts';
import { odataShapes } from './shapes/odata.ts';
import { tickedShapes } from './shapes/ticked.ts';
import { unmarkedShapes } from './shapes/unmarked.ts';
import type { Variant } from './shapes/write-shape.ts';
import { writeShapes } from './shapes/writes.ts';

export interface WritesMeasured {
  readonly shapes: number;
  readonly caught: number;
  readonly verdicts: number;
  readonly requests: number;
  /** Of the shapes without a flaw and of those that only look like it. */
  readonly clean: { readonly requests: number; readonly alarms: number };
  /** Runs after which a record was not what it had been. */
  readonly left: number;
}

/** The proof of writes and of extra fields over every kind of portal in small: with its flaw, without it, and looking like it. */
export async function proveWrites(): Promise<WritesMeasured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-writes-'));
  const all = [
    ...writeShapes,
    ...graphqlWriteShapes,
    ...bulkShapes,
    ...lockedShapes,
    ...jsonApiShapes,
    ...odataShapes,
    ...tableShapes,
    ...listedShapes,
    ...namedWriteShapes,
    ...movedShapes,
    ...movedByFormShapes,
    ...formRowShapes,
    ...postedShapes,
    ...rowShapes,
    ...fieldShapes,
    ...pageFieldShapes,
    ...tickedShapes,
    ...unmarkedShapes,
  ];
  const sum = { caught: 0, verdicts: 0, requests: 0, left: 0 };
  const clean = { requests: 0, alarms: 0 };
  let lines = 0;
  for (const shape of all)
    for (const variant of ['flawed', 'guarded', 'decoy'] as const satisfies readonly Variant[]) {
      const file = join(folder, `${shape.id}-${variant}.jsonl`);
      const journal = openJournal(
        file,
        () => new Date(),
        () => `w${++lines}`,
      );
      const portal = shape.open(variant);
      const before = JSON.stringify(portal.data());
      const small = { ...shape, finds: [], portal: () => portal.answer };
      const { held, scripts = [], named = [] } = shape;
      const means = { journal, scripts, named, ...(held ? { held } : {}) };
      const { told, sent } = await proveShape(small, true, means);
      const judged = told.filter(({ check }) => /^authz\.(write|mass-assignment)$/.test(check));
      const failed = judged.filter(({ is }) => is === 'fail').length;
      // An amount that a page may offer is left to a person where no browser can look at the page.
      if (variant === 'flawed' && (failed > 0 || judged.some(({ code }) => code === 'taken-unseen'))) sum.caught += 1;
      sum.verdicts += judged.filter(({ is }) => is === 'pass' || is === 'fail').length;
      sum.requests += sent.length;
      if (JSON.stringify(portal.data()) !== before) sum.left += 1;
      if (variant === 'flawed') continue;
      clean.requests += sent.length;
      clean.alarms += failed;
    }
  await rm(folder, { recursive: true, force: true });
  return { shapes: all.length, clean, ...sum };
}
