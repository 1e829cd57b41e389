import { blankIndexes } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';

/** What one customer's session was told and another's was not. */
export interface Told {
  readonly knows: (value: string) => boolean;
  /** How the customer and its account are called where the portal says who is signed in: names, mail, telephone. */
  readonly names: ReadonlySet<string>;
}

/** `self`: the account's user name and mail. Only what was answered after the sign-in counts, `without` this address. */
export function toldTo(exchanges: readonly Exchange[], self: readonly string[], without: string): Told {
  const bare = (url: string) => url.split(/[?#]/)[0] ?? '';
  const own = exchanges.filter((one) => one.afterSignIn && one.status < 300 && bare(one.url) !== bare(without));
  const values = new Set<string>();
  const names = new Set<string>();
  for (const { kind, leaves } of own.map(exchangeContent)) {
    for (const { value } of leaves) values.add(value);
    if (kind !== 'json') continue;
    const account = leaves.find(({ value }) => self.some((one) => one.toLowerCase() === value.toLowerCase()));
    if (account) for (const one of besideIt(leaves, account)) names.add(one);
  }
  return { knows: (value) => values.has(value), names };
}

/** Values of the object that holds this one, and of the objects in it. */
function besideIt(leaves: readonly Leaf[], { path }: Leaf): readonly string[] {
  const at = path.slice(0, path.lastIndexOf('.') + 1);
  return leaves
    .filter((leaf) => leaf.path.startsWith(at) && !leaf.path.slice(at.length).includes('[') && isAtomLike(leaf))
    .map(({ value }) => value);
}

export interface NamedRow {
  /** What the row says of the customer besides its name, and the name. */
  readonly values: readonly string[];
}

/**
 * Rows of an answer that name this customer and say something further of it, both what the other customer was never told. `isShown`:
 * whether some row's value at this place stands on a page that everybody reads: then the portal publishes such values.
 */
export function rowsNaming(
  leaves: readonly Leaf[],
  own: Told,
  other: Told,
  isShown: (place: string) => boolean,
): readonly NamedRow[] {
  const rows = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const row = /^.*\[\d+\]/.exec(leaf.path)?.[0];
    if (row !== undefined) rows.set(row, [...(rows.get(row) ?? []), leaf]);
  }
  return [...rows.values()].flatMap((row): NamedRow[] => {
    const kept = row.filter(
      (leaf) =>
        leaf.type === 'string' &&
        isAtomLike(leaf) &&
        own.knows(leaf.value) &&
        !other.knows(leaf.value) &&
        !isShown(blankIndexes(leaf.path)),
    );
    const values = [...new Set(kept.map(({ value }) => value))];
    const further = values.filter((value) => !own.names.has(value));
    return values.length > further.length && further.length > 0 && values.length >= 3 ? [{ values }] : [];
  });
}

/** The places of an answer at which some row says what stands in these texts. */
export function placesShown(leaves: readonly Leaf[], texts: readonly string[]): ReadonlySet<string> {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');
  const read = texts.map(plain);
  return new Set(
    leaves
      .filter(({ value }) => value.trim().length >= 3 && read.some((text) => text.includes(plain(value.trim()))))
      .map(({ path }) => blankIndexes(path)),
  );
}
