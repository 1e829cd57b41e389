import type { AnswerContent } from '../tenancy/answer-text.ts';

/** A text of a record that may be changed and put back: its keys from the top, and its value. */
export interface TextField {
  readonly keys: readonly string[];
  readonly value: string;
  /** The record itself, unwrapped from `data`, `project` and the like. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly wrapper?: string;
}

/** Free texts that people write; the most harmless first. Names of people, addresses and states are left alone. */
const harmless = [
  /^(?:\w*_)?(note|notes|remark|remarks|comment|comments|memo|about|bio|bemerkung(en)?|notiz(en)?|anmerkung(en)?|kommentar|remarque|commentaire|nota|notas|observaciones|comentarios?|osservazioni|opmerking(en)?|notitie|uwagi|notatka)$/i,
  /^(?:\w*_)?(description|desc|summary|details?|text|body|content|message|instructions|beschreibung|beschrijving|descri[pç][ct]?i?[oóaã]?n?[eo]?|descrizione|opis|inhalt|contenu|contenido|contenuto)$/i,
  /^(?:\w*_)?(subtitle|label|caption|title|subject|headline|reference|purpose|bezeichnung|titel|betreff|titre|objet|t[ií]tulo|asunto|titolo|oggetto|onderwerp|tytu[lł]|temat)$/i,
  /^(?:job_?title|position|nickname|motto|tagline|headline)$/i,
  /^(name|display_?name|full_?name|nom|nombre|nome|naam|nazwa)$/i,
];

/** How harmless a change of a text of this name is: 0 the most; undefined where it is none to be changed. */
export function harmlessness(name: string): number | undefined {
  const rank = harmless.findIndex((words) => words.test(name));
  return rank < 0 ? undefined : rank;
}

/** A text that may be changed and put back, by its value. */
export const isPlainText = (value: string) => value.length <= 2000 && !/^https?:|@/.test(value);

/** The record in an answer: the object itself, or the one object that wraps it. */
export function recordIn(content: AnswerContent): { record: Record<string, unknown>; wrapper?: string } | undefined {
  if (content.kind !== 'json' || !isRecord(content.json)) return undefined;
  const own = content.json;
  if ('id' in own || '_id' in own || 'uuid' in own) return { record: own };
  const inner = Object.entries(own).filter(([, value]) => isRecord(value));
  const [only] = inner.filter(([key]) => !/^(meta|links?|included|pagination|errors?)$/i.test(key));
  if (only && inner.length <= 2) return { record: only[1] as Record<string, unknown>, wrapper: only[0] };
  return { record: own };
}

/** The text to change in a record; undefined where it has none that is harmless. */
export function textFieldOf(content: AnswerContent): TextField | undefined {
  const found = recordIn(content);
  if (!found) return undefined;
  const { record, wrapper } = found;
  for (const words of harmless) {
    const key = Object.keys(record).find((one) => {
      const value = record[one];
      return words.test(one) && typeof value === 'string' && isPlainText(value);
    });
    if (key === undefined) continue;
    const value = record[key] as string;
    return { keys: wrapper === undefined ? [key] : [wrapper, key], value, record, ...(wrapper ? { wrapper } : {}) };
  }
  return undefined;
}

/** The value at the same place of another answer. */
export function valueAt(content: AnswerContent, keys: readonly string[]): unknown {
  let at: unknown = content.json;
  for (const key of keys) at = isRecord(at) ? at[key] : undefined;
  return at;
}

/** The former text with a mark at its end, not longer than such fields usually may be. */
export function marked(value: string, mark: string): string {
  return `${value.slice(0, 60)} ${mark}`.trim();
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
