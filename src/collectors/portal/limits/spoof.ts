import type { SpoofTrial } from '../../limits-evidence.ts';
import { isLimited, type Series } from './guess-series.ts';
import type { Lane } from './lanes.ts';

/** Headers in which proxies say who asked (RFC 7239, and the older customs). */
const forging: readonly (readonly [string, (address: string) => string])[] = [
  ['X-Forwarded-For', (address) => address],
  ['X-Real-IP', (address) => address],
  ['X-Client-IP', (address) => address],
  ['True-Client-IP', (address) => address],
  ['CF-Connecting-IP', (address) => address],
  ['Forwarded', (address) => `for=${address}`],
];

/** Irregular, so that a limit of so many a second does not fall in with it. */
const order = [false, true, false, false, true, false, true, false, false, false, true, false] as const;

/**
 * Guesses with forged addresses, another one each time, among plain ones, while the plain ones are limited. It ends where a
 * plain one is let through (the limit is over by itself) or a forged one is refused (it does not help).
 */
export async function trySpoof(lane: Lane, user: string, series: Series): Promise<SpoofTrial> {
  const guesses: { forged: boolean; limited: boolean }[] = [];
  let count = 0;
  // TEST-NET-3 (RFC 5737): nobody's addresses.
  const forged = (names: readonly string[]) => {
    count += 1;
    const address = `203.0.113.${(count * 37) % 250 || 1}`;
    return forging.filter(([name]) => names.includes(name)).map(([name, of]) => [name, of(address)] as const);
  };
  const all = forging.map(([name]) => name);
  const send = async (names: readonly string[]) =>
    isLimited(await lane.guess({ user, ...(names.length > 0 ? { headers: forged(names) } : {}) }), series);
  for (const isForged of order) {
    const limited = await send(isForged ? all : []);
    guesses.push({ forged: isForged, limited });
    if (limited === isForged) return { headers: all, guesses };
  }
  for (const name of all) if (!(await send([name]))) return { headers: all, guesses, enough: name };
  return { headers: all, guesses };
}
