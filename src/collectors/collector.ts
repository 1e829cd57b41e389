import type { Config } from '../model/config.ts';
import type { Gap } from '../model/gap.ts';
import type { Permit } from '../model/permit.ts';
import type { World } from '../world/world.ts';
import type { EvidenceKind, EvidenceMap } from './evidence-map.ts';
import type { Live } from './live.ts';

/** The target as collectors see it. */
export interface Target {
  readonly name: string;
  /** The URL that was asked for, if one was. */
  readonly url?: string;
  readonly config: Config;
  readonly only?: readonly string[];
  /** Of many listed hosts only this one is looked at, and its www sibling: a quick look has no time for the others. */
  readonly onlyHost?: string;
  /** `--wait`: how long the run may wait for things that show only with time. */
  readonly waitMs?: number;
}

export interface CollectContext {
  readonly target: Target;
  readonly world: World;
  /** Aborts on the collector's time-out, on Ctrl-C and at the end of the budget. */
  readonly signal: AbortSignal;
  /** Sessions, recordings and other raw values of this run; memory only, never evidence. */
  readonly live: Live;
  emit<K extends EvidenceKind>(kind: K, subject: string, value: EvidenceMap[K]): void;
  gap(kind: EvidenceKind, subject: string, gap: Gap): void;
  /** Evidence that collectors in `after` have left. */
  seen<K extends EvidenceKind>(kind: K): readonly { readonly subject: string; readonly value: EvidenceMap[K] }[];
  /** Looks that failed in collectors before this one. */
  brokenLooks(kind: EvidenceKind): readonly { readonly subject: string; readonly gap: Gap }[];
  /** One short line of progress for a person. */
  progress(text: string): void;
}

/**
 * Gathers evidence; does all the I/O. One job per subject. A throw becomes a gap of every produced kind for that subject
 * unless something was emitted for it (GapError: its gap; anything else: `our-bug`).
 */
export interface Collector {
  readonly id: string;
  readonly produces: readonly EvidenceKind[];
  /** The permit each job needs on its subject's host; the engine records `no-consent` where it is not granted. */
  readonly permit: Permit;
  /** Collectors whose results it works with: they come along wherever it runs, and are done first. */
  readonly uses?: readonly string[];
  /** Collectors that go first where they run at all. */
  readonly after?: readonly string[];
  /** Runs wherever that collector runs: it takes back what that one did. */
  readonly cleansUp?: string;
  readonly timeoutMs: number;
  /** `quiet`: measures, runs alone; `disturbs`: runs last, one at a time. */
  readonly phase?: 'quiet' | 'disturbs';
  /** Sends nothing to anybody, so nobody's consent is asked. */
  readonly sendsNothing?: true;
  /** It only adds to what another collector of the kind proves: where it has nothing to add, nothing is missing. */
  readonly adds?: true;
  /** Jobs, or a gap where there is nothing to do (recorded under the target's name for every produced kind). */
  subjects(target: Target, world: World): readonly string[] | Gap;
  /** The host whose consent counts, where the subject is not a host itself. */
  hostOf?(subject: string, target: Target): string;
  collect(subject: string, context: CollectContext): Promise<void>;
}

export function defineCollector(collector: Collector): Collector {
  return collector;
}
