import type { CollectContext, Collector, Target } from '../collectors/collector.ts';
import type { EvidenceKind, EvidenceMap } from '../collectors/evidence-map.ts';
import type { Live } from '../collectors/live.ts';
import { startDeadline } from '../model/deadline.ts';
import { type Dossier, dossierSchemaId, type StoredEvidence } from '../model/dossier.ts';
import { type Gap, GapError } from '../model/gap.ts';
import type { World } from '../world/world.ts';
import { gapOfThrown } from './gap-of-thrown.ts';
import { interrupted, stoppedBy, timedOut } from './why-it-ended.ts';
import { scheduleCollectors } from './schedule.ts';
import { silence } from './silence.ts';

export interface Progress {
  readonly collector: string;
  readonly subject: string;
  readonly state: 'started' | 'note' | 'done' | 'gap';
  readonly text?: string;
}

export interface CollectOptions {
  readonly target: Target;
  readonly world: World;
  readonly collectors: readonly Collector[];
  readonly live: Live;
  /** What collectors that are not run again saw before, with the same world and `live`. */
  readonly recorded?: readonly StoredEvidence[];
  readonly run: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** HMAC key derived from the project's key for finding fingerprints; goes into the dossier. */
  readonly fingerprintKey: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** So many hosts are looked at side by side without one waiting for another. */
const hostsAtEase = 20;
/** What one collector has open at a time: more keeps more answers in memory and ends no sooner. */
const subjectsAtOnce = 48;

/**
 * Runs the collectors as a graph and returns the dossier. Never throws for trouble at the target: an interrupted or
 * failed look is a gap. When `signal` aborts, what was seen so far comes back with `state: 'partial'`.
 */
export async function collect(options: CollectOptions): Promise<Dossier> {
  const { world, target, signal } = options;
  const startedAt = world.clock.now().toISOString();
  const began = world.clock.monotonicMs();
  const evidence: StoredEvidence[] = [...(options.recorded ?? [])];
  const durationsMs: Record<string, number> = {};
  const note = (progress: Progress) => options.onProgress?.(progress);

  // A job's time guards against a look without an end, and where hundreds of hosts take turns each waits for the others.
  const crowd = Math.max(1, target.config.target.hosts.length / hostsAtEase);

  /** Hosts at which a look is under way. */
  const underWay: string[] = [];
  let stop: Gap | undefined;
  /** One reason for all that the end cut off, from what was under way when it came. */
  const stopped = () =>
    (stop ??= stoppedBy(signal, {
      heldUpMs: world.heldUpMs?.() ?? 0,
      elapsedMs: world.clock.monotonicMs() - began,
      hosts: new Set(underWay).size,
    }));

  async function runJob(collector: Collector, subject: string): Promise<void> {
    const reported = new Set<string>();
    let open = true;
    const store = (
      kind: EvidenceKind,
      at: string,
      rest: { seen: true; value: unknown } | { seen: false; gap: Gap },
    ) => {
      if (!open) return;
      reported.add(kind);
      evidence.push({
        kind,
        subject: at,
        at: world.clock.now().toISOString(),
        by: collector.id,
        ...rest,
      } as StoredEvidence);
    };
    const record = (kind: EvidenceKind, at: string, found: Gap) =>
      store(kind, at, { seen: false, gap: { ...found, detail: world.vault.redact(found.detail) } });
    const missing = (found: Gap) => {
      for (const kind of collector.produces) if (!reported.has(kind)) record(kind, subject, found);
      note({ collector: collector.id, subject, state: 'gap', text: found.detail });
    };
    const host = collector.hostOf?.(subject, target) ?? subject;
    const refusal = collector.sendsNothing ? undefined : world.scope.refuses(collector.permit, host);
    if (refusal) return missing(refusal);
    if (signal.aborted) return missing(stopped());

    const deadline = startDeadline(Math.ceil(collector.timeoutMs * crowd), [signal], world.heldUpMs);
    const context: CollectContext = {
      target,
      world,
      live: options.live,
      signal: deadline.signal,
      emit: (kind, at, value) => store(kind, at, { seen: true, value: redactDeep(value, world.vault.redact) }),
      gap: (kind, at, found) => record(kind, at, found),
      seen: (kind) => seenOf(evidence, kind),
      brokenLooks: (kind) =>
        evidence.flatMap((one) => (!one.seen && one.kind === kind ? [{ subject: one.subject, gap: one.gap }] : [])),
      progress: (text) => note({ collector: collector.id, subject, state: 'note', text }),
    };
    note({ collector: collector.id, subject, state: 'started' });
    underWay.push(host);
    try {
      await Promise.race([collector.collect(subject, context), rejectOnAbort(deadline.signal)]);
      const silent = collector.produces.length > 0 && reported.size === 0 && !collector.adds;
      if (silent) missing(silence(collector.id, subject));
      else note({ collector: collector.id, subject, state: 'done' });
    } catch (thrown) {
      if (signal.aborted) missing(stopped());
      else if (deadline.late()) missing(timedOut(collector, subject));
      else missing(gapOfThrown(thrown, `${collector.id} at ${subject}`));
    } finally {
      underWay.splice(underWay.indexOf(host), 1);
      open = false;
      deadline.end();
    }
  }

  async function runCollector(collector: Collector): Promise<void> {
    const start = world.clock.monotonicMs();
    const subjects = subjectsOf(collector, target, world);
    if ('reason' in subjects) {
      const at = world.clock.now().toISOString();
      for (const kind of collector.produces)
        evidence.push({ kind, subject: target.name, at, by: collector.id, seen: false, gap: subjects });
      return;
    }
    const waiting = subjects.values();
    const line = async () => {
      for (const subject of waiting) await runJob(collector, subject);
    };
    await Promise.all(Array.from({ length: collector.phase === 'disturbs' ? 1 : subjectsAtOnce }, line));
    durationsMs[collector.id] = Math.round(world.clock.monotonicMs() - start);
  }

  await scheduleCollectors(options.collectors, runCollector);
  durationsMs.total = Math.round(world.clock.monotonicMs() - began);
  const usage = world.usage();
  // Canaries are customers' values, and the lab belongs to this machine.
  const { lab: _lab, canaries: _canaries, ...config } = target.config;
  return {
    schema: dossierSchemaId,
    tool: options.tool,
    run: options.run,
    startedAt,
    finishedAt: world.clock.now().toISOString(),
    state: signal.aborted ? 'partial' : 'complete',
    target: target.name,
    config,
    ...(target.only ? { only: [...target.only] } : {}),
    permits: [...world.scope.granted],
    fingerprintKey: options.fingerprintKey,
    evidence: evidence.sort(byKindAndSubject),
    requests: { sent: usage.sent, perHost: { ...usage.perHost }, permitted: [...usage.permitted] },
    durationsMs,
  };
}

function subjectsOf(collector: Collector, target: Target, world: World): readonly string[] | Gap {
  try {
    return collector.subjects(target, world);
  } catch (thrown) {
    return gapOfThrown(thrown, collector.id);
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new GapError(interrupted()));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function seenOf<K extends EvidenceKind>(evidence: readonly StoredEvidence[], kind: K) {
  return evidence.flatMap((one) =>
    one.seen && one.kind === kind ? [{ subject: one.subject, value: one.value as unknown as EvidenceMap[K] }] : [],
  );
}

/** Last line of defence: whatever a collector emits passes the vault before it is kept. */
function redactDeep(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => redactDeep(one, redact));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, redactDeep(one, redact)]])),
    );
  return value;
}

/** Evidence order must not depend on timing: two runs that saw the same store it in the same order. */
function byKindAndSubject(one: StoredEvidence, other: StoredEvidence): number {
  const key = (e: StoredEvidence) => `${e.kind}\u0000${e.subject}\u0000${JSON.stringify(e.seen ? e.value : e.gap)}`;
  const [a, b] = [key(one), key(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}
