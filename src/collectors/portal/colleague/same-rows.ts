import type { AnswerContent, Leaf } from '../tenancy/answer-text.ts';
import { isTelling } from '../tenancy/together.ts';

/** The short values of one row: a time, a name, a word for what was done. None tells anything alone, all of them do. */
export type Row = readonly string[];

const mostOf = 0.8;

/** The rows of an answer, whatever its form: what stands below one place is a row. */
export function rowsOf({ leaves }: Pick<AnswerContent, 'leaves'>): readonly Row[] {
  const rows = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const place = leaf.path.replace(/(\.[^.[\]]*|\[\d+\])$/, '');
    rows.set(place, [...(rows.get(place) ?? []), leaf]);
  }
  return [...rows.values()].filter(isTelling).map((row) => [...new Set(row.map(({ value }) => value.trim()))]);
}

/** How many of these rows an answer holds, each of them together in one row of its own. */
export function rowsHeld(rows: readonly Row[], content: Pick<AnswerContent, 'leaves'>): number {
  const given = rowsOf(content).map((row) => new Set(row));
  return rows.filter((row) => given.some((other) => isWithin(row, other))).length;
}

/** Rows that none of these answers holds. */
export function rowsOfNone(rows: readonly Row[], answers: readonly Pick<AnswerContent, 'leaves'>[]): readonly Row[] {
  const others = answers.flatMap(rowsOf).map((row) => new Set(row));
  return rows.filter((row) => !others.some((other) => isWithin(row, other)));
}

const isWithin = (row: Row, other: ReadonlySet<string>) =>
  row.filter((value) => other.has(value)).length >= row.length * mostOf;
