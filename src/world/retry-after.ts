/** Milliseconds to wait by a Retry-After value (RFC 9110 §10.2.3: seconds or a date); undefined when it is neither. */
export function retryAfterMs(value: string, now: Date): number | undefined {
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
