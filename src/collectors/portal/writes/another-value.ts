import type { FormField } from '../../../parse/html-forms.ts';
import { isLock } from './locks.ts';
import { isFiledUnder, isOpenValue } from './row-choice.ts';

const weekMs = 7 * 24 * 3600 * 1000;

/** A value that stands in a control, as far as another one of its kind can be told from it. */
export type ChosenValue = Pick<FormField, 'kind' | 'value' | 'options' | 'labels'> & { readonly words: string };

/**
 * Another value that a person could choose in this place and take back: what has no room for a mark. A state or a kind that leads to
 * nothing further, the same weekday a week later, a number one higher. undefined where none is known to be harmless.
 */
export function anotherValue({ kind, value, options, labels = [], words }: ChosenValue): string | undefined {
  const names = words.split(/[\s.[\]:]+/);
  if (kind === 'select') {
    const open = options.filter((one, at) => one !== '' && isOpenValue(`${one} ${labels[at] ?? ''}`));
    if (!names.some(isFiledUnder) || !open.includes(value)) return undefined;
    return open[open.indexOf(value) + 1] ?? open.findLast((one) => one !== value);
  }
  if (kind === 'date' || kind === 'datetime-local') return weekLater(value);
  if (kind === 'number' || kind === 'range')
    return names.some((one) => isLock(one) || notToChange.test(one)) ? undefined : oneMore(value);
  return undefined;
}

/** Numbers that name something, or that a list is read by. */
const notToChange = /(^|[_-])(id|ids|page|limit|per_?page|offset|year|jahr|ann[eé]e|a[nñ]o|anno|version)$|[a-z]Ids?$/i;

/** `2026-11-23`, `2026-11-23T09:00` or an instant, a week later in the same way of writing. */
export function weekLater(value: string): string | undefined {
  const [, day = '', rest = ''] = /^(\d{4}-\d\d-\d\d)((?:[T ].*)?)$/.exec(value) ?? [];
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(ms) ? `${new Date(ms + weekMs).toISOString().slice(0, 10)}${rest}` : undefined;
}

/** One more, with as many decimals. */
function oneMore(value: string): string | undefined {
  const [, whole = '', rest = ''] = /^(\d{1,7})((?:[.,]\d{1,3})?)$/.exec(value) ?? [];
  return whole === '' ? undefined : `${Number(whole) + 1}${rest}`;
}

/** The same date, time or number, whoever writes it: `2026-11-23T09:00` and `2026-11-23T09:00:00Z`, `4` and `4.00`. */
export function isSameValue(one: string, other: string): boolean {
  if (one === other) return true;
  const numbers = [one, other].map((text) => (/^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : NaN));
  if (numbers.every(Number.isFinite)) return numbers[0] === numbers[1];
  const dates = [one, other].map((text) => /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?/.exec(text));
  const [first, second] = dates;
  if (!first || !second || first[1] !== second[1]) return false;
  const times = [first[2] ?? '00:00', second[2] ?? '00:00'];
  return times[0] === times[1];
}
