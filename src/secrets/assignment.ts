import {
  afterType,
  behindQuoted,
  blockScalar,
  defaultOfPlaceholder,
  flags,
  inLongerName,
  isCapital,
  isLetterOrAt,
  isQuote,
  latin,
  nameByte,
  serializedValue,
  skipSpace,
  tupleValue,
  typedValue,
  valueWord,
  wrapperLength,
} from './assignment-forms.ts';

/** A name that was given a value, however the language writes it. Offsets are bytes. */
export interface Assignment {
  readonly name: string;
  readonly nameFrom: number;
  readonly from: number;
  readonly to: number;
  /** The quote around the value; empty where there is none. */
  readonly quote: string;
  /** `=`, `:`, `=>`, `,`, `(`, `!` of a comparison, `>` of an element, `<>` of one that ends there, or a space on a command line. */
  readonly separator: string;
}

const maxName = 80;
const maxValue = 512;
const endsBare = flags(' \t\r\n"\'`,;)}]<>|\\\u0000');
const space = 32;
const tab = 9;
const newLine = 10;
const backslash = 92;
const question = 63;
const and = 38;
const dollar = 36;
const dash = 45;
const colon = 58;
const equals = 61;
const comma = 44;
const greater = 62;
const open = 40;
const closeSquare = 93;
const bang = 33;
const curly = 123;
const bar = 124;
const semicolon = 59;

/** The assignment whose name holds the anchor at `[anchorFrom, anchorTo)`; undefined where none is written there. */
export function readAssignment(
  bytes: Uint8Array,
  anchorFrom: number,
  anchorTo: number,
  limit: number,
): Assignment | undefined {
  let nameFrom = anchorFrom;
  while (nameFrom > 0 && anchorFrom - nameFrom < maxName && nameByte[bytes[nameFrom - 1] as number] === 1)
    nameFrom -= 1;
  // The `n` of an escaped line break before a name is no part of it.
  if (bytes[nameFrom - 1] === backslash && nameFrom < anchorFrom) nameFrom += 1;
  let nameTo = anchorTo;
  while (nameTo < limit && nameTo - nameFrom < maxName && nameByte[bytes[nameTo] as number] === 1) nameTo += 1;
  const opener = bytes[nameFrom - 1] as number;
  const inQuotes = isQuote(opener);
  let at = skipClosers(bytes, nameTo, limit);
  const closed = at > nameTo;
  // `{ "key": "password", "value": "…" }`, `"SECRET": { "value": "…" }`, `variable "password" { default = "…" }`.
  if (bytes[at] === comma || bytes[at] === colon || bytes[at] === curly) {
    const value = valueWord(bytes, at, limit);
    if (value >= 0) return readValue(bytes, value, limit, { nameFrom, nameTo, separator: '=' });
  }
  const tuple = opener === curly ? tupleValue(bytes, at, limit) : -1;
  if (tuple >= 0) return readValue(bytes, tuple, limit, { nameFrom, nameTo, separator: '=' });
  // `${NAME:?must be set}`, `${NAME:-used if it is not}`.
  if (opener === curly && bytes[at] === colon && bytes[nameFrom - 2] === dollar) {
    const value = defaultOfPlaceholder(bytes, at, bytes.subarray(nameFrom, nameTo).includes(46));
    const read = value < 0 ? undefined : readValue(bytes, value, limit, { nameFrom, nameTo, separator: '=' });
    return read && { ...read, quote: '"' };
  }
  if (inQuotes && closed) {
    const behind = behindQuoted(bytes, at, nameFrom, limit);
    const compared = bytes.subarray(at, Math.max(at, behind)).includes(equals);
    if (behind >= 0) return readValue(bytes, behind, limit, { nameFrom, nameTo, separator: compared ? '!' : '=' });
    const listed = bytes[at] === semicolon ? serializedValue(bytes, at, limit) : -1;
    if (listed >= 0) return readValue(bytes, listed, limit, { nameFrom, nameTo, separator: '=' });
  }
  const separator = readSeparator(bytes, at, limit, {
    inQuotes: inQuotes || opener === colon,
    element: opener === 60,
    nameTo,
  });
  if (separator?.text === ':' && opener === colon && inLongerName(bytes, nameFrom)) return undefined;
  if (separator === undefined) {
    at = afterType(bytes, nameTo, limit);
    if (at < 0) at = valueWord(bytes, nameTo, limit);
    if (at < 0) return commandLine(bytes, nameFrom, nameTo, limit);
    return readValue(bytes, at, limit, { nameFrom, nameTo, separator: '=' });
  }
  if (closed && separator.text === '(') return undefined;
  at = separator.at;
  return readValue(bytes, at, limit, { nameFrom, nameTo, separator: separator.text });
}

interface Name {
  readonly nameFrom: number;
  readonly nameTo: number;
  readonly separator: string;
}

function readValue(bytes: Uint8Array, start: number, limit: number, name: Name): Assignment | undefined {
  let at = skipSpace(bytes, start, limit);
  // A value on the next line: YAML lists, wrapped code.
  if (bytes[at] === newLine || (bytes[at] === 13 && bytes[at + 1] === newLine)) return undefined;
  const below = name.separator === ':' ? blockScalar(bytes, at, limit) : -1;
  if (below >= 0) at = below;
  if (!isQuote(bytes[at] as number) && bytes[at] !== backslash) {
    let ahead = at;
    while (ahead - at < 3 && ahead < limit && isLetterOrAt(bytes[ahead] as number)) ahead += 1;
    if (ahead > at && isQuote(bytes[ahead] as number)) at = ahead;
    else if (ahead - at === 3 || bytes[at] === 91 || bytes[at] === open) at += wrapperLength(bytes, at, limit);
  }
  while (bytes[at] === backslash && at < limit) at += 1;
  const mark = bytes[at] as number;
  const quoted = isQuote(mark);
  // A string for another program: `"\\"…\\""`; one in three quotes.
  const nested = quoted && (bytes[at + 1] === backslash || bytes[at + 1] === mark) && bytes[at + 2] === mark ? 2 : 0;
  const from = quoted ? at + 1 + nested : at;
  const most = Math.min(limit, from + maxValue);
  let to = from;
  if (quoted) {
    while (to < most && bytes[to] !== mark && bytes[to] !== newLine) {
      // An escaped quote inside a string that stands in a string ends the inner one.
      if (bytes[to] === backslash && bytes[to + 1] === mark) break;
      to += 1;
    }
    if (bytes[to] !== mark && bytes[to] !== backslash) return undefined;
  } else {
    const opener = bytes[name.nameFrom - 1];
    const next = opener === question || opener === and ? and : -1;
    while (to < most && endsBare[bytes[to] as number] === 0 && bytes[to] !== next) to += 1;
  }
  if (to === from) return undefined;
  return {
    name: latin(bytes, name.nameFrom, name.nameTo),
    nameFrom: name.nameFrom,
    from,
    to,
    quote: quoted ? String.fromCharCode(mark) : '',
    // An element that ends where its text does is as good as a quote.
    separator: name.separator === '>' && bytes[to] === 60 && bytes[to + 1] === 47 ? '<>' : name.separator,
  };
}

interface Around {
  readonly inQuotes: boolean;
  readonly element: boolean;
  readonly nameTo: number;
}

function readSeparator(
  bytes: Uint8Array,
  start: number,
  limit: number,
  { inQuotes, element, nameTo }: Around,
): { readonly text: string; readonly at: number } | undefined {
  const byte = bytes[start];
  const second = bytes[start + 1];
  if (byte === bang) {
    // `headers['x-hook-secret'] !== '…'`: what a name is held against.
    const behind = skipSpace(bytes, start + (bytes[start + 2] === equals ? 3 : 2), limit);
    return second === equals && isQuote(bytes[behind] as number) ? { text: '!', at: behind } : undefined;
  }
  if (byte === colon) {
    if (second === equals || second === colon) return { text: ':=', at: start + 2 };
    const typed = typedValue(bytes, start + 1, limit);
    return { text: ':', at: typed ?? start + 1 };
  }
  if (byte === equals) {
    let at = start + 1;
    while (bytes[at] === equals || bytes[at] === greater) at += 1;
    return { text: '=', at };
  }
  // R: `name <- "…"`; C++: `name{"…"}`.
  if (byte === 60 && second === dash) return { text: '=', at: start + 2 };
  if (byte === curly && start === nameTo && !inQuotes && isQuote(second as number)) return { text: '=', at: start + 1 };
  // What stands in for a variable of the environment that is not set: `process.env.SECRET || '…'`, `?? '…'`.
  if (
    (byte === bar || byte === question) &&
    second === byte &&
    isCapital(bytes[nameTo - 1]) &&
    isCapital(bytes[nameTo - 3])
  )
    return { text: '=', at: start + 2 };
  if (byte === comma && inQuotes) return { text: ',', at: start + 1 };
  if (element && (byte === greater || bytes[nameTo] === space)) {
    // Attributes may stand between the name of an element and its text.
    const end = bytes.indexOf(greater, nameTo);
    if (end >= 0 && end - nameTo < 80) return { text: '>', at: end + 1 };
  }
  if (byte === open && start === nameTo) return { text: '(', at: start + 1 };
  return undefined;
}

/** `--password x`, `password x` of a netrc. */
function commandLine(bytes: Uint8Array, nameFrom: number, nameTo: number, limit: number): Assignment | undefined {
  if (bytes[nameTo] !== space && bytes[nameTo] !== tab) return undefined;
  return readValue(bytes, nameTo, limit, { nameFrom, nameTo, separator: ' ' });
}

function skipClosers(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  const most = Math.min(limit, start + 32);
  while (at < most) {
    const byte = bytes[at] as number;
    const closes =
      byte === space ||
      byte === tab ||
      isQuote(byte) ||
      byte === closeSquare ||
      byte === backslash ||
      (byte === question && bytes[at + 1] !== question);
    if (!closes) break;
    at += 1;
  }
  return at;
}
