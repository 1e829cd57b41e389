import { isHex } from './random-look.ts';
import type { RawHit } from './search-text.ts';
import { senseOfName } from './secret-name.ts';
import { columnsOfTables, plainName } from './table-definitions.ts';
import { judgeValue } from './secret-value.ts';
import type { TextKind } from './text-kind.ts';

/** Dumps of databases, where the columns are named once before all rows: `INSERT INTO clients (id, secret) VALUES (1, '…')`. */
export const isDump = /\.sql$/i;
const insert =
  /\binsert\s+(?:ignore\s+)?into\s+([\w.`"[\]]{1,120})\s{0,4}(?:\(([^()]{1,4000})\)\s{0,4})?values\s{0,4}(?=\()/gi;
/** As `pg_dump` writes: the columns, then a line for each row (PostgreSQL documentation, COPY). */
const copy = /^copy\s+[\w.`"]{1,120}\s{0,4}\(([^()]{1,4000})\)\s+from\s+stdin;\r?\n/gim;
const mostHits = 25;

/** Columns of tables of settings: one names what stands in the other. */
const naming =
  /^(?:key|name|code|path|setting|option|property|config_?key|option_?name|setting_?name|meta_?key|setting_?key)$/i;
const holding = /^(?:value|val|data|content|(?:option|setting|config|meta|property)_?value)$/i;

interface Statement {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

/** All statements that put in rows, with the columns that they or the table's definition name. */
function* statementsIn(text: string): Generator<Statement> {
  let tables: ReadonlyMap<string, readonly string[]> | undefined;
  for (const match of text.matchAll(insert)) {
    const [whole, table = '', list] = match;
    if (list === undefined) tables ??= columnsOfTables(text);
    const columns = list === undefined ? (tables?.get(plainName(table)) ?? []) : list.split(',').map(plainName);
    yield { columns, rows: rowsFrom(text, match.index + whole.length) };
  }
  for (const match of text.matchAll(copy))
    yield {
      columns: (match[1] as string).split(',').map(plainName),
      rows: copiedRows(text, match.index + match[0].length),
    };
}

/** Secrets in rows whose statement says what stands in them. */
export function secretsOfInserts(bytes: Buffer, kind: TextKind): RawHit[] {
  const text = bytes.toString('latin1');
  const hits: RawHit[] = [];
  for (const { columns, rows } of statementsIn(text)) {
    const named = columns.findIndex((one) => naming.test(one));
    const settled = columns.findIndex((one) => holding.test(one));
    const settings = named >= 0 && settled >= 0;
    if (!settings && columns.every((name) => senseOf(name) === undefined)) continue;
    for (const row of rows) {
      const [, from = 0, to = 0] = row.find(([at]) => at === named) ?? [];
      for (const [at, start, end] of row) {
        const name = settings && at === settled ? text.slice(from, to) : (columns[at] ?? '');
        if (hits.length < mostHits) hits.push(...secretIn(text, name, start, end, kind));
      }
    }
  }
  return hits;
}

const senseOf = (name: string) => (/^[\w./-]{2,60}$/.test(name) ? senseOfName(name) : undefined);

function secretIn(text: string, name: string, from: number, to: number, kind: TextKind): readonly RawHit[] {
  const sense = senseOf(name);
  const value = text.slice(from, to);
  // Tables of users and of sessions hold hashes under such a name.
  if (!sense || (sense.kind !== 'key' && isHex(value) && value.length >= 32)) return [];
  const how = judgeValue({ value, quote: "'", separator: '=', name, sense, kind });
  if (how === undefined) return [];
  const doubtful = kind.rehearsal || kind.packaged;
  return [
    {
      rule: `named-${sense.kind}`,
      provider: 'what its name says',
      grants: 'do what the name of its column or row says it opens',
      exposure: 'secret',
      weight: doubtful ? 'low' : how === 'chosen' || !sense.strong ? 'medium' : 'high',
      value,
      from,
      to,
      via: [],
      shaped: false,
      name,
      ...(doubtful ? { doubt: 'rehearsal' as const } : {}),
    },
  ];
}

/** Which column, and where its text begins and ends. */
type Cell = readonly [number, number, number];

/** The texts of each row, `(1, 'a', NULL), (…)`; other values are left out. */
function* rowsFrom(text: string, start: number): Generator<readonly Cell[]> {
  for (let at = start; text[at] === '('; ) {
    const row: Cell[] = [];
    let column = 0;
    for (at += 1; at < text.length && text[at] !== ')'; ) {
      if (text[at] === "'") {
        const to = endOfText(text, at + 1);
        if (to < 0) return;
        row.push([column, at + 1, to]);
        at = to + 1;
      } else {
        if (text[at] === ',') column += 1;
        at += 1;
      }
    }
    yield row;
    at += 1;
    while (/[\s,]/.test(text[at] ?? '')) at += 1;
  }
}

/** Cells stand between tabs; `\\N` is none, `\\.` ends the rows. */
function* copiedRows(text: string, start: number): Generator<readonly Cell[]> {
  for (let from = start; from < text.length && text.slice(from, from + 2) !== '\\.'; ) {
    const end = text.indexOf('\n', from);
    if (end < 0) return;
    const row: Cell[] = [];
    let at = from;
    for (const [column, cell] of text.slice(from, end).split('\t').entries()) {
      if (cell !== '\\N') row.push([column, at, at + cell.length]);
      at += cell.length + 1;
    }
    yield row;
    from = end + 1;
  }
}

/** A quote is written twice, or behind a backslash. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === "'") return at;
  }
  return -1;
}
