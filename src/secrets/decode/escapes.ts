/** `\u0073k`, `\x73k`, `\/`: the characters meant. Others stay as they are. */
export function unescapeCode(text: string): string {
  return text
    .replace(
      /\\u\{?00([0-7][0-9a-fA-F])\}?|\\x([0-7][0-9a-fA-F])/g,
      (_whole, one: string | undefined, two: string | undefined) =>
        String.fromCharCode(Number.parseInt(one ?? two ?? '20', 16)),
    )
    .replaceAll('\\/', '/');
}

/** Percent signs decoded one by one: text that is broken elsewhere must not stop it. */
export function unescapePercent(text: string): string {
  return text.replace(/%([0-7][0-9a-fA-F])/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

export interface Joined {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const mostPieces = 60;

/** Languages in which texts that stand side by side are one: Python, C and C++. */
export const joinsSideBySide = /\.(?:pyi?|c|cc|cpp|cxx|h|hh|hpp|mm?)$/i;

/** Places of the closing quotes behind which the next text follows with nothing but space between: `"sk_li" "ve_…"`. */
export function* sideBySide(text: string): Generator<number> {
  const joints = /(?<=[\w+/=-]{4})["'](?=(?:[ \t]{1,40}|[ \t]{0,40}\\?\r?\n[ \t]{0,60})["'][\w+/=-]{4})/g;
  for (const { index } of text.matchAll(joints)) yield index;
}

/**
 * `'sk_li' + 've_' + '…'` read as one text. `at` is behind the first joint's sign; undefined where no literal follows or the
 * one before does not begin on the same line.
 */
export function joinLiterals(text: string, quoteAt: number): Joined | undefined {
  const quote = text[quoteAt] as string;
  let open = quoteAt - 1;
  while (open >= 0 && quoteAt - open < 300 && text[open] !== quote && text[open] !== '\n') open -= 1;
  if (text[open] !== quote) return undefined;
  const joint = /\s{0,40}(?:[+.]\s{0,40}|\\?\s{1,60})(["'])/y;
  let joined = text.slice(open + 1, quoteAt);
  let at = quoteAt + 1;
  let pieces = 1;
  for (; pieces < mostPieces; pieces += 1) {
    joint.lastIndex = at;
    const match = joint.exec(text);
    if (!match) break;
    const from = at + match[0].length;
    const to = text.indexOf(match[1] as string, from);
    if (to < 0 || to - from > 600 || text.slice(from, to).includes('\n')) break;
    joined += text.slice(from, to);
    at = to + 1;
  }
  return pieces === 1 ? undefined : { from: open + 1, to: at - 1, text: joined };
}
