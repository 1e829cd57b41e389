/** What a calendar calls its entries (RFC 5545 §3.8.1.12); their times and ids say nothing without it. */
export function calendarNames(text: string): readonly string[] {
  if (!text.includes('BEGIN:VCALENDAR')) return [];
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  return lines.flatMap((line) => (/^SUMMARY[^:]*:(.+)$/.exec(line)?.[1] ?? '').replace(/\\([,;\\])/g, '$1') || []);
}
