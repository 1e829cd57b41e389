/** A value as devalue's `stringify` writes it: every value once, in one list, that refers to others by their places in it. */
export function devalued(value: unknown): unknown[] {
  const out: unknown[] = [];
  const places = new Map<unknown, number>();
  const put = (one: unknown): number => {
    if (one === undefined) return -1;
    const known = places.get(one);
    if (known !== undefined) return known;
    const at = out.length;
    places.set(one, at);
    out.push(null);
    if (one instanceof Date) out[at] = ['Date', one.toISOString()];
    else if (Array.isArray(one)) out[at] = one.map(put);
    else if (one !== null && typeof one === 'object')
      out[at] = Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, put(inner)]));
    else out[at] = one;
    return at;
  };
  put(value);
  return out;
}

/** The same in the manner of turbo-stream: names are values as well, `{"_1":2}`. */
export function streamed(value: unknown): string {
  const out: unknown[] = [];
  const places = new Map<unknown, number>();
  const put = (one: unknown): number => {
    if (one === undefined) return -5;
    if (one === null) return -7;
    const known = places.get(one);
    if (known !== undefined) return known;
    const at = out.length;
    places.set(one, at);
    out.push(null);
    if (one instanceof Date) out[at] = ['D', one.getTime()];
    else if (Array.isArray(one)) out[at] = one.map(put);
    else if (typeof one === 'object')
      out[at] = Object.fromEntries(Object.entries(one).map(([key, inner]) => [`_${put(key)}`, put(inner)]));
    else out[at] = one;
    return at;
  };
  put(value);
  return `${JSON.stringify(out)}\n`;
}
