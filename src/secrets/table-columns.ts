import { hitInColumn } from './column-hit.ts';
import { isDump, secretsOfInserts } from './insert-columns.ts';
import { isMarkdown, secretsOfMarkdown } from './markdown-tables.ts';
import { isHex } from './random-look.ts';
import type { RawHit } from './search-text.ts';
import { senseOfName } from './secret-name.ts';
import { judgeValue } from './secret-value.ts';
import type { TextKind } from './text-kind.ts';
import type { Zone } from './zone.ts';

/** Tables as text (RFC 4180 and its kin): the first line names the columns, so no name stands beside a value. */
const isTable = /\.(?:csv|tsv)$/i;
const mostHits = 25;

interface Cell {
  readonly text: string;
  /** Where it begins, behind a quote. */
  readonly from: number;
}

/** Texts in which a name stands far above its values. */
export const hasColumns = (path: string) => isTable.test(path) || isDump.test(path);

interface Found {
  readonly kind: TextKind;
  readonly hits: RawHit[];
  readonly zones: Zone[];
}

/** Adds the secrets in columns, by what these are called. */
export function addColumns(bytes: Buffer, path: string, { kind, hits, zones }: Found): void {
  if (isDump.test(path)) hits.push(...secretsOfInserts(bytes, kind));
  else if (isTable.test(path)) hits.push(...secretsOfTable(bytes, kind));
  else if (isMarkdown.test(path)) {
    const found = secretsOfMarkdown(bytes, kind);
    hits.push(...found.hits);
    zones.push(...found.zones);
  }
}

/** Secrets in columns whose heading says what stands in them. */
function secretsOfTable(bytes: Buffer, kind: TextKind): RawHit[] {
  const text = bytes.toString('latin1');
  const head = text.slice(0, Math.max(0, text.indexOf('\n')) || text.length);
  const separator = [',', ';', '\t', '|']
    .map((sign) => [head.split(sign).length, sign] as const)
    .sort((a, b) => b[0] - a[0])[0]?.[1];
  if (separator === undefined || head.length > 4000 || !/pass|pwd|secret|token|key|cred|salt|psk/i.test(head))
    return [];
  const [heading, ...rows] = rowsOf(text, separator);
  const columns = (heading ?? []).map(({ text: name }) => {
    const word = name
      .trim()
      .replace(/^\W+|\W+$/g, '')
      .replace(/[\s-]+/g, '_');
    return { name: word, sense: /^\w{2,40}$/.test(word) ? senseOfName(word) : undefined };
  });
  const hits: RawHit[] = [];
  for (const row of rows)
    for (const [at, { text: value, from }] of row.entries()) {
      const { name = '', sense } = columns[at] ?? {};
      if (!sense || hits.length >= mostHits) continue;
      // Tables of users hold hashes under that heading.
      if (sense.kind === 'password' && isHex(value) && value.length >= 32) continue;
      const how = judgeValue({ value, quote: '"', separator: '=', name, sense, kind: { ...kind, form: 'settings' } });
      if (how === undefined) continue;
      const isDoubtful = kind.rehearsal || kind.packaged;
      const weight = isDoubtful ? 'low' : how === 'chosen' || !sense.strong ? 'medium' : 'high';
      hits.push(hitInColumn({ name, sense, value, from, weight, isDoubtful }));
    }
  return hits;
}

function* rowsOf(text: string, separator: string): Generator<readonly Cell[]> {
  let row: Cell[] = [];
  for (let at = 0; at < text.length; ) {
    const quoted = text[at] === '"';
    const from = quoted ? at + 1 : at;
    let end = from;
    if (quoted) {
      end = text.indexOf('"', from);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) return;
    } else while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
    row.push({ text: text.slice(from, end).replace(/\r$/, ''), from });
    at = quoted ? end + 1 : end;
    if (text[at] === '\r') at += 1;
    if (text[at] === separator) at += 1;
    else {
      // A line ends, or a quote that says nothing: the rest of the line is left.
      at = text.indexOf('\n', at);
      yield row;
      row = [];
      if (at < 0) return;
      at += 1;
    }
  }
  if (row.length > 0) yield row;
}
