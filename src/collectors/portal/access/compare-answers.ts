import type { AnswerDifference } from '../../access-evidence.ts';
import { literal } from '../../../parse/literal.ts';

/** What came of one form that was sent, masked: what was typed, keys, numbers and times are told apart by nobody. */
export interface Seen {
  /** Statuses of the answers to what carried the name, in order. */
  readonly status: string;
  /** Path of the page afterwards. */
  readonly address: string;
  /** Which field the page asks for afterwards: `password`, `code` or none. */
  readonly step: string;
  /** Lines that the page shows and did not show before. */
  readonly text: ReadonlySet<string>;
  /** What answers of an API said, as `path=value`. */
  readonly answer: ReadonlySet<string>;
  /** Names of the cookies that were set. */
  readonly cookies: ReadonlySet<string>;
}
export interface Pair {
  readonly first: 'known' | 'unknown';
  readonly known: Seen;
  readonly unknown: Seen;
}

/** Masks a text of a portal: the names that were typed, then whatever is made anew for each answer. */
export function maskText(text: string, typed: readonly string[]): string {
  let masked = text;
  for (const one of [...typed].sort((a, b) => b.length - a.length))
    for (const spelling of new Set([one, encodeURIComponent(one), one.replace('@', '&#64;')]))
      if (spelling.length >= 3) masked = masked.replace(new RegExp(literal(spelling), 'giu'), '‹name›');
  return masked
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '‹key›')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '‹key›')
    .replace(/(?<![\p{L}\p{N}])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{12,}(?![\p{L}\p{N}])/giu, '‹key›')
    .replace(/\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/gi, '')
    .replace(/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?=\d)/gi, '‹n› ')
    .replace(/(?<=\d )(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/gi, '‹n›')
    .replace(/\d+([.,:/-]\d+)*/g, '‹n›')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The lines of a page, masked, each once. */
export function linesOf(text: string, typed: readonly string[]): ReadonlySet<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => maskText(line, typed).slice(0, 200))
      .filter((line) => /\p{L}{2}/u.test(line)),
  );
}

/**
 * Differences between known and unknown that are the same in every pair: what changes from one answer to the next by
 * itself, or with the number of tries, is in none.
 */
export function lastingDifferences(pairs: readonly Pair[]): readonly AnswerDifference[] {
  const known = pairs.map((pair) => pair.known);
  const unknown = pairs.map((pair) => pair.unknown);
  const found: AnswerDifference[] = [];
  for (const what of ['status', 'step', 'address'] as const) {
    const [ours, theirs] = [new Set(known.map((one) => one[what])), new Set(unknown.map((one) => one[what]))];
    const [own = ''] = ours;
    const [other = ''] = theirs;
    if (ours.size === 1 && theirs.size === 1 && own !== other) found.push({ what, known: own, unknown: other });
  }
  for (const what of ['text', 'answer', 'cookies'] as const) {
    const ours = alone(
      known.map((one) => one[what]),
      unknown.map((one) => one[what]),
    );
    const theirs = alone(
      unknown.map((one) => one[what]),
      known.map((one) => one[what]),
    );
    if (ours.length + theirs.length > 0) found.push({ what, known: shown(ours), unknown: shown(theirs) });
  }
  return found;
}

/** In all of these and in none of those. */
function alone(these: readonly ReadonlySet<string>[], those: readonly ReadonlySet<string>[]): string[] {
  const [first = new Set<string>(), ...rest] = these;
  return [...first].filter((one) => rest.every((set) => set.has(one)) && !those.some((set) => set.has(one)));
}

const shown = (list: readonly string[]) => list.slice(0, 3).join(' | ').slice(0, 200);
