import { isAtomLike } from '../tenancy/atoms.ts';
import { flatten } from '../operations/slots.ts';

/**
 * The values of those rows of a list of everybody's that are about one customer: the row has a value that this customer meets
 * anyway and no other row has. To receive its own row of a list of staff's is nobody's leak.
 */
export function ownRows(json: unknown, knows: (value: string) => boolean): ReadonlySet<string> {
  const rows = listIn(json).map((row) => flatten(row, []).map(({ value }) => value));
  const counts = new Map<string, number>();
  for (const row of rows) for (const value of new Set(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const isOwn = (row: readonly string[]) =>
    row.some((value) => counts.get(value) === 1 && isAtomLike({ value, type: 'string' }) && knows(value));
  const own = rows.filter(isOwn).flat();
  const others = new Set(rows.filter((row) => !isOwn(row)).flat());
  return new Set(own.filter((value) => !others.has(value)));
}

/** The longest list of objects of an answer, at most three keys down. */
function listIn(json: unknown, depth = 0): readonly unknown[] {
  if (Array.isArray(json)) return json.every((one) => one !== null && typeof one === 'object') ? json : [];
  if (json === null || typeof json !== 'object' || depth > 3) return [];
  return Object.values(json)
    .map((one) => listIn(one, depth + 1))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), []);
}
