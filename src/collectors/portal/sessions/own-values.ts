import type { HeaderList } from '../../../world/world.ts';
import { isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import { credentialHeader } from '../words.ts';
import type { Exchange } from '../recorder.ts';
import type { RawView } from '../tenancy/view.ts';
import type { Credential } from './who-am-i.ts';

/** A recorded request that is sent with whatever credentials one likes. */
export interface Sender {
  readonly credentials: () => Promise<readonly Credential[]>;
  readonly send: (credentials: readonly Credential[], more?: More) => Promise<RawView>;
}
/** What a request differs in besides its credentials, and where its headers go. */
export interface More {
  readonly method?: string;
  readonly extra?: HeaderList;
  readonly onHeaders?: (headers: HeaderList) => void;
}

/** Values of an answer that stay from one request to the next, and that nobody gets without credentials. */
export async function ownValues({ credentials, send }: Sender): Promise<readonly string[]> {
  const all = await credentials();
  const [first, second, bare] = [await send(all), await send(all), await send([])];
  if (first.outcome !== 'data' || second.outcome !== 'data') return [];
  return stableLeaves(first.content.leaves, second.content.leaves)
    .filter((leaf) => isAtomLike(leaf) && !bare.content.text.includes(leaf.value))
    .map((leaf) => leaf.value)
    .slice(0, 40);
}

export const hostOf = ({ url }: Exchange) => new URL(url).host;
/** Headers of a request that say who is asking. */
export const secretsOf = ({ requestHeaders }: Exchange) =>
  Object.keys(requestHeaders)
    .filter((name) => credentialHeader.test(name))
    .sort();
