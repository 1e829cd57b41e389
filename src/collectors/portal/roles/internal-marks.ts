/** What a portal's own data call "not for customers", in the ten languages; keys are read word by word, so `isInternal` is one too. */
const inside =
  /^(internal(ly)?|intern[eaosx]?|wewn(e|ę)trzn[aey]|社内|内部|(staff|agents?|admins?|operators?|employees?|back_?office)_only|only_(staff|agents?|admins?|internal))$/iu;
const around =
  /^(is|only|nur|solo|solamente|seulement|apenas|alleen|tylko)_|_(only|note|notes|comment|comments|use|remark)$/giu;
/** `visibility: 'internal'`: the key says whom it is for, the value says nobody outside. */
const audience =
  /^(visib\w*|visivel|sichtbar(keit)?|zichtbaar(heid)?|widoczno\w*|audience|target|scope|channel|type|kind|typ|art|tipo|soort|rodzaj|公開範囲|可见性)$/iu;
const seenOutside = /^(is_)?(visible|shown|open)_(to|for)_(customers?|clients?)$|^(customer|client)_(visible|facing)$/i;

/** Rows of one list of which the portal's own data say that some are not for customers. */
export interface MarkedRows {
  readonly field: string;
  /** The longest text of each row that is marked, and of each that is not. */
  readonly marked: readonly string[];
  readonly others: readonly string[];
}

/** What is written down for oneself: a number or a reference that is called internal may be the customer's own. */
const remark =
  /^(notes?|notiz(en)?|nota|notas|comments?|remarks?|memos?|bemerkung(en)?|kommentare?|commentaires?|remarques?|comentarios?|coment[aá]rios?|osservazion[ei]|comment[oi]|annotazion[ei]|opmerking(en)?|notities?|uwag[ia]|notatk[ai]|メモ|备注|備註)$/iu;

const deepest = 5;

/** The lists of an answer in which some rows are marked so and some are not. `isOwn`: what a row of the account's own says. */
export function markedRows(json: unknown, isOwn: (value: string) => boolean, depth = 0): readonly MarkedRows[] {
  if (json === null || typeof json !== 'object' || depth > deepest) return [];
  const below = Object.values(json).flatMap((one) => markedRows(one, isOwn, depth + 1));
  if (!Array.isArray(json) || json.length < 2) return below;
  const rows = json.filter((one): one is Row => one !== null && typeof one === 'object' && !Array.isArray(one));
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => isMark(key, row[key]))))];
  const found = fields.flatMap((field): MarkedRows[] => {
    const isMarked = (row: Row) => isMark(field, row[field]);
    const texts = (some: readonly Row[]) => some.flatMap((row) => longestText(row) ?? []);
    const others = texts(rows.filter((row) => !isMarked(row)));
    const marked = texts(rows.filter((row) => isMarked(row) && !textsOf(row).some(isOwn)));
    const apart = [...new Set(marked)].filter((text) => !others.includes(text));
    return apart.length > 0 && others.length > 0 ? [{ field, marked: apart, others }] : [];
  });
  return [...found, ...below];
}

/** Remarks of a record that their own name calls internal: `internalNotes`, `note_interne`, whatever they stand below. */
export function markedRemarks(json: unknown, depth = 0): readonly { readonly field: string; readonly text: string }[] {
  if (json === null || typeof json !== 'object' || depth > deepest) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const words = key
      .replace(/([a-z\d])([A-Z])/g, '$1_$2')
      .replaceAll('-', '_')
      .split('_');
    const isMarked = words.some((one) => inside.test(one)) && words.some((one) => remark.test(one));
    const text = isMarked ? longestText({ [key]: value }) : undefined;
    return text === undefined ? markedRemarks(value, depth + 1) : [{ field: key, text }];
  });
}

type Row = Readonly<Record<string, unknown>>;

export function isMark(key: string, value: unknown): boolean {
  const name = key.replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  if (seenOutside.test(name)) return value === false || value === 0;
  if (value === true || value === 1) return saysInside(name);
  return typeof value === 'string' && audience.test(name) && saysInside(value.replaceAll(/[- ]/g, '_'));
}

const saysInside = (words: string) => inside.test(words) || inside.test(words.replaceAll(around, ''));

/** What somebody wrote, by its length: a name or a state says less. */
function longestText(row: Row): string | undefined {
  return textsOf(row)
    .filter((text) => text.length >= 16 && /\p{L}\s+\S/u.test(text))
    .sort((one, other) => other.length - one.length)[0];
}

function textsOf(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object' || depth > 2) return [];
  return Object.values(value).flatMap((one) => textsOf(one, depth + 1));
}
