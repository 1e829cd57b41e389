import type { RawView } from '../tenancy/view.ts';
import { isNotedByPortal } from './noted-by-portal.ts';
import { comparable, isRecord } from './text-field.ts';
import type { Place } from './write-target.ts';

/** The object in an answer, however deep, one of whose own values is this id, and that has this field. */
export function objectWith(json: unknown, id: string, key: string): Readonly<Record<string, unknown>> | undefined {
  if (json === null || typeof json !== 'object') return undefined;
  if (
    isRecord(json) &&
    key in json &&
    Object.entries(json).some(([name, value]) => isIdName(name) && String(value) === id)
  )
    return json;
  for (const one of Object.values(json)) {
    const inner = objectWith(one, id, key);
    if (inner) return inner;
  }
  return undefined;
}

export const isIdName = (name: string) => /id$|uuid|guid|slug|key|number|code|ref/i.test(name);

/** A field of the object with this id, wherever it stands in the owner's answer: lists move. */
export function objectPlace(view: RawView, id: string, key: string, withNumbers = false): Place | undefined {
  const record = objectWith(view.content.json, id, key);
  const value = record?.[key];
  if (typeof value === 'number' && !withNumbers) return undefined;
  if (!record || !/^(string|boolean|number)$/.test(typeof value)) return undefined;
  const nowIn = (later: RawView) => objectWith(later.content.json, id, key);
  // "Open tasks" no longer shows what is done: the owner's own turn shows whether that is so.
  const mayLeave = typeof value === 'boolean' && record !== view.content.json;
  return {
    name: key,
    former: String(value),
    ...(typeof value === 'boolean' ? { changed: String(!value) } : {}),
    now: (later) => {
      const there = nowIn(later);
      if (!there && mayLeave) return String(!value);
      const now = there?.[key];
      return now === undefined ? undefined : now === null ? '' : String(now);
    },
    isAsBefore: (later) => {
      const now = nowIn(later);
      return (
        now !== undefined &&
        Object.entries(record).every(
          ([name, was]) =>
            (name !== key && isNotedByPortal(name, was, now[name])) ||
            (was !== null && typeof was === 'object') ||
            comparable(was) === comparable(now[name]),
        )
      );
    },
  };
}
