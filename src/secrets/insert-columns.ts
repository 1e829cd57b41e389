import { isHex } from './random-look.ts';
import type { RawHit } from './search-text.ts';
import { senseOfName } from './secret-name.ts';
import { judgeValue } from './secret-value.ts';
import type { TextKind } from './text-kind.ts';

/** Dumps of databases, where the columns are named once before all rows: `INSERT INTO clients (id, secret) VALUES (1, '…')`. */
export const isDump = /\.sql$/i;
const insert =
  /\binsert\s+(?:ignore\s+)?into\s+[\w.`"[\]]{1,120}\s{0,4}\(([^()]{1,4000})\)\s{0,4}values\s{0,4}(?=\()/gi;
const mostHits = 25;

/** Columns of tables of settings: one names what stands in the other. */
const naming =
  /^(?:key|name|code|path|setting|option|property|config_?key|option_?name|setting_?name|meta_?key|setting_?key)$/i;
const holding = /^(?:value|val|data|content|(?:option|setting|config|meta|property)_?value)$/i;

/** Secrets in rows whose statement says what stands in them. */
export function secretsOfInserts(bytes: Buffer, kind: TextKind): RawHit[] {
  const text = bytes.toString('latin1');
  const hits: RawHit[] = [];
  for (const match of text.matchAll(insert)) {
    const columns = (match[1] as string).split(',').map((one) => one.trim().replace(/^[`"[]+|[`"\]]+$/g, ''));
    const named = columns.findIndex((one) => naming.test(one));
    const settled = columns.findIndex((one) => holding.test(one));
    const settings = named >= 0 && settled >= 0;
    if (!settings && columns.every((name) => senseOf(name) === undefined)) continue;
    for (const row of rowsFrom(text, match.index + match[0].length)) {
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

/** A quote is written twice, or behind a backslash. */
function endOfText(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === "'") return at;
  }
  return -1;
}
