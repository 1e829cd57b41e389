import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type UndoAsk, undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { proveRecord, type WriteBench, type WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { type Journal, openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';

const url = 'https://api.example.test/api/notes/7f3a';
const former = {
  id: '7f3a',
  title: 'Fire doors',
  note: 'Replace the seals in spring.',
  tags: ['east'],
  updatedAt: 'then',
};

interface Rules {
  /** Who may change B's record, and how the server answers. */
  readonly guard: (as: string, form: WriteForm) => 'take' | 'refuse' | 'take-silently';
  /** Reads that still show the former value after a change. */
  readonly lateReads?: number;
  /** Not even the owner may change anything. */
  readonly readOnly?: boolean;
  /** `PUT` alone is offered. */
  readonly onlyPut?: boolean;
}

/** One record of B's in memory. `dieAfter` requests or journal lines the process is gone, as after a kill. */
class Killed extends Error {}

function portal(rules: Rules) {
  let record: Record<string, unknown> = { ...former };
  let shown = record;
  let late = 0;
  let steps = 0;
  const state = { dieAt: Number.POSITIVE_INFINITY, afterStep: false };
  const step = async <T>(work: () => Promise<T> | T): Promise<T> => {
    if (steps >= state.dieAt) throw new Killed('killed before');
    const result = await work();
    steps += 1;
    if (state.afterStep && steps >= state.dieAt) throw new Killed('killed after');
    return result;
  };
  const answer = (status: number, json?: unknown) => {
    const body = json === undefined ? '' : JSON.stringify(json);
    return { status, body };
  };
  const handle = (as: string, form: WriteForm) => {
    const verb = form.override ?? form.method;
    if (verb === 'GET') {
      if (late > 0) late -= 1;
      else shown = record;
      return as === 'b' ? answer(200, shown) : answer(404, { title: 'No such note' });
    }
    if (form.override !== undefined && form.method !== 'POST') return answer(405);
    if (rules.readOnly) return answer(403);
    if (rules.onlyPut && verb !== 'PUT') return answer(405);
    const verdict = as === 'b' ? 'take' : rules.guard(as, form);
    if (verdict === 'refuse') return answer(404, { title: 'No such note' });
    shown = record;
    late = rules.lateReads ?? 0;
    record = { ...record, ...(JSON.parse(form.body ?? '{}') as object), updatedAt: 'now' };
    return verdict === 'take' ? answer(200, record) : answer(204);
  };
  return {
    data: () => ({ ...record, updatedAt: 'then' }),
    state,
    step,
    handle,
    steps: () => steps,
  };
}

function benchFor(server: ReturnType<typeof portal>, journal: Journal): WriteBench {
  const next = counter();
  const view = (as: 'a' | 'b', { status, body }: { status: number; body: string }) =>
    viewed(as, status, body, 'application/json');
  return {
    journal: {
      plan: (write) => server.step(() => journal.plan(write)),
      settle: (id, outcome) => server.step(() => journal.settle(id, outcome)),
      entries: journal.entries,
    },
    read: async () => view('b', await server.step(() => server.handle('b', { method: 'GET', url }))),
    write: async (as, form) => view(as as 'a', await server.step(() => server.handle(as, form))),
    mark: () => `lr${next().toString().padStart(8, '0')}`,
    wait: async () => undefined,
  };
}

const undoAs =
  (server: ReturnType<typeof portal>): UndoAsk =>
  async ({ method, url: address, body }) => {
    const got = server.handle('b', { method, url: address, ...(body === undefined ? {} : { body }) });
    const { text, json } = readAnswer(Buffer.from(got.body), 'application/json');
    return { status: got.status, text, json };
  };

const subject = { url, owner: 'b', asker: 'a', what: 'a note' } as const;
let folder: string;
let journal: Journal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'writes-'));
  const next = counter();
  journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open: Rules = { guard: () => 'take' };

describe('writes of a customer to what is another’s', () => {
  it.each<[string, Rules, boolean]>([
    ['everybody may', open, true],
    ['nobody but the owner may', { guard: () => 'refuse' }, false],
    ['answered by 204 and taken', { guard: () => 'take-silently' }, true],
    ['shown only after a moment', { guard: () => 'take', lateReads: 1 }, true],
    ['PATCH guarded, PUT not', { guard: (_as, form) => (form.method === 'PUT' ? 'take' : 'refuse') }, true],
    ['only behind a method override', { guard: (_as, form) => (form.override ? 'take' : 'refuse') }, true],
    ['PUT is the only way to write', { guard: () => 'take', onlyPut: true }, true],
  ])('%s → changed: %s', async (_name, rules, changed) => {
    const server = portal(rules);
    const proof = await proveRecord(subject, benchFor(server, journal));
    expect(proof?.control).toBe(true);
    expect(proof?.field).toBe('note');
    expect(proof?.trials.some((one) => one.changed === true)).toBe(changed);
    expect(server.data()).toEqual(former);
    expect(outstanding(await journal.entries())).toEqual([]);
  });

  it('bad input: a record that not even its owner can change → nothing is tried as somebody else', async () => {
    const server = portal({ guard: () => 'take', readOnly: true });
    expect(await proveRecord(subject, benchFor(server, journal))).toBeUndefined();
    expect(server.data()).toEqual(former);
    expect((await journal.entries()).map((one) => one.identity)).not.toContain('a');
  });
});

describe('undo after a kill', () => {
  const total = async () => {
    const server = portal(open);
    await proveRecord(subject, benchFor(server, journal));
    return server.steps();
  };

  it.each([false, true])(
    'leaves the data as it was, wherever the run died (the last step still arrived: %s)',
    async (afterStep) => {
      const steps = await total();
      expect(steps).toBeGreaterThan(12);
      for (let dieAt = 0; dieAt <= steps; dieAt++) {
        const file = join(folder, `journal-${dieAt}-${afterStep}.jsonl`);
        const next = counter();
        const own = openJournal(
          file,
          () => new Date('2026-11-20T12:00:00Z'),
          () => `k${next()}`,
        );
        const server = portal(open);
        Object.assign(server.state, { dieAt, afterStep });
        await proveRecord(subject, benchFor(server, own)).catch((thrown: unknown) => {
          if (!(thrown instanceof Killed)) throw thrown;
        });
        for (const entry of [...outstanding(await own.entries())].reverse()) {
          const outcome = await undoEntry(entry, undoAs(server));
          expect([dieAt, outcome.done]).toEqual([dieAt, true]);
        }
        expect([dieAt, server.data()]).toEqual([dieAt, former]);
      }
    },
  );

  it('says what it cannot take back: the owner’s record cannot be read', async () => {
    const entry = {
      id: 'x',
      at: '',
      identity: 'a',
      method: 'PATCH',
      url,
      what: 'a changes a note',
      settled: [],
      undo: { method: 'PATCH', url, body: '{}', as: 'b', look: { url, mark: 'lr1' } },
    };
    const outcome = await undoEntry(entry, async () => ({ status: 503, text: '' }));
    expect(outcome).toMatchObject({ done: false, tried: true });
  });
});
