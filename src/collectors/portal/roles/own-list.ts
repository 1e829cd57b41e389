import { holds } from '../tenancy/atoms.ts';

/**
 * Whether an address that names no record gave the asker only its own: of the values that staff gets there another customer gets none of
 * those that the asker gets, nor met them elsewhere. Staff's list holds the rows of all, and each customer's own list is made at the same
 * address of some of them. With fewer than two values in common it is no function of staff's that stood open.
 */
export function isOwnList(
  atoms: readonly { readonly value: string }[],
  asker: string,
  other: string,
  knownToOther: (value: string) => boolean,
): boolean {
  const given = atoms.filter(({ value }) => holds(asker, value));
  return given.filter(({ value }) => holds(other, value) || knownToOther(value)).length < 2;
}

/** An address that names no record, neither in its path nor in a parameter. */
export const namesNoRecord = (template: string, url: string): boolean =>
  !template.includes('{') && [...new URL(url).searchParams.values()].every((value) => !/\d|^[^@\s]+@/.test(value));
