import { joinLiterals } from './escapes.ts';

/** A text that is written in pieces: where they stand, and what they make with the name before them. */
export interface Pieces {
  readonly via: 'joined' | 'codes';
  readonly from: number;
  readonly to: number;
  /** The text alone. */
  readonly plain: string;
  /** As one literal behind what stood before the pieces. */
  readonly text: string;
  /** How much of it stood before them. */
  readonly before: number;
}

/** Reads the pieces that a sign in `[from, to)` announces; undefined where none are written there. */
export type ReadPieces = (bytes: Buffer, from: number, to: number) => Pieces | undefined;

const nameBefore = 60;
const longest = 4096;
const mostPieces = 400;
const leastCodes = 8;

/** `'sk_li' + 've_…'`: the sign is behind the first text. */
export const joinedAt: ReadPieces = (bytes, from, to) => {
  // Most signs behind a text join it with a name: seen at once.
  let next = to;
  while (next - to < 60 && isGap(bytes[next] as number)) next += 1;
  if (bytes[next] !== 34 && bytes[next] !== 39) return undefined;
  const start = Math.max(0, from - 400);
  const text = bytes.toString('latin1', start, from + longest);
  const joined = joinLiterals(text, from - start);
  if (!joined) return undefined;
  const before = text.slice(Math.max(0, joined.from - nameBefore), joined.from);
  return {
    via: 'joined',
    from: start + joined.from,
    to: start + joined.to,
    plain: joined.text,
    text: `${before}${joined.text}${text[from - start]}`,
    before: before.length,
  };
};

/** `['sk_li', 've_…'].join('')`: the sign is behind the list. */
export const listBefore: ReadPieces = (bytes, from) => {
  if (bytes[from - 1] !== closeSquare) return undefined;
  const start = Math.max(0, from - longest);
  const text = bytes.toString('latin1', start, from - 1);
  const pieces: string[] = [];
  let at = text.length;
  while (pieces.length < mostPieces) {
    at = text.slice(0, at).trimEnd().length;
    if (pieces.length === 0 && text[at - 1] === ',') at = text.slice(0, at - 1).trimEnd().length;
    const quote = text[at - 1];
    if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
    const open = text.lastIndexOf(quote, at - 2);
    if (open < 0 || at - open > 600) return undefined;
    pieces.unshift(text.slice(open + 1, at - 1));
    at = text.slice(0, open).trimEnd().length;
    const sign = text[at - 1];
    if (sign === '[') return made('joined', text, start, { from: at - 1, to: text.length + 1 }, pieces.join(''));
    if (sign !== ',') return undefined;
    at -= 1;
  }
  return undefined;
};

/** `''.join(['sk_li', 've_…'])`: the sign ends with the bracket that opens the list. */
export const listBehind: ReadPieces = (bytes, from, to) => {
  const start = Math.max(0, from - nameBefore);
  const text = bytes.toString('latin1', start, to + longest);
  const piece = /\s{0,80}(["'])([^"'\n]{0,600})\1\s{0,80}([,\])])/y;
  const pieces: string[] = [];
  piece.lastIndex = to - start;
  while (pieces.length < mostPieces) {
    const match = piece.exec(text);
    if (!match) return undefined;
    pieces.push(match[2] as string);
    if (match[3] !== ',')
      return made('joined', text, start, { from: from - start, to: piece.lastIndex }, pieces.join(''));
  }
  return undefined;
};

/** `bytes([115, 107, …])`, `String.fromCharCode(0x73, …)`, `char[] pin = {'s', 'k', …}`: numbers or letters one by one. */
export const codesBehind: ReadPieces = (bytes, from, to) => {
  const opener = openerOfCodes(bytes, to);
  if (opener < 0) return undefined;
  const start = Math.max(0, from - nameBefore);
  const text = bytes.toString('latin1', start, opener + longest);
  const one = /\s{0,40}(?:0x([0-9a-fA-F]{2})|(\d{1,3})|'([^'\\\n])'|"([^"\\\n])")\s{0,40}(,?)/y;
  let plain = '';
  one.lastIndex = opener - start;
  for (let match = one.exec(text); match !== null && plain.length < longest; match = one.exec(text)) {
    const [, hex, number, single, double] = match;
    const code = hex === undefined ? Number(number) : Number.parseInt(hex, 16);
    const char = single ?? double ?? String.fromCharCode(code);
    if (!/^[\n\x20-\x7e]$/.test(char)) return undefined;
    plain += char;
    if (match[5] !== ',') {
      if (plain.length < leastCodes || !/^\s{0,40}[\])}]/.test(text.slice(one.lastIndex, one.lastIndex + 42)))
        return undefined;
      // `char[] pin = {`: the name stands behind the sign.
      const name = text.slice(to - start, opener - start - 1);
      const place = { from: from - start, to: one.lastIndex };
      return made('codes', text, start, place, plain, /[\w$]\s*=\s*$/.test(name) ? name : undefined);
    }
  }
  return undefined;
};

/** Behind the bracket that opens the codes: at the sign's end, or a declared name further. */
function openerOfCodes(bytes: Buffer, to: number): number {
  const last = bytes[to - 1];
  if (last !== closeSquare) return bytes[to] === openCurly ? to + 1 : startsCode(bytes[to]) ? to : -1;
  const head = /^(?:\s{0,2}[\w$]{1,40})?\s{0,4}=?\s{0,4}(?:new\s+\w{4}\[\]\s{0,4})?\{/.exec(
    bytes.toString('latin1', to, to + 90),
  );
  return head ? to + head[0].length : -1;
}

const startsCode = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || byte === 32 || byte === 10 || byte === 13 || byte === 39);

function made(
  via: Pieces['via'],
  text: string,
  start: number,
  place: { readonly from: number; readonly to: number },
  plain: string,
  name?: string,
): Pieces {
  const before = text
    .slice(Math.max(0, place.from - nameBefore), place.from)
    .replace(/(?:new\s{1,4})?[\w$.]{0,40}$/, '');
  return {
    via,
    from: start + place.from,
    to: start + place.to,
    plain,
    before: (name ?? before).length,
    text: `${name ?? before}"${plain.replaceAll('"', '\\"')}"`,
  };
}

const closeSquare = 93;
const openCurly = 123;

/** Space, tab, the ends of lines and the backslash before one. */
function isGap(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13 || byte === 92;
}
