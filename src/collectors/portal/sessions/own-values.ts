import type { HeaderList } from '../../../world/world.ts';
import { isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import { withoutScheme } from '../tokens/find-tokens.ts';
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

/** Where a request is looked for: what another session of the account asked too, and answers that are files. */
export interface Among {
  readonly from?: readonly Exchange[];
  readonly files?: boolean;
}

/**
 * Values of an answer that stay from one request to the next, and that nobody gets without credentials or with made-up ones: many a
 * front door asks only whether there is a cookie, and gives the frame of the page to whoever has one.
 */
export async function ownValues({ credentials, send }: Sender): Promise<readonly string[]> {
  const all = await credentials();
  const [first, second, ...others] = [await send(all), await send(all), await send([]), await send(all.map(madeUp))];
  if (first.outcome !== 'data' || second.outcome !== 'data') return [];
  return stableLeaves(first.content.leaves, second.content.leaves)
    .filter((leaf) => isAtomLike(leaf) && !others.some(({ content }) => content.text.includes(leaf.value)))
    .map((leaf) => leaf.value)
    .slice(0, 40);
}

/** The same name with a value of the same build that nobody was given: it cannot be decoded, let alone be anybody's. */
function madeUp({ place, name, value }: Credential): Credential {
  const secret = withoutScheme(value);
  const other = secret
    .replace(/[a-y]|[A-Y]|[0-8]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 1))
    .replace(/[zZ9]$/, 'a');
  return { place, name, value: value.replace(secret, () => other) };
}

export const hostOf = ({ url }: Exchange) => new URL(url).host;
/** Headers of a request that say who is asking. */
export const secretsOf = ({ requestHeaders }: Exchange) =>
  Object.keys(requestHeaders)
    .filter((name) => credentialHeader.test(name))
    .sort();
export const byName = (headers: HeaderList): Readonly<Record<string, string>> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
