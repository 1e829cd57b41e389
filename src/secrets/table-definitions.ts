const create = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([\w.`"[\]]{1,120})\s{0,4}\(/gi;
const noColumn = /^(?:primary|unique|key|index|constraint|foreign|fulltext|spatial|check|exclude|like|period)\b/i;
const longest = 60_000;

/** `\`portal\`.\`clients\`` and `"clients"` are `clients`. */
export function plainName(name: string): string {
  return name
    .trim()
    .replace(/[`"[\]]/g, '')
    .replace(/^.*\./, '');
}

/** The columns of each table that a dump makes, in order: rows that say nothing of them follow that order (mysqldump, SQLite's `.dump`). */
export function columnsOfTables(text: string): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, readonly string[]>();
  for (const match of text.matchAll(create)) {
    const from = match.index + match[0].length;
    const parts = partsOf(text.slice(from, from + longest));
    const columns = parts
      .filter((part) => !noColumn.test(part))
      .map((part) => plainName(/^[`"[]?[\w ]{1,80}?(?=[`"\]\s]|$)/.exec(part)?.[0] ?? ''));
    tables.set(plainName(match[1] as string), columns);
  }
  return tables;
}

/** What stands between the commas of a definition, up to its closing bracket; brackets and texts within are kept whole. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") {
      at = text.indexOf("'", at + 1);
      if (at < 0) return parts;
    } else if (char === '(') depth += 1;
    else if ((char === ',' && depth === 0) || (char === ')' && depth === 0)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
      if (char === ')') return parts;
    } else if (char === ')') depth -= 1;
  }
  return parts;
}
