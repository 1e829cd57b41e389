// Words of our own that a schema fixes; a password that happens to be one of them must not break the file.
const ourWords = new Set([
  ...['schema', 'status', 'decision', 'severity', 'confidence', 'check', 'checks', 'checklists', 'area', 'code'],
  ...['answer', 'reason', 'kind', 'by', 'state', 'permits', 'permitted', 'source', 'cites', 'fingerprint'],
]);

/**
 * Plain JSON whose texts have passed `redact`; the last look before something is written. What holds nothing to redact is the
 * same value, not a copy: thousands of findings share what their check says.
 */
export function redactStrings<T>(value: T, redact: (text: string) => string): T {
  const known = new Map<unknown, unknown>();
  const visit = (one: unknown): unknown => {
    if (typeof one === 'string') return redact(one);
    if (one === null || typeof one !== 'object') return one;
    if (!known.has(one)) known.set(one, Array.isArray(one) ? ofList(one) : ofObject(one));
    return known.get(one);
  };
  const ofList = (list: readonly unknown[]): unknown => {
    const made = list.map(visit);
    return made.every((one, index) => one === list[index]) ? list : made;
  };
  const ofObject = (object: object): unknown => {
    const entries = Object.entries(object);
    const made = entries.map(([key, one]): [string, unknown] => [key, ourWords.has(key) ? one : visit(one)]);
    return made.every(([, one], index) => one === entries[index]?.[1]) ? object : Object.fromEntries(made);
  };
  return visit(value) as T;
}
