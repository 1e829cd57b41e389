import { problem } from './http.ts';

export type FieldRule =
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'one of'; readonly values: readonly string[] };

export const text = (min: number, max: number): FieldRule => ({ kind: 'text', min, max });
export const amount = (min: number, max: number): FieldRule => ({ kind: 'number', min, max });
export const oneOf = (...values: readonly string[]): FieldRule => ({ kind: 'one of', values });

function trouble(rule: FieldRule, value: unknown): string | undefined {
  if (rule.kind === 'number') {
    const fits = typeof value === 'number' && Number.isFinite(value) && value >= rule.min && value <= rule.max;
    return fits ? undefined : `a number from ${rule.min} to ${rule.max}`;
  }
  if (rule.kind === 'one of') {
    return typeof value === 'string' && rule.values.includes(value) ? undefined : `one of ${rule.values.join(', ')}`;
  }
  const fits =
    typeof value === 'string' &&
    value.trim().length >= rule.min &&
    value.length <= rule.max &&
    // Control characters other than line breaks and tabs have no place in a form field.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value);
  return fits ? undefined : `a text of ${rule.min} to ${rule.max} characters`;
}

/**
 * Checks a JSON body against its rules: unknown fields and wrong types are a 400 that names the fields. With `partial`
 * every field may be left out.
 */
export function checkedFields<Name extends string>(
  body: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<Name, FieldRule>>,
  partial = false,
): Readonly<Partial<Record<Name, string | number>>> {
  const errors: { field: string; expected: string }[] = [];
  const accepted: Partial<Record<Name, string | number>> = {};
  for (const field of Object.keys(body)) {
    if (!Object.hasOwn(rules, field)) errors.push({ field: field.slice(0, 40), expected: 'not to be there' });
  }
  for (const field of Object.keys(rules) as Name[]) {
    if (!Object.hasOwn(body, field)) {
      if (!partial) errors.push({ field, expected: 'to be there' });
      continue;
    }
    const expected = trouble(rules[field], body[field]);
    if (expected === undefined) accepted[field] = body[field] as string | number;
    else errors.push({ field, expected });
  }
  if (errors.length > 0) throw problem(400, 'Some fields are not right', { errors });
  return accepted;
}

/** A page number from `?page=`, from 1. */
export function pageOf(query: URLSearchParams): number {
  const raw = query.get('page') ?? '1';
  if (!/^[1-9]\d{0,4}$/.test(raw)) throw problem(400, 'The page must be a whole number from 1');
  return Number(raw);
}
