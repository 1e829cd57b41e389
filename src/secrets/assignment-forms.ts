/** Forms of a name with its value that need more than the next few bytes to be told. Offsets are bytes. */
const greater = 62;
const closeRound = 41;
const space = 32;
const curly = 123;

const elseValue = /^\)\s{0,20}(?:or|\|\||\?\?|\?:|[!=]==?)\s{0,20}(?=["'`])/;

/** `getenv("NAME") or "…"`, `<property name="password">…`: the place behind it, or -1. */
export function behindQuoted(bytes: Uint8Array, at: number, nameFrom: number, limit: number): number {
  if (bytes[at] === greater)
    return /\b(?:name|key)=["']$/.test(latin(bytes, Math.max(0, nameFrom - 8), nameFrom)) ? at + 1 : -1;
  if (bytes[at] !== closeRound) return -1;
  const match = elseValue.exec(latin(bytes, at, Math.min(limit, at + 50)));
  return match ? at + match[0].length : -1;
}

/** What makes bytes, or a kept text, of a text that is written there. */
const wrapper =
  /^(?:new\s)?(?:Buffer\.from|\[\]byte|bytes|bytearray|Secret(?:Str)?|SecureString|String(?:::from)?|str|(?:[\w.]{0,30}\.)?(?:GetBytes|encode|b64decode|FromBase64String|FromHexString|fromhex|unhexlify)|atob|(?:non)?sensitive|Sensitive)?\(\s{0,24}(?=["'`])/;

/** How long the beginning of such a call is; 0 where none is. */
export function wrapperLength(bytes: Uint8Array, at: number, limit: number): number {
  return wrapper.exec(latin(bytes, at, Math.min(limit, at + 60)))?.[0].length ?? 0;
}

const wordOfValue =
  /^["']?\]?,?\s{0,40}(?:["']?(?:value|default)["']?\s{0,4}[:=]|:?\s{0,4}\{\s{0,40}["']?(?:value|default)["']?\s{0,4}[:=]|<\/key>\s{0,40}<string>|is:?\s)/i;

/** `name="password" value="…"`, `name: PASSWORD` above `value: …` and their kin: the place behind the second separator, or -1. */
export function valueWord(bytes: Uint8Array, start: number, limit: number): number {
  let first = start;
  while (first < limit && first - start < 60 && beforeValueWord[bytes[first] as number] === 1) first += 1;
  const near =
    firstOfValueWord[bytes[first] as number] === 1
      ? wordOfValue.exec(latin(bytes, start, Math.min(limit, start + 100)))
      : null;
  if (near) return start + near[0].length;
  if (firstOfDescription[bytes[first] as number] === 0) return -1;
  const far = described.exec(latin(bytes, start, Math.min(limit, start + 360)));
  return far ? start + far[0].length : -1;
}

/** `DbPassword:` above `Type: String` and `Default: …`; `"TOKEN": { "description": "…", "value": "…" }`. */
const described =
  /^:?\s{0,4}(?:\{|\n)\s{0,40}(?:["']?(?:type|description|sensitive|no_?echo|nullable|min_?length|max_?length|required|secret|allowed_?pattern|constraint_?description)["']?\s{0,4}[:=]\s{0,4}(?:"[^"\n]{0,120}"|'[^'\n]{0,120}'|[^\s,"'{}][^\n,"'{}]{0,120})[,\n]\s{0,40}){1,5}["']?(?:value|default)["']?\s{0,4}[:=]\s?/i;
const firstOfDescription = flags('tTdDsSnNmMrRaAcC');

/** `arn:aws:secretsmanager:eu-west-1:1234:secret:portal/db`: a piece of a longer name. */
export function inLongerName(bytes: Uint8Array, nameFrom: number): boolean {
  return /(?:^|[^\w:])[\w-]+:[\w-]*:[\w:./-]*$/.test(latin(bytes, Math.max(0, nameFrom - 90), nameFrom));
}

/** `${jwt.secret:…}` of Spring and `${NAME:-…}` of shells: where the value begins that serves if there is no other; or -1. */
export function defaultOfPlaceholder(bytes: Uint8Array, colonAt: number, dotted: boolean): number {
  const next = bytes[colonAt + 1] as number;
  if (next === 45) return colonAt + 2;
  return dotted && beginsDefault[next] === 1 ? colonAt + 1 : -1;
}
const beginsDefault = flags('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/');

const beforeValueWord = flags(' \t\r\n"\',]:{');
const firstOfValueWord = flags('vVdDiI<');

const typeOfName =
  /^(?:\s{1,4}(?:As\s{1,4})?[*&]?[A-Za-z][\w.<>[\]]{0,30}|\s{0,4}\{[\w;\s]{0,40}\})\s{0,4}=\s{0,4}(?=["'`@])/;

/** `var password string = "…"`, `Password { get; set; } = "…"`: the place behind the `=`, or -1. */
export function afterType(bytes: Uint8Array, start: number, limit: number): number {
  const first = bytes[start];
  if (first !== space && first !== curly) return -1;
  const match = typeOfName.exec(latin(bytes, start, Math.min(limit, start + 90)));
  return match ? start + match[0].length : -1;
}

/** `{db_password, "…"}` and `{cookie, <<"…">>}` of Erlang: the place of the value, or -1. */
export function tupleValue(bytes: Uint8Array, commaAt: number, limit: number): number {
  if (bytes[commaAt] !== 44) return -1;
  const at = skipSpace(bytes, commaAt + 1, limit);
  const value = bytes[at] === 60 && bytes[at + 1] === 60 ? at + 2 : at;
  return bytes[value] === 34 ? value : -1;
}

/** `"pass";s:20:"…"`, as PHP keeps lists: the place of the value, or -1. */
export function serializedValue(bytes: Uint8Array, semicolonAt: number, limit: number): number {
  const match = /^;s:\d{1,5}:(?=\\{0,2}")/.exec(latin(bytes, semicolonAt, Math.min(limit, semicolonAt + 14)));
  return match ? semicolonAt + match[0].length : -1;
}

/** `password: >-` with its one line below, further right (YAML 1.2 §8.1): where that begins; or -1. */
export function blockScalar(bytes: Uint8Array, at: number, limit: number): number {
  if (bytes[at] !== greater && bytes[at] !== 124) return -1;
  const text = latin(bytes, at, Math.min(limit, at + 640));
  const [whole, indent = ''] =
    /^[|>][+-]?\d?[ \t]{0,8}\r?\n( {1,40})(?=[^\s"'|-]\S{5,511}(?:\r?\n|$))/.exec(text) ?? [];
  if (whole === undefined) return -1;
  const next = text.slice(whole.length).split('\n', 2)[1] ?? '';
  return next.startsWith(indent) && next.trim() !== '' ? -1 : at + whole.length;
}

export function skipSpace(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && (bytes[at] === space || bytes[at] === 9)) at += 1;
  return at;
}
export function isQuote(byte: number): boolean {
  return byte === 34 || byte === 39 || byte === 96;
}
export function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from)).toString('latin1');
}
export function flags(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const char of chars) table[char.charCodeAt(0)] = 1;
  return table;
}

export function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 65 && byte <= 90;
}
export function isLetterOrAt(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 64;
}

/** What names are made of. */
export const nameByte = flags('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.$');

/** `key: string = "…"`, `key: &'static str = "…"`: the place behind the `=`. */
export function typedValue(bytes: Uint8Array, start: number, limit: number): number | undefined {
  const most = Math.min(limit, start + 40);
  for (let at = start; at < most; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 61) {
      // `PASSWORD: SGFyYm9yMQ=`: the padding of base64.
      const typed = bytes[at - 1] === space || isQuote(bytes[at + 1] as number) || bytes[at + 1] === space;
      return bytes[at + 1] === 61 || at === start || !typed ? undefined : at + 1;
    }
    const part =
      nameByte[byte] === 1 ||
      byte === space ||
      byte === 38 ||
      byte === 60 ||
      byte === greater ||
      byte === 63 ||
      byte === 124 ||
      byte === 91 ||
      byte === 93;
    if (!part && !(byte === 39 && bytes[at - 1] === 38)) return undefined;
  }
  return undefined;
}
