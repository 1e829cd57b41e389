import type { PlannedWrite } from '../../../world/journal.ts';
import { rowsWhere } from '../tenancy/table-reads.ts';

/**
 * How a row is taken back that a page writes straight into a table (PostgREST): by a filter that names its text, since a row has no
 * address of its own. undefined for any other request.
 */
export function undoOfRow(
  {
    method,
    url,
    headers,
    body,
  }: { method: string; url: string; headers: Readonly<Record<string, string>>; body: string },
  mark: string,
): PlannedWrite['undo'] {
  const { pathname, searchParams } = new URL(url);
  const isTable =
    method === 'POST' &&
    headers.apikey !== undefined &&
    (/\/rest\/v\d+\/(?!rpc\/)[a-z_]\w*$/i.test(pathname) || searchParams.has('columns') || searchParams.has('select'));
  const rows = isTable ? rowsIn(body) : [];
  const [row] = rows;
  const column = rows.length === 1 && row && Object.entries(row).find(([, value]) => String(value).includes(mark));
  if (!column || typeof column[1] !== 'string') return undefined;
  const look = rowsWhere(url, column[0], column[1]);
  const filter = new URL(look);
  filter.searchParams.delete('select');
  return { method: 'DELETE', url: filter.href, look: { url: look, mark } };
}

function rowsIn(body: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const json: unknown = JSON.parse(body);
    return (Array.isArray(json) ? json : [json]).filter((one) => one !== null && typeof one === 'object');
  } catch {
    return [];
  }
}
