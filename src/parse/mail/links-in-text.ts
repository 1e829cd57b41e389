const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

/**
 * The web addresses in a plain text, as mail programs make them clickable: up to white space or a quote, without the
 * full stop or bracket that belongs to the sentence. At most 300.
 */
export function linksInText(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [match] of text.slice(0, 1_000_000).matchAll(/https?:\/\/[^\s"'<>`\u3000-\u303f\uff00-\uffef]+/gi)) {
    let url = beforeNeighbour(match);
    for (let last = url.at(-1) ?? ''; ; last = url.at(-1) ?? '') {
      const opener = closers[last];
      const unbalanced = opener !== undefined && url.split(last).length > url.split(opener).length;
      if (!/[.,;:!?*_~|]/.test(last) && !unbalanced) break;
      url = url.slice(0, -1);
    }
    if (URL.canParse(url)) found.add(url);
    if (found.size >= 300) break;
  }
  return [...found];
}

/** Languages without spaces write on right behind an address: `https://app.example/r?t=abc重置密码`. A part of their own follows a `/` or `=`. */
function beforeNeighbour(match: string): string {
  return /^[!-~]+\/[!-~]*\w(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])/.exec(match)?.[0] ?? match;
}
