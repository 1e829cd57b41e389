import type { Range } from '../../model/plan.ts';

const unitMinutes: Readonly<Record<string, number>> = { min: 1, h: 60, hour: 60, d: 480, day: 480 };
const oneAmount = /(\d+(?:\.\d+)?)\s*(min|hours?|h|days?|d)?/gi;

/**
 * An effort as checks write it ("20 min", "1–4 h", "30 min – 2 h", "2 days") as minutes of a person's time; a day has eight
 * hours. Undefined where the text names no time.
 */
export function minutesOfEffort(text: string): Range | undefined {
  const found = [...text.matchAll(oneAmount)].slice(0, 2);
  const last = found.at(-1)?.[2];
  const amounts = found.flatMap(([, amount, unit]) => {
    const factor = unitMinutes[(unit ?? last ?? '').toLowerCase().replace(/(hour|day)s$/, '$1')];
    return factor === undefined ? [] : [Number(amount) * factor];
  });
  if (amounts.length === 0) return undefined;
  return { low: Math.min(...amounts), high: Math.max(...amounts) };
}

/** The same fix at further places: a quarter of the first one's time each, three times the first at most. */
export function repeated(once: Range, places: number): { readonly minutes: Range; readonly factor: number } {
  const factor = Math.min(3, 1 + 0.25 * Math.max(0, places - 1));
  return { minutes: { low: Math.round(once.low * factor), high: Math.round(once.high * factor) }, factor };
}

export function sumOf(ranges: readonly Range[]): Range {
  return ranges.reduce((sum, one) => ({ low: sum.low + one.low, high: sum.high + one.high }), { low: 0, high: 0 });
}

/** Money for minutes at an hourly rate, whole units. */
export function costOf(minutes: Range, perHour: number): Range {
  return { low: Math.round((minutes.low / 60) * perHour), high: Math.round((minutes.high / 60) * perHour) };
}
