import type { Deliverable, HelpKind, Plan, Range } from '../model/plan.ts';
import { groupDigits } from './words.ts';

export const helpWords: Readonly<Record<HelpKind, string>> = {
  'do-it-yourself': 'Do it yourself',
  review: 'A review by a senior engineer',
  sprint: 'A launch sprint',
  rebuild: 'A rebuild of the part that decides who sees what',
};

/** "20 min", "1–4 h", "nothing more": a person's time. */
export function timeWords({ low, high }: Range): string {
  if (high <= 0) return 'no time of its own';
  if (high < 90) return low === high ? `${high} min` : `${low}–${high} min`;
  const [from, to] = [hours(low), hours(high)];
  return from === to ? `${to} h` : `${from}–${to} h`;
}

export function costWords({ low, high }: Range, currency: string): string {
  return low === high ? `${groupDigits(high)} ${currency}` : `${groupDigits(low)}–${groupDigits(high)} ${currency}`;
}

/** When in the checklist's own timeline: "hours 6–18 (Domain routing, TLS)". */
export function whenWords({ hours: windows, steps }: Deliverable): string {
  const timed = windows.map(({ from, to, title }) => `hours ${from}–${to} (${title})`);
  return [...timed, ...steps].join('; ');
}

export function totalWords({ totals, rate }: Plan): string {
  return `${timeWords(totals.minutes)}, ${costWords(totals.cost, rate.currency)} at ${groupDigits(rate.perHour)} ${rate.currency} an hour`;
}

function hours(minutes: number): string {
  const value = Math.round(minutes / 30) / 2;
  return String(value === 0 ? 0.5 : value);
}
