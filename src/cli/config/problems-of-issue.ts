import type { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import type { KeyPath } from './json-places.ts';

export interface PlacedProblem {
  readonly path: KeyPath;
  readonly says: string;
  readonly fix: string;
}

/** The part of a JSON Schema that is read here. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly additionalProperties?: unknown;
}

/** A schema's complaint in words for the person who wrote the value. */
export function problemsOfIssue(issue: z.core.$ZodIssue, root: unknown, schema: object): readonly PlacedProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const written = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeAt(schema as Shape, path)?.properties ?? {});
    return issue.keys.map((key) => ({
      path: [...path, key],
      says: `There is no key "${key}" here.`,
      fix: fixForUnknownKey(key, known),
    }));
  }
  const place = shapeAt(schema as Shape, path);
  const about = place?.description === undefined ? '' : ` ${place.description}`;
  if (written === undefined) {
    return [{ path, says: `${lastOf(path)} is missing.`, fix: `Add ${lastOf(path)}${expectation(issue)}.${about}` }];
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const close = typeof written === 'string' ? didYouMean(written, allowed) : '';
    return [
      { path, says: `${quote(written)} is not allowed here.`, fix: close || `Use one of: ${allowed.join(', ')}.` },
    ];
  }
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    const wanted = issue.code === 'invalid_type' ? typeWords[issue.expected] : wordsOf(place);
    const says = `${quote(written)} is ${typeWords[typeOf(written)] ?? typeOf(written)}; this must be ${wanted ?? 'something else'}.`;
    return [{ path, says, fix: `Write ${wanted ?? 'a value that fits'}.${about}` }];
  }
  return [{ path, says: `${quote(written)}: ${sentence(issue)}`, fix: `Change it.${about}` }];
}

function fixForUnknownKey(key: string, known: readonly string[]): string {
  if (/pass(word|wd)?$|secret|token|^(user(name)?|e-?mail|totp|otp|login)$/i.test(key) && !known.includes(key)) {
    return 'Credentials never stand in a config: remove it and set LR_A_USER, LR_A_PASSWORD (LR_B_… and so on) in the environment.';
  }
  return didYouMean(key, known) || 'Remove it.';
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') {
    return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue)}.`;
  }
  if (issue.code === 'too_big') {
    return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue)}.`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'regex') return `this must be ${issue.message}.`;
  return `${issue.message}.`;
}

function unit({ origin, ...issue }: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const one = Number('minimum' in issue ? issue.minimum : issue.maximum) === 1;
  if (origin === 'string') return one ? ' character' : ' characters';
  return origin === 'array' ? (one ? ' entry' : ' entries') : '';
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `, ${typeWords[issue.expected] ?? issue.expected}`;
  return issue.code === 'invalid_value' ? `: ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}` : '';
}

function wordsOf(shape: Shape | undefined): string | undefined {
  const words = (shape?.anyOf ?? []).map((one) => typeWords[one.type ?? '']).filter((word) => word !== undefined);
  return words.length > 0 ? [...new Set(words)].join(' or ') : undefined;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** What was written, short enough for a line; a long text may be a secret in the wrong place, so only its start shows. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 24 ? `${text.slice(0, 12)}…` : text;
}

function lastOf(path: KeyPath): string {
  const name = path.findLast((key) => typeof key === 'string');
  return name === undefined ? 'the config' : String(name);
}

function valueAt(root: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined),
    root,
  );
}

function shapeAt(schema: Shape, path: KeyPath): Shape | undefined {
  return path.reduce<Shape | undefined>((shape, key) => {
    if (typeof key === 'number') return shape?.items ?? shape?.anyOf?.find((one) => one.items)?.items;
    const named = shape?.properties ?? shape?.anyOf?.find((one) => one.properties)?.properties;
    const open = shape?.additionalProperties;
    return named?.[key] ?? (typeof open === 'object' && open !== null ? (open as Shape) : undefined);
  }, schema);
}
