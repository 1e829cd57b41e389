import { GapError } from '../../../model/gap.ts';
import { compareTimes } from '../../../parse/compare-times.ts';
import type { CollectContext } from '../../collector.ts';
import type { TimeComparison } from '../../access-evidence.ts';
import type { Exchange } from '../recorder.ts';

/** The request of a form as its own page sent it, for known and unknown people in turn. */
export interface Replays {
  readonly exchange: Exchange;
  /** The name that the recorded request carries, and the two that are put there. */
  readonly recorded: string;
  readonly known: string;
  readonly unknown: string;
  readonly knownTimes: number;
  readonly unknownTimes: number;
  /** Statuses that the browser's own tries got. */
  readonly expected: { readonly known: number; readonly unknown: number };
  /** Called before each request for the known one. */
  readonly beforeKnown?: () => Promise<void>;
}
export type Timed = { readonly time: TimeComparison } | { readonly timeNotTried: string };

/** Never sent again: they belong to one connection. */
const dropped = /^(:|host$|content-length$|connection$|accept-encoding$|transfer-encoding$)/i;

/**
 * Times of the answers, asked for in turn with the order changed each time. Stops where the portal begins to answer
 * otherwise: then it counts, and what it says is about us.
 */
export async function compareReplays(of: Replays, context: CollectContext): Promise<Timed> {
  const { world, signal } = context;
  const send = async (name: string) => {
    const { exchange, recorded } = of;
    const body = put(exchange.requestBody ?? '', recorded, name);
    const response = await world.http.request({
      url: put(exchange.url, recorded, name),
      method: exchange.method,
      headers: Object.entries(exchange.requestHeaders).filter(([header]) => !dropped.test(header)),
      ...(exchange.requestBody === undefined ? {} : { body }),
      permit: 'abuse',
      timeoutMs: 20_000,
      signal,
    });
    return { status: response.status, ms: response.totalMs };
  };
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  const total = of.knownTimes + of.unknownTimes;
  try {
    // Whatever is built at the first request is no time of the answer.
    const warm = await send(of.unknown);
    if (warm.status !== of.expected.unknown)
      return { timeNotTried: `the form’s request can be sent only once (HTTP ${warm.status})` };
    for (let at = 0; at < total; at++) {
      const who = nextOf(at, of, times);
      if (who === 'known') await of.beforeKnown?.();
      const { status, ms } = await send(of[who]);
      if (status !== of.expected[who])
        return { timeNotTried: `the portal answered HTTP ${status} after ${at + 1} tries` };
      times[who].push(ms);
    }
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return { timeNotTried: thrown.gap.detail };
  }
  const compared = compareTimes(times.known, times.unknown);
  if (!compared) return { timeNotTried: 'too few tries' };
  const { greater, byChance, firstMedian, secondMedian, spread } = compared;
  const rounded = (ms: number) => Math.round(ms * 10) / 10;
  return {
    time: {
      pairs: Math.min(times.known.length, times.unknown.length),
      knownMedianMs: rounded(firstMedian),
      unknownMedianMs: rounded(secondMedian),
      longer: Math.round(greater * 1000) / 1000,
      byChance: Number(byChance.toPrecision(2)),
      spreadMs: rounded(spread),
    },
  };
}

/** In turn, as their numbers allow; where both are due, the one that was second before goes first. */
function nextOf(
  at: number,
  { knownTimes, unknownTimes }: Replays,
  times: Readonly<Record<'known' | 'unknown', readonly number[]>>,
): 'known' | 'unknown' {
  const [known, unknown] = [times.known.length / knownTimes, times.unknown.length / unknownTimes];
  if (known === unknown) return Math.floor(at / 2) % 2 === 0 ? 'known' : 'unknown';
  return known < unknown ? 'known' : 'unknown';
}

/** Another name in each spelling in which it may stand in a body or an address. */
export function put(text: string, from: string, to: string): string {
  let changed = text;
  for (const spell of [(one: string) => one, encodeURIComponent, (one: string) => JSON.stringify(one).slice(1, -1)])
    changed = changed.replaceAll(spell(from), spell(to));
  return changed;
}
