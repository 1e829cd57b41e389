import { hitInColumn } from './column-hit.ts';
import type { RawHit } from './search-text.ts';
import { senseOfName } from './secret-name.ts';
import { judgeValue } from './secret-value.ts';
import type { TextKind } from './text-kind.ts';
import { looksDrawn } from './random-look.ts';
import type { Zone } from './zone.ts';

/** Tables of Markdown (GitHub Flavored Markdown, 4.10), as notes for whoever takes over hold them. */
export const isMarkdown = /\.(?:md|mdx|markdown)$/i;
const delimiter = /\n[ \t]{0,3}\|?[ \t]{0,40}:?-{2,200}:?[ \t]{0,40}\|[ \t:|-]{0,400}(?=\r?\n)/g;
const secretive = /passw|kennwort|pwd|secret|token|key|credential|contrase|senha/i;
const mostRows = 200;
const mostHits = 25;

interface TableSecrets {
  readonly hits: readonly RawHit[];
  readonly zones: readonly Zone[];
}

/** Drawn values in columns whose heading says that secrets stand there: warnings, as in every document. */
export function secretsOfMarkdown(bytes: Buffer, kind: TextKind): TableSecrets {
  const hits: RawHit[] = [];
  const zones: Zone[] = [];
  if (bytes.indexOf('|') < 0) return { hits, zones };
  const text = bytes.toString('latin1');
  for (const match of text.matchAll(delimiter)) {
    const headFrom = text.lastIndexOf('\n', match.index - 1) + 1;
    const head = text.slice(headFrom, match.index);
    if (head.length > 400 || !secretive.test(head)) continue;
    const names = cellsOf(head, 0).map(({ cell }) => cell.replace(/\W+/g, '_').replace(/^_+|_+$/g, ''));
    let at = match.index + match[0].length;
    for (let rows = 0; rows < mostRows && hits.length < mostHits; rows += 1) {
      const from = text.indexOf('\n', at) + 1;
      if (from === 0 || from >= text.length) break;
      const end = text.indexOf('\n', from);
      at = end < 0 ? text.length : end;
      const row = text.slice(from, at);
      if (!row.includes('|') || row.length > 2000) break;
      for (const [column, { cell, at: start }] of cellsOf(row, from).entries())
        hits.push(...secretIn(names[column] ?? '', cell, start, kind));
    }
    zones.push({ from: headFrom, to: at });
  }
  return { hits, zones };
}

function secretIn(name: string, cell: string, at: number, kind: TextKind): readonly RawHit[] {
  const sense = /^\w{2,40}$/.test(name) ? senseOfName(name) : undefined;
  const [, quote = '', value = ''] = /^(`?)([^\s`|<>]{8,200})\1$/.exec(cell) ?? [];
  if (!sense || value === '' || !looksDrawn(value)) return [];
  if (judgeValue({ value, quote: '"', separator: '=', name, sense, kind }) === undefined) return [];
  return [hitInColumn({ name, sense, value, from: at + quote.length, weight: 'low', isDoubtful: true })];
}

/** The cells of a row and where their texts begin. */
function cellsOf(row: string, offset: number): readonly { readonly cell: string; readonly at: number }[] {
  const start = /^[ \t]*\|?/.exec(row)?.[0].length ?? 0;
  let at = start;
  return row
    .slice(start)
    .split('|')
    .map((part) => {
      const cell = { cell: part.trim(), at: offset + at + (part.length - part.trimStart().length) };
      at += part.length + 1;
      return cell;
    });
}
