import type { IdentityName } from '../../../model/identity.ts';
import { keyOf, type Operation } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import type { PlainRequest } from './replay.ts';
import type { Setting } from './setting.ts';
import { isTableRead, rowAddress, tableRows } from './table-reads.ts';

/** A table of rows below the owner's record, and the request for them. */
export interface EmbeddedTable {
  readonly operation: Operation;
  readonly request: PlainRequest;
  /** The record that they belong to: where the asker is given it, they are nobody's secret. */
  readonly parent: PlainRequest;
}

/**
 * Tables that pages read only inside another one: `tickets?select=*,comments(*)` names a table that has policies of its own. Only rows
 * that say they belong to a record of the owner's which the asker was never given: what rows point to (a category, a person) may be
 * everybody's.
 */
export function embeddedTables(
  setting: Setting,
  operation: Operation,
  exchange: Exchange,
  asker: IdentityName,
): readonly EmbeddedTable[] {
  const { pathname, searchParams } = new URL(exchange.url);
  const names = embedsOf(searchParams.get('select') ?? '');
  const found = new Map<string, EmbeddedTable>();
  for (const parent of tableRows(exchangeContent(exchange).json)) {
    const id = idOf(parent);
    if (id === undefined || isMet(setting, asker, pathname, id)) continue;
    for (const [key, rows] of Object.entries(parent)) {
      const table = names.get(key);
      if (!table || found.has(table) || !Array.isArray(rows) || rows.length === 0) continue;
      const children = tableRows(rows);
      const foreign = Object.keys(children[0] ?? {}).find(
        (column) => /_?id$/i.test(column) && column !== 'id' && children.every((row) => String(row[column]) === id),
      );
      if (foreign === undefined) continue;
      const template = operation.template.replace(/[^/]+$/, table);
      if (setting.map.operations.some((one) => keyOf(one) === keyOf({ ...operation, template }))) continue;
      const url = new URL(exchange.url);
      url.pathname = pathname.replace(/[^/]+$/, table);
      url.search = `?select=*&${foreign}=eq.${encodeURIComponent(id)}&limit=20`;
      // The record itself may have been asked for as one object; of these there are several.
      const extra = [['accept', 'application/json']] as const;
      found.set(table, {
        operation: { ...operation, template, by: new Map() },
        request: { method: 'GET', url: url.href, like: exchange, extra },
        parent: { method: 'GET', url: rowAddress(exchange.url, id), like: exchange, extra },
      });
    }
  }
  return [...found.values()];
}

/** The name under which rows stand in the answer, with the table: `comments(*)`, `notes:comments!fk(text)`. */
export function embedsOf(select: string): ReadonlyMap<string, string> {
  return new Map(
    [...select.matchAll(/(?:(\w+):)?(\w+)(?:!\w+)*\(/g)].map(
      ([, alias, table = '']) => [alias ?? table, table] as const,
    ),
  );
}

function idOf({ id }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

function isMet(setting: Setting, asker: IdentityName, table: string, id: string): boolean {
  return setting.exchanges.some(
    (one) =>
      one.identity === asker &&
      one.status < 300 &&
      isTableRead(one) &&
      new URL(one.url).pathname === table &&
      tableRows(exchangeContent(one).json).some((row) => idOf(row) === id),
  );
}
