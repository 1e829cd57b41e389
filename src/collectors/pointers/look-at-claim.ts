import { GapError } from '../../model/gap.ts';
import { placeOf, placesAsOf, unclaimedWords } from '../../parse/unclaimed-place.ts';
import type { World } from '../../world/world.ts';
import { ask } from '../look/ask.ts';
import type { PointerLook } from '../domain-evidence.ts';
import type { NameLook } from '../network-evidence.ts';

type Claim = NonNullable<PointerLook['claim']>;

/** Whether the hosting service behind an alias says that nobody has set the name up. undefined: no such service. */
export async function lookAtClaim(
  name: Pick<NameLook, 'host' | 'aliases' | 'end'>,
  world: World,
  signal: AbortSignal,
): Promise<Claim | undefined> {
  const match = placeOf(name.aliases);
  if (!match) return undefined;
  const { place, suffix } = match;
  const base = { provider: place.name, suffix, source: place.source, asOf: placesAsOf };
  if (name.end === 'no-such-name') return { ...base, state: 'gone' };
  if (place.shows === 'dns' || name.end !== 'addresses') return { ...base, state: 'claimed' };
  try {
    // A service that nobody has set up has no certificate for the name either: https first, then http.
    const { response, text } = await askEither(name.host, world, signal);
    const words = unclaimedWords(place, response.status, text);
    return words === undefined
      ? { ...base, state: 'claimed', status: response.status }
      : { ...base, state: 'unclaimed', status: response.status, words };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return { ...base, state: 'not-seen', gap: error.gap };
  }
}

async function askEither(host: string, world: World, signal: AbortSignal) {
  const request = { permit: 'look', maxBodyBytes: 64 * 1024 } as const;
  try {
    return await ask(world, { url: `https://${host}/`, ...request }, signal);
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return await ask(world, { url: `http://${host}/`, ...request }, signal);
  }
}
