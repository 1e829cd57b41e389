import { controlIn } from '../../../parse/html-forms.ts';
import type { RawView } from '../tenancy/view.ts';
import { isSameValue, weekLater } from './another-value.ts';
import { isIdName, objectPlace, objectWith } from './object-place.ts';
import type { SentWrite } from './sent-change.ts';
import { isRecord } from './text-field.ts';
import type { Place } from './write-target.ts';

/** The name of the field that holds what was chosen: as the page sends it, or the only one with this date in it. */
export function chosenKey(json: unknown, id: string, key: string, former: string): string | undefined {
  const same = objectWith(json, id, key);
  if (same && isSimple(same[key]) && isSameValue(String(same[key]), former)) return key;
  if (same || weekLater(former) === undefined) return undefined;
  for (const record of recordsOf(json, id)) {
    const keys = Object.keys(record).filter(
      (name) => isSimple(record[name]) && isSameValue(String(record[name]), former),
    );
    if (keys.length === 1) return keys[0];
  }
  return undefined;
}

/** Where the owner reads the choice: the field of the object with this id in an answer, or the control of the page itself. */
export function chosenPlace(view: RawView, sent: SentWrite, id: string, key: string): Place | undefined {
  const { chosen, former, control } = sent;
  if (chosen === undefined || former === undefined) return undefined;
  const field = chosenKey(view.content.json, id, key, former);
  const place = field === undefined ? undefined : objectPlace(view, id, field, true);
  if (place) return withChosen(place, chosen);
  const shown = control && controlIn(view.source ?? '', control);
  if (!shown || shown.value !== former) return undefined;
  const now = (later: RawView) => controlIn(later.source ?? '', control)?.value;
  return withChosen({ name: key, former, now, isAsBefore: (later) => now(later) === former }, chosen);
}

function withChosen(place: Place, chosen: string): Place {
  return {
    ...place,
    changed: chosen,
    now(view) {
      const now = place.now(view);
      return now !== undefined && isSameValue(now, chosen) ? chosen : now;
    },
  };
}

/** Objects of an answer one of whose values is this id. */
function recordsOf(json: unknown, id: string): readonly Readonly<Record<string, unknown>>[] {
  if (json === null || typeof json !== 'object') return [];
  const own =
    isRecord(json) && Object.entries(json).some(([name, value]) => isIdName(name) && String(value) === id)
      ? [json]
      : [];
  return [...own, ...Object.values(json).flatMap((one) => recordsOf(one, id))];
}

const isSimple = (value: unknown) => typeof value === 'string' || typeof value === 'number';
