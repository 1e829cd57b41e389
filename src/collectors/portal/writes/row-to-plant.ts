import { isLock } from './locks.ts';
import { isIdKey } from './text-field.ts';

export type TableRow = Readonly<Record<string, unknown>>;

/** What has to differ from row to row, and what the database sets by itself. */
const ofOneRow =
  /^(slug|code|number|no|nr|ref|token|key|hash|url|e-?mail)$|_(slug|code|number|no|nr|token|key|hash)$|(_at|_on|At|On)$|^(created|updated|inserted|deleted|timestamp)$|tsv|search/;

/** A row like this one, with the mark in its text: what the database fills in by itself is left to it. */
export function rowToPlant(row: TableRow, text: string, mark: string): TableRow {
  return {
    ...Object.fromEntries(
      Object.entries(row).filter(
        ([name, value]) =>
          value !== null && typeof value !== 'object' && !isIdKey(name) && !isLock(name) && !ofOneRow.test(name),
      ),
    ),
    [text]: mark,
  };
}

/**
 * The same row as the database would rather have it, by what it said (PostgreSQL's error codes, appendix A; PostgREST's own): a column
 * that must not be empty is added, one that it fills in itself or does not know is left out, one that has to differ gets the mark.
 */
export function adaptedRow(sent: TableRow, like: TableRow, said: unknown, mark: string): TableRow | undefined {
  const { code, message, details } = (said ?? {}) as Readonly<Record<string, unknown>>;
  const text = `${typeof message === 'string' ? message : ''} ${typeof details === 'string' ? details : ''}`;
  const column = /column "(\w+)"|'(\w+)' column|Key \((\w+)\)=/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined);
  if (column === undefined) return undefined;
  const present = like[column];
  if (code === '23502' && sent[column] === undefined && present !== undefined && present !== null)
    return { ...sent, [column]: typeof present === 'string' && ofOneRow.test(column) ? mark : present };
  if (code === '23505' && sent[column] !== mark)
    return { ...sent, [column]: typeof present === 'number' ? Number.parseInt(mark.slice(2, 8), 16) : mark };
  if (!['428C9', '42703', 'PGRST204'].includes(String(code)) || !(column in sent)) return undefined;
  return Object.fromEntries(Object.entries(sent).filter(([name]) => name !== column));
}
