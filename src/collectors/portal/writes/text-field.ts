import type { AnswerContent } from '../tenancy/answer-text.ts';

/** A text of a record that may be changed and put back: its keys from the top, and its value. */
export interface TextField {
  readonly keys: readonly string[];
  readonly value: string;
  /** The record itself, unwrapped from `data`, `project` and the like. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly wrapper?: string;
  /** JSON:API 1.1, 7.2: a resource is changed by its type, its id and the attributes that change. */
  readonly resource?: Resource;
}

export interface Resource {
  readonly type: string;
  readonly id: string;
}

/** Free texts that people write; the most harmless first. Names of people, addresses and states are left alone. */
const harmless = [
  /^(?:\w*_)?(note|notes|remark|remarks|comment|comments|memo|about|bio|bemerkung(en)?|notiz(en)?|anmerkung(en)?|kommentar|remarque|commentaire|nota|notas|observaciones|observa[cç](ão|ao|ões|oes)|obs|comentarios?|osservazioni|opmerking(en)?|notitie|uwagi|notatka)$/i,
  /^(?:\w*_)?(description|desc|summary|details?|text|body|content|message|instructions?|consignes?|instrucci[oó]n(es)?|instru[cç][aã]o|instru[cç][oõ]es|istruzioni|instructies?|anweisung(en)?|hinweise?|instrukcj[ae]|guidance|directions|beschreibung|erl[aä]uterung(en)?|beschrijving|omschrijving(en)?|toelichting(en)?|explication|descri[pcç][ct]?i?[oóaã]?n?[eo]?|descrizione|opis|inhalt|contenu|contenido|contenuto)$/i,
  /^(?:\w*_)?(subtitle|label|caption|title|subject|headline|reference|purpose|bezeichnung|titel|betreff|titre|intitul[eé]|libell[eé]|objet|t[ií]tulo|asunto|titolo|oggetto|onderwerp|kenmerk|tytu[lł]|temat|reason|grund|begr[uü]ndung|motif|motivo|motivazione|reden|pow[oó]d)$/i,
  /^(?:job_?title|position|nickname|motto|tagline|headline)$/i,
  /^(name|display_?name|full_?name|nom|nombre|nome|naam|nazwa)$/i,
];

/** `accessNotes` and `JobDescription` are notes and a description; what they are about may be worth more than a text. */
const ofValue = /bank|payment|billing|card|iban|tax|legal|account|contract/i;
const calledLike = (words: RegExp, at: number, name: string) => {
  const last = /[a-z\d]([A-Z][a-z]+)$/.exec(name)?.[1];
  return words.test(name) || (at < 2 && last !== undefined && !ofValue.test(name) && words.test(last));
};

/** How harmless a change of a text of this name is: 0 the most; undefined where it is none to be changed. */
export function harmlessness(name: string): number | undefined {
  const rank = harmless.findIndex((words, at) => calledLike(words, at, name));
  return rank < 0 ? undefined : rank;
}

/** A text that may be changed and put back, by its value. */
export const isPlainText = (value: string) => value.length <= 2000 && !/^https?:|@/.test(value);

/** Names of what is looked up, reached or paid by its words, whatever stands there. */
const ofMoment =
  /name|address|adress|street|strasse|straße|rue|calle|city|ort$|ville|country|mail|phone|status|state|type|role|kind|category|url|link|path|token|html|message|error|detail$|signature|reason/i;

/** Words that somebody wrote, whatever they are called: four or more in a row. */
const isProse = (name: string, value: string) =>
  !ofMoment.test(name) && !ofValue.test(name) && /\p{L}{2,}(?:[ ,.;:'’()–-]+\p{L}{2,}){3,}/u.test(value);

/** The record in an answer: the object itself, or the one object that wraps it. */
export function recordIn(content: AnswerContent): { record: Record<string, unknown>; wrapper?: string } | undefined {
  if (content.kind !== 'json' || !isRecord(content.json)) return undefined;
  const own = content.json;
  if (Object.keys(own).some(isIdKey)) return { record: own };
  const inner = Object.entries(own).filter(([, value]) => isRecord(value));
  const [only] = inner.filter(([key]) => !/^(meta|links?|included|pagination|errors?)$/i.test(key));
  if (only && inner.length <= 2) return { record: only[1] as Record<string, unknown>, wrapper: only[0] };
  return { record: own };
}

/** The text to change in a record; undefined where it has none that is harmless. */
export function textFieldOf(content: AnswerContent): TextField | undefined {
  const found = recordIn(content);
  if (!found) return undefined;
  const { wrapper } = found;
  const resource = wrapper === 'data' ? resourceOf(found.record) : undefined;
  const record = resource?.attributes ?? found.record;
  const before = [...(wrapper === undefined ? [] : [wrapper]), ...(resource ? ['attributes'] : [])];
  for (const at of [...harmless.keys(), undefined]) {
    const words = at === undefined ? undefined : harmless[at];
    const key = Object.keys(record).find((one) => {
      const value = record[one];
      if (typeof value !== 'string' || !isPlainText(value)) return false;
      return words && at !== undefined ? calledLike(words, at, one) : isProse(one, value);
    });
    if (key === undefined) continue;
    const value = record[key] as string;
    return {
      keys: [...before, key],
      value,
      record,
      ...(wrapper ? { wrapper } : {}),
      ...(resource ? { resource: { type: resource.type, id: resource.id } } : {}),
    };
  }
  return undefined;
}

/** JSON:API's resource object: `{ type, id, attributes: {…} }` below `data`. */
export function resourceOf(
  record: Readonly<Record<string, unknown>>,
): (Resource & { readonly attributes: Record<string, unknown> }) | undefined {
  const { type, id, attributes } = record;
  if (typeof type !== 'string' || (typeof id !== 'string' && typeof id !== 'number') || !isRecord(attributes))
    return undefined;
  return { type, id: String(id), attributes };
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

/** What frameworks call the id of a record; those of .NET begin with a capital. */
export const isIdKey = (name: string): boolean => /^(_?id|uuid|guid|@odata\.(id|etag))$/i.test(name);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A value to compare with a later one: an address that is signed anew at each look says the same without its parameters. */
export function comparable(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return /^"(https?:\/)?\/[^"?\s]*\?[^"\s]*(sign|sig=|expires|token|hmac)/i.test(text)
    ? text.replace(/\?.*$/, '')
    : text;
}
