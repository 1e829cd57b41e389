import type { HeaderList } from '../../../world/world.ts';
import { isRecord } from './text-field.ts';

/**
 * Fields and headers with which a change says which state of the record it was made from (optimistic locking; RFC 9110,
 * section 13.1.1, for If-Match). A change that says an old one is refused for that and not for whose record it is.
 */
const lockName =
  /^_?(version|revision|rev|etag|row_?version|lock_?version|object_?version|concurrency_?(stamp|token)|updated_?(at|on)|modified_?(at|on)?|last_?(modified|updated)(_?at)?|__v|_rev|_etag)$/i;

export const isLock = (name: string) => lockName.test(name.split(/[.[\]]+/).findLast((part) => part !== '') ?? name);

/** What of a record says its state. */
export function locksOf(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(record).filter((name) => isLock(name) && /string|number/.test(typeof record[name]));
}

/** A body of JSON or of a form with each lock in it set to what the record says now; any other body as it is. */
export function withLocks(body: string, record: Readonly<Record<string, unknown>>): string {
  if (/^\s*[[{]/.test(body)) {
    try {
      return JSON.stringify(relock(JSON.parse(body), record));
    } catch {
      return body;
    }
  }
  if (!/^[^\s=&]+=/.test(body)) return body;
  const form = new URLSearchParams(body);
  for (const name of [...form.keys()]) {
    const now = record[name.split(/[.[\]]+/).findLast((part) => part !== '') ?? name];
    if (isLock(name) && now !== undefined && now !== null) form.set(name, String(now));
  }
  return form.toString();
}

function relock(json: unknown, record: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(json)) return json.map((one) => relock(one, record));
  if (!isRecord(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      name,
      isLock(name) && (value === null || typeof value !== 'object') && record[name] !== undefined
        ? record[name]
        : relock(value, record),
    ]),
  );
}

/** A request that has to say which state of the record it is meant for: 412, 428 and what others answer in their place. */
export const needsState = (status: number): boolean => [400, 409, 412, 428].includes(status);

/** `If-Match` with the state that was read last; nothing where none was read. */
export const ifMatch = (etag: string | undefined): HeaderList => (etag === undefined ? [] : [['if-match', etag]]);

/** Headers of a change, with the state that was read last in place of the one that they name. */
export const withState = (headers: HeaderList, etag: string | undefined): HeaderList => {
  const rest = headers.filter(([name]) => name.toLowerCase() !== 'if-match');
  return rest.length < headers.length || headers.length === 0 ? [...rest, ...ifMatch(etag)] : rest;
};
