const expiry = /^(expires?|exp|e|se|valid_?until|ttl)$/i;

/** Whether the parameter of a signed address names its end. */
export const namesItsEnd = (name: string): boolean => expiry.test(name);

/** When a signed address ends, in milliseconds: S3 and GCS name a start and seconds, others a time. undefined where it names none. */
export function endOfSigned(url: URL): number | undefined {
  const of = (name: RegExp) => [...url.searchParams].find(([one]) => name.test(one))?.[1];
  const started = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(of(/^x-(amz|goog)-date$/i) ?? '');
  const seconds = Number(of(/^x-(amz|goog)-expires$/i));
  if (started && Number.isFinite(seconds)) {
    const [, year, month, day, hour, minute, second] = started.map(Number);
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + seconds * 1000;
  }
  const end = of(expiry);
  if (end === undefined) return undefined;
  if (/^\d{10}$/.test(end)) return Number(end) * 1000;
  if (/^\d{13}$/.test(end)) return Number(end);
  const time = Date.parse(end);
  return Number.isNaN(time) ? undefined : time;
}
