/** The known word that a mistyped one most likely means; undefined where none is close. Case does not count. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const reach = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = reach + 1;
  for (const candidate of known) {
    const away = distance(word, candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** Up to `most` known words: close ones, or those that hold the typed text. */
export function suggestions(typed: string, known: readonly string[], most = 3): readonly string[] {
  const word = typed.toLowerCase();
  const ranked = known
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      const part = lower.split('.').some((piece) => piece === word) || (word.length > 2 && lower.includes(word));
      return { candidate, away: part ? 0 : distance(word, lower) };
    })
    .filter(({ away }) => away <= Math.max(2, Math.floor(word.length / 3)))
    .sort((one, other) => one.away - other.away);
  return ranked.slice(0, most).map(({ candidate }) => candidate);
}

/** "Did you mean X?" or what is allowed, as a sentence. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const close = suggestions(typed, known);
  if (close.length > 0) return `Did you mean ${close.join(' or ')}?`;
  return known.length <= 24 ? `Known: ${known.join(', ')}.` : '';
}

/** Edits between two words, a swap of neighbours counting one. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const above = at(rows, row - 1, column) + 1;
      const left = (line[column - 1] ?? 0) + 1;
      let cost = Math.min(above, left, at(rows, row - 1, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        cost = Math.min(cost, at(rows, row - 2, column - 2) + 1);
      line.push(cost);
    }
    rows.push(line);
  }
  return at(rows, one.length, other.length);
}

function at(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}
