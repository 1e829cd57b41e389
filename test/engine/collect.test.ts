import { describe, expect, it } from 'vitest';
import type { Collector } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { collect } from '../../src/engine/collect.ts';
import { configSchema } from '../../src/model/config.ts';
import { GapError, gap } from '../../src/model/gap.ts';
import type { World } from '../../src/world/world.ts';
import { dossierSchema } from '../../src/model/dossier.ts';

const config = configSchema.parse({});
const kind = 'portal.coverage' as const;
const empty = { routes: [], notReached: [], held: [], hostsFoundNotListed: [], objects: 0 };

function worldOf(
  refuse: (permit: string, host: string) => ReturnType<typeof gap> | undefined = () => undefined,
): World {
  return {
    scope: { refuses: refuse, granted: ['look'] },
    clock: { now: () => new Date('2026-11-20T12:00:00Z'), monotonicMs: () => 0 },
    vault: { add: () => undefined, redact: (text: string) => text.replaceAll('hunter2-secret', '[password]') },
    usage: () => ({ sent: 3, perHost: { 'a.test': 3 }, permitted: ['look'] }),
  } as unknown as World;
}

const collector = (id: string, over: Partial<Collector>): Collector => ({
  id,
  produces: [kind],
  permit: 'look',
  timeoutMs: 5000,
  subjects: () => [`${id}.test`],
  collect: async (subject, context) => context.emit(kind, subject, empty),
  ...over,
});

const run = (collectors: readonly Collector[], world = worldOf(), signal = new AbortController().signal) =>
  collect({
    target: { name: 't', config },
    world,
    collectors,
    live: createLive(),
    run: 'r',
    tool: { name: 'x', version: '1' },
    fingerprintKey: 'k',
    signal,
  });

describe('collect', () => {
  it('stores what was seen, sorted, and usage; the dossier fits its schema', async () => {
    const dossier = await run([collector('b', {}), collector('a', {})]);
    expect(dossier.evidence.map((one) => one.subject)).toEqual(['a.test', 'b.test']);
    expect(dossier).toMatchObject({ state: 'complete', requests: { sent: 3 } });
    expect(dossierSchema.safeParse(JSON.parse(JSON.stringify(dossier))).error).toBeUndefined();
  });

  it('turns a GapError into its gap and anything else into our-bug, and the others still finish', async () => {
    const dossier = await run([
      collector('a', { collect: () => Promise.reject(new GapError(gap('unreachable', 'nobody home', 'open up'))) }),
      collector('b', { collect: () => Promise.reject(new TypeError('x is not a function')) }),
      collector('c', {}),
    ]);
    expect(dossier.evidence.map((one) => (one.seen ? 'seen' : one.gap.reason))).toEqual([
      'unreachable',
      'our-bug',
      'seen',
    ]);
  });

  it('says so when a collector saw nothing at all', async () => {
    const dossier = await run([collector('a', { collect: () => Promise.resolve() })]);
    expect(dossier.evidence[0]).toMatchObject({ seen: false, gap: { reason: 'inconclusive' } });
  });

  it('says nothing of one that only adds to others and has nothing to add, and why one that adds failed', async () => {
    const unreachable = new GapError(gap('unreachable', 'nobody home', 'open up'));
    const dossier = await run([
      collector('a', { adds: true, collect: () => Promise.resolve() }),
      collector('b', { adds: true, collect: () => Promise.reject(unreachable) }),
    ]);
    expect(dossier.evidence.map((one) => (one.seen ? 'seen' : one.gap.reason))).toEqual(['unreachable']);
  });

  it('records no-consent without running the collector', async () => {
    let ran = false;
    const refused = gap('no-consent', 'not yours', 'prove it');
    const dossier = await run(
      [
        collector('a', {
          permit: 'guess',
          collect: async () => {
            ran = true;
          },
        }),
      ],
      worldOf((permit) => (permit === 'guess' ? refused : undefined)),
    );
    expect(ran).toBe(false);
    expect(dossier.evidence[0]).toMatchObject({ seen: false, gap: { reason: 'no-consent' } });
  });

  it('gives a collector that hangs a timed-out gap', async () => {
    const dossier = await run([collector('a', { timeoutMs: 20, collect: () => new Promise(() => undefined) })]);
    expect(dossier.evidence[0]).toMatchObject({ seen: false, gap: { reason: 'timed-out' } });
  });

  it('bad input: Ctrl-C while a collector hangs → partial dossier, the rest interrupted', async () => {
    const controller = new AbortController();
    const hanging = collector('a', {
      collect: () => {
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    const dossier = await run([hanging, collector('b', { after: ['a'] })], worldOf(), controller.signal);
    expect(dossier.state).toBe('partial');
    expect(dossier.evidence.map((one) => !one.seen && one.gap.reason)).toEqual(['interrupted', 'interrupted']);
  });

  it.each([
    ['one host under way', 1, 0, /before everything had answered/],
    ['several hosts under way', 4, 0, /4 hosts were still being looked at/],
    ['a machine that was held up', 1, 3_000, /3\.0 s of it this machine was too busy/],
  ])('the end of a look that has a limit blames whom it should: %s', async (_what, hosts, heldUpMs, says) => {
    const controller = new AbortController();
    const names = Array.from({ length: hosts }, (_, index) => `h${index}.test`);
    const hanging = collector('a', {
      subjects: () => names,
      collect: async (subject) => {
        if (subject === names.at(-1)) controller.abort(new DOMException('over', 'TimeoutError'));
        await new Promise(() => undefined);
      },
    });
    const world = { ...worldOf(), heldUpMs: () => heldUpMs };
    let at = 0;
    const clock = { now: () => new Date('2026-11-20T12:00:00Z'), monotonicMs: () => (at += 1_000) };
    const dossier = await run([hanging], { ...world, clock } as unknown as World, controller.signal);
    expect(dossier.evidence).toHaveLength(hosts);
    for (const one of dossier.evidence) expect(!one.seen && one.gap.detail).toMatch(says);
  });

  it('waits for the collectors in after, and runs what disturbs last', async () => {
    const order: string[] = [];
    const noting = (id: string, over: Partial<Collector> = {}) =>
      collector(id, {
        ...over,
        collect: async (subject, context) => {
          order.push(id);
          context.emit(kind, subject, empty);
        },
      });
    await run([noting('last', { phase: 'disturbs' }), noting('second', { uses: ['first'] }), noting('first')]);
    expect(order).toEqual(['first', 'second', 'last']);
  });

  it('lets nothing of a secret into the dossier, whatever a collector emits', async () => {
    const leaky = collector('a', {
      collect: async (subject, context) =>
        context.emit(kind, subject, { ...empty, hostsFoundNotListed: ['x?p=hunter2-secret'] }),
    });
    expect(JSON.stringify(await run([leaky]))).not.toContain('hunter2-secret');
  });

  it('drops what a collector emits after its time is over', async () => {
    let late: (() => void) | undefined;
    const slow = collector('a', {
      timeoutMs: 20,
      collect: (subject, context) => {
        late = () => context.emit(kind, subject, empty);
        return new Promise(() => undefined);
      },
    });
    const dossier = await run([slow]);
    late?.();
    expect(dossier.evidence).toHaveLength(1);
  });
});
