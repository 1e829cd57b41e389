// Words of our own that a schema fixes; a password that happens to be one of them must not break the file.
const ourWords = new Set([
  ...['schema', 'status', 'decision', 'severity', 'confidence', 'check', 'checks', 'checklists', 'area', 'code'],
  ...['answer', 'reason', 'kind', 'by', 'state', 'permits', 'permitted', 'source', 'cites', 'fingerprint'],
]);

/** A copy of plain JSON whose texts have passed `redact`; the last look before something is written. */
export function redactStrings<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((one) => redactStrings(one, redact)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    ourWords.has(key) ? one : redactStrings(one, redact),
  ]);
  return Object.fromEntries(entries) as T;
}
