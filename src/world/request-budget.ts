import { GapError, gap } from '../model/gap.ts';
import type { Permit } from '../model/permit.ts';
import { normaliseHost } from './host-name.ts';
import type { Scope } from './scope.ts';
import type { Clock, RequestUsage } from './world.ts';

export interface RequestBudget {
  /** Waits for the host's turn and counts one request. Throws GapError `budget-spent`, or `interrupted` when cancelled. */
  take(host: string, permit: Permit, signal?: AbortSignal, lane?: 'handshake'): Promise<void>;
  /** Counts a request that a page made by itself; never waits, never throws. */
  count(host: string, permit: Permit): void;
  /** Nothing goes to the host for `ms` from now. */
  hold(host: string, ms: number): void;
  readonly spent: () => boolean;
  readonly usage: () => RequestUsage;
}

/** A handshake costs the server no page: so many go in the time of one request, in a line of their own. */
const handshakesPerRequest = 3;

/** Counts everything sent and paces each host by a token bucket of one second. */
export function createRequestBudget(scope: Scope, clock: Clock, runSignal: AbortSignal): RequestBudget {
  const perHost = new Map<string, number>();
  const permitted = new Set<Permit>();
  // The time at which a host's next request may go; a second without any saves up one second's worth, no more.
  const turns = new Map<string, number>();
  let sent = 0;

  const count = (host: string, permit: Permit) => {
    sent += 1;
    perHost.set(host, (perHost.get(host) ?? 0) + 1);
    permitted.add(permit);
  };

  return {
    async take(host, permit, signal, lane) {
      const name = normaliseHost(host) ?? host;
      if (runSignal.aborted || signal?.aborted) throw interrupted();
      if (sent >= scope.requestsTotal) throw new GapError(budgetGap(scope.requestsTotal));
      count(name, permit);
      const now = clock.monotonicMs();
      const line = lane === undefined ? name : `${lane} ${name}`;
      const held = turns.get(line) ?? Number.NEGATIVE_INFINITY;
      // A load run has its own rate; pacing it here would falsify what it measures.
      if (permit === 'load' && held <= now + 1_000) return;
      const allowed = scope.rateFor?.(name) ?? scope.requestsPerSecond;
      const perSecond = lane === 'handshake' ? allowed * handshakesPerRequest : allowed;
      const turn = Math.max(held, now - 1_000) + 1_000 / perSecond;
      turns.set(line, turn);
      if (turn <= now) return;
      try {
        await clock.wait(turn - now, signal ? AbortSignal.any([signal, runSignal]) : runSignal);
      } catch {
        throw interrupted();
      }
    },
    count(host, permit) {
      count(normaliseHost(host) ?? host, permit);
    },
    hold(host, ms) {
      const name = normaliseHost(host) ?? host;
      turns.set(name, Math.max(turns.get(name) ?? 0, clock.monotonicMs() + ms));
    },
    spent: () => sent >= scope.requestsTotal,
    usage: () => ({
      sent,
      perHost: Object.fromEntries([...perHost].sort(([a], [b]) => (a < b ? -1 : 1))),
      permitted: [...permitted].sort(),
    }),
  };
}

export function budgetGap(total: number) {
  return gap(
    'budget-spent',
    `The run has sent the ${total} requests it may send.`,
    'Raise budget.requestsTotal in the config, or narrow the run with --only.',
    2,
  );
}

export function interrupted() {
  return new GapError(gap('interrupted', 'The run was stopped before this look.', 'Run it again to the end.', 1));
}
