const most = 400;
const longestName = 20_000;

/** One piece of a name: a text, or a text by the number of the part; `otherwise` the number itself stands where none is given. */
interface Piece {
  readonly text?: string;
  readonly byNumber?: ReadonlyMap<string, string>;
  readonly otherwise?: boolean;
}

/**
 * Names of the parts that a script loads later, as webpack's runtime makes them from their numbers:
 * `o.u=e=>"static/js/"+({7:"admin"}[e]||e)+"."+{7:"a1b2c3"}[e]+".js"`, and `o.e(7)` where a part is wanted.
 */
export function webpackParts(script: string): readonly string[] {
  const made =
    /\.u\s*=\s*(?:\(?([\w$]{1,8})\)?\s*=>\s*|function\s*\(([\w$]{1,8})\)\s*\{\s*return\s*)/.exec(script) ?? undefined;
  const number = made?.[1] ?? made?.[2];
  if (made === undefined || number === undefined) return [];
  const from = made.index + made[0].length;
  const pieces = piecesOf(script.slice(from, from + longestName), number.replaceAll('$', '\\$'));
  const numbers = new Set(pieces.flatMap(({ byNumber }) => [...(byNumber?.keys() ?? [])]));
  for (const [, one = ''] of script.matchAll(/\.e\((\d{1,8})\)/g)) numbers.add(one);
  const names = [...numbers].slice(0, most).flatMap((one) => nameOf(pieces, one) ?? []);
  return names.filter((name) => /\.m?js$/.test(name));
}

function piecesOf(text: string, number: string): readonly Piece[] {
  // `7===e?"static/chunks/7.js":`: single names that come first stand in full.
  const single = new RegExp(`^(?:\\d{1,8}\\s*===?\\s*${number}\\s*\\?\\s*"[^"\\n]{0,300}"\\s*:\\s*)+`);
  let rest = text.replace(/^\/\*[^*]{0,200}\*\/|^\s+/, '').replace(single, '');
  const piece = new RegExp(
    `^\\s*\\(*\\s*(?:["'\`]([^"'\`$\\n]{0,300})["'\`]|\\{([^{}]{0,${longestName}})\\}\\s*\\)?\\[${number}\\]|(${number})(?![\\w$]))\\s*\\)*(\\s*\\|\\|\\s*${number})?\\s*\\)*\\s*`,
  );
  const pieces: Piece[] = [];
  for (;;) {
    const [whole, plain, table, itself, otherwise] = piece.exec(rest) ?? [];
    if (whole === undefined) return [];
    if (table !== undefined) pieces.push({ byNumber: readTable(table), otherwise: otherwise !== undefined });
    else pieces.push(itself === undefined ? { text: plain ?? '' } : { byNumber: new Map(), otherwise: true });
    rest = rest.slice(whole.length);
    if (!rest.startsWith('+')) return pieces;
    rest = rest.slice(1);
  }
}

function readTable(table: string): ReadonlyMap<string, string> {
  const entries = table.matchAll(/["']?([\w-]{1,60})["']?\s*:\s*["']([^"'\n]{0,200})["']/g);
  return new Map([...entries].map(([, number = '', text = '']) => [number, text]));
}

function nameOf(pieces: readonly Piece[], number: string): string | undefined {
  let name = '';
  for (const { text, byNumber, otherwise } of pieces) {
    const part = text ?? byNumber?.get(number) ?? (otherwise ? number : undefined);
    if (part === undefined) return undefined;
    name += part;
  }
  return name;
}
