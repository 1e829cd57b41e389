import type { RawView } from '../tenancy/view.ts';
import { recordHolding } from '../writes/prove-created.ts';

/** What its owner reads of a record, a line for each plain value: `status=open`. Absent: the answer does not hold it any more. */
export interface ActState {
  readonly present: boolean;
  readonly lines: ReadonlySet<string>;
  /** The record itself, where it is data. */
  readonly record?: Readonly<Record<string, unknown>>;
}

/** What comes and goes by itself: when it was touched last, how often it was looked at. */
const ofServer =
  /^(?:updated|modified|changed|touched|last|synced)|(?:version|revision|etag|count|views|hits|age|seq|number)$/i;

/** undefined: the answer failed, and tells nothing. */
export function stateOf(view: RawView, mark: string): ActState | undefined {
  if (view.outcome === 'failed' || view.status >= 500 || view.status === 429 || view.status === 0) return undefined;
  if (view.status === 401) return undefined;
  const record = view.content.json === undefined ? undefined : recordHolding(view.content.json, mark);
  if (record) return { present: true, lines: new Set(linesOf(record, mark)), record };
  const present = view.content.json === undefined && view.content.text.includes(mark);
  return { present, lines: new Set(present ? wordsOf(view.content.text, mark) : []) };
}

function linesOf(record: Readonly<Record<string, unknown>>, mark: string, before = '', depth = 0): readonly string[] {
  return Object.entries(record).flatMap(([name, value]): readonly string[] => {
    if (ofServer.test(name)) return [];
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return depth < 2 ? linesOf(value as Readonly<Record<string, unknown>>, mark, `${before}${name}.`, depth + 1) : [];
    const said = plainly(name, value);
    return said === undefined || said.includes(mark) ? [] : [`${before}${name}=${said}`];
  });
}

/** A moment is told from none; which one it is, nobody chose. */
function plainly(name: string, value: unknown): string | undefined {
  if (Array.isArray(value)) return undefined;
  if (typeof value === 'number') return /status|state|stage|phase|column|list/i.test(name) ? String(value) : undefined;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d/.test(value)) return '(moment)';
  return typeof value === 'string' || typeof value === 'boolean' || value === null
    ? String(value).slice(0, 200)
    : undefined;
}

const wordsOf = (text: string, mark: string) =>
  (text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => word !== mark.toLowerCase());

/** What differs, `+` what came and `-` what went; empty where it is as it was. */
export function differs(before: ActState, after: ActState): ReadonlySet<string> {
  if (before.present && !after.present) return new Set(['gone']);
  return new Set([
    ...[...after.lines].filter((one) => !before.lines.has(one)).map((one) => `+${one}`),
    ...[...before.lines].filter((one) => !after.lines.has(one)).map((one) => `-${one}`),
  ]);
}
