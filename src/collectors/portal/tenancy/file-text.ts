import { createHash } from 'node:crypto';
import { strFromU8, unzipSync, unzlibSync } from 'fflate';

const textLimit = 1_500_000;

/** The text of a PDF, a zipped document or a file that is no text, its sum as the last line; undefined for what is text itself. */
export function fileText(body: Uint8Array): string | undefined {
  if (startsWith(body, '%PDF')) return `${pdfText(body)}\n${sumOf(body)}`;
  if (body[0] === 0x50 && body[1] === 0x4b) return `${zipText(body)}\n${sumOf(body)}`;
  // A picture or a recording: no line of it says anything to anybody.
  return body.subarray(0, 1024).includes(0) ? sumOf(body) : undefined;
}

/** What a whole file goes by, a line of its text: the same in two answers, and both gave the same file. */
export const sumLine = /^sha-256 [0-9a-f]{64}$/m;
export const sumOf = (body: Uint8Array): string => `sha-256 ${createHash('sha256').update(body).digest('hex')}`;

/** Spreadsheets write their text in two bytes a letter, and say so first (RFC 2781). */
export function wideOf(body: Uint8Array): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : undefined;
}

function pdfText(body: Uint8Array): string {
  const raw = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const parts: string[] = [];
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = raw.indexOf('endstream', start);
    if (end < 0 || parts.length > 200) break;
    try {
      parts.push(strFromU8(unzlibSync(body.subarray(start, end), { out: new Uint8Array(2_000_000) }), true));
    } catch {
      parts.push(raw.slice(start, end));
    }
  }
  const shown = [...`${raw}\n${parts.join('\n')}`.matchAll(/\(((?:[^()\\]|\\.)*)\)/g)].map((one) => one[1] ?? '');
  const drawn = parts.flatMap(drawnLines);
  return `${shown.join('\n')}\n${shown.join('')}\n${drawn.join('\n')}`.slice(0, textLimit);
}

/** One line of text each: pieces with what moves them closer or apart between them, or figures (ISO 32000-1, 7.3.4.3 and 9.4.3). */
const drawing =
  /\[((?:\((?:[^()\\]|\\[\s\S])*\)|<[0-9a-f\s]*>|[^[\]()<>]){0,4000})\]\s*TJ|(<[0-9a-f\s]+>)\s*(?:Tj|['"])/gi;

/** Thousandths of the letters' height: what stands further apart are two words. */
const wordApart = 200;

function drawnLines(content: string): readonly string[] {
  return [...content.matchAll(drawing)].flatMap(([, pieces, one]) => {
    const line = [...(pieces ?? one ?? '').matchAll(/\(((?:[^()\\]|\\[\s\S])*)\)|<([0-9a-f\s]*)>|-(\d+)/gi)]
      .map(([, said, figures, apart]) =>
        apart === undefined
          ? (said?.replace(/\\([()\\])/g, '$1') ?? lettersOf(figures ?? ''))
          : Number(apart) >= wordApart
            ? ' '
            : '',
      )
      .join('')
      .trim();
    return line === '' ? [] : [line];
  });
}

/** Nothing where the figures number the shapes of a font of the document's own: what those mean stands elsewhere. */
function lettersOf(figures: string): string {
  const text = Buffer.from(figures.replace(/\s/g, ''), 'hex').toString('latin1');
  return /[^\P{Cc}\t\r\n]/u.test(text) ? '' : text;
}

function zipText(body: Uint8Array): string {
  try {
    const files = unzipSync(body, {
      filter: (file) => file.originalSize < 2_000_000 && /\.(xml|txt|csv|json|html?)$/i.test(file.name),
    });
    return Object.values(files)
      .slice(0, 40)
      .map((file) => strFromU8(file).replace(/<[^>]+>/g, '\n'))
      .join('\n')
      .slice(0, textLimit);
  } catch {
    return '';
  }
}

function startsWith(body: Uint8Array, text: string): boolean {
  return Buffer.from(body.subarray(0, text.length)).toString('latin1') === text;
}
