import type { RawView } from './view.ts';

const totalKey =
  /^(total|total_?count|count|total_?(items|records|results|rows|elements|hits)|records_?(total|filtered)|num_?found|hits)$/i;

interface Total {
  readonly path: string;
  readonly total: number;
  readonly rows: number;
}

/** Numbers that say how many rows a list has, beside the rows themselves or one step above them. */
function totalsIn(value: unknown, path = '$', depth = 0): readonly Total[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || depth > 4) return [];
  const entries = Object.entries(value);
  const arrays = entries.flatMap(([, one]) =>
    Array.isArray(one)
      ? [one]
      : one !== null && typeof one === 'object'
        ? Object.values(one).filter(Array.isArray)
        : [],
  );
  const rows = arrays.filter((one) => one.every((row: unknown) => row !== null && typeof row === 'object'));
  const here = entries.flatMap(([key, one]): Total[] =>
    rows.length === 1 && typeof one === 'number' && totalKey.test(key)
      ? [{ path: `${path}.${key}`, total: one, rows: rows[0]?.length ?? 0 }]
      : [],
  );
  return [...here, ...entries.flatMap(([key, one]) => totalsIn(one, `${path}.${key}`, depth + 1))];
}

/**
 * A list shown whole to two customers, with the same count for both that is no smaller than both lists together: rows are counted
 * that the asker is not shown. undefined where nothing of the kind is said.
 */
export function countsOthers(
  asker: RawView,
  owner: RawView,
): { readonly total: number; readonly rows: number } | undefined {
  const theirs = totalsIn(owner.content.json);
  const hit = totalsIn(asker.content.json).find(({ path, total, rows }) =>
    theirs.some(
      (one) => one.path === path && one.total === total && rows > 0 && one.rows > 0 && total >= rows + one.rows,
    ),
  );
  return hit && { total: hit.total, rows: hit.rows };
}
