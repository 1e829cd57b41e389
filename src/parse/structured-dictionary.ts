/** A bare item of a structured field, as text: tokens and strings keep their characters, booleans are `?0` or `?1`. */
export interface StructuredItem {
  readonly kind: 'token' | 'string' | 'number' | 'boolean' | 'other';
  readonly text: string;
}

/**
 * A structured-field dictionary (RFC 9651 §3.2): key → its item, or the items of its inner list. Parameters are read and
 * dropped. Null where the field has to be ignored as a whole.
 */
export function parseDictionary(text: string): ReadonlyMap<string, readonly StructuredItem[]> | null {
  const result = new Map<string, readonly StructuredItem[]>();
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    at += match[0].length;
    return match[0];
  };
  const item = (): StructuredItem | null => {
    const written = take(/"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y);
    if (written !== null) return { kind: 'string', text: written.slice(1, -1).replace(/\\(.)/g, '$1') };
    const number = take(/-?\d{1,15}(?:\.\d{1,3})?/y);
    if (number !== null) return { kind: 'number', text: number };
    const boolean = take(/\?[01]/y);
    if (boolean !== null) return { kind: 'boolean', text: boolean };
    const token = take(/[A-Za-z*][!#$%&'*+\-.^_`|~0-9A-Za-z:/]*/y);
    if (token !== null) return { kind: 'token', text: token };
    const other = take(/:[A-Za-z0-9+/=]*:|@-?\d{1,15}/y);
    return other === null ? null : { kind: 'other', text: other };
  };
  const parameters = (): boolean => {
    while (take(/; */y) !== null) {
      if (take(/[a-z*][a-z0-9_\-.*]*/y) === null) return false;
      if (take(/=/y) !== null && !item()) return false;
    }
    return true;
  };
  const innerList = (): readonly StructuredItem[] | null => {
    const items: StructuredItem[] = [];
    for (;;) {
      take(/ +/y);
      if (take(/\)/y) !== null) return items;
      const next = item();
      if (!next || !parameters()) return null;
      items.push(next);
      if (!/[ )]/.test(text[at] ?? '')) return null;
    }
  };

  take(/ +/y);
  while (at < text.length) {
    const key = take(/[a-z*][a-z0-9_\-.*]*/y);
    if (key === null) return null;
    let items: readonly StructuredItem[] | null = [{ kind: 'boolean', text: '?1' }];
    if (take(/=/y) !== null) {
      if (take(/\(/y) !== null) items = innerList();
      else {
        const single = item();
        items = single ? [single] : null;
      }
    }
    if (!items || !parameters()) return null;
    result.set(key, items);
    take(/[ \t]+/y);
    if (at >= text.length) return result;
    if (take(/,/y) === null) return null;
    take(/[ \t]+/y);
    if (at >= text.length) return null;
  }
  return result;
}
