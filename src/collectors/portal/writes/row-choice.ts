import type { FormField } from '../../../parse/html-forms.ts';
import type { TickedRow } from '../../../parse/ticked-rows.ts';
import { dangerWords } from '../words.ts';
import { isPlainText } from './text-field.ts';

/** What a person files a record under: nothing is sent or paid by it, and any other value can be chosen again. */
export const filedWords =
  /(^|[_-])(status|state|stage|phase|priority|prio|urgency|severity|category|label|tag|type|folder|colou?r|zustand|priorit[aàeé]\w*|dringlichkeit|kategori[ea]\w*|categor[ií]a\w*|cat[eé]gorie|statut|estado|stato|prioriteit|categorie|priorytet|kategoria)(_?id)?$/i;
/** A record that is over may not come back. */
export const finalWords =
  /(^|[^\p{L}])(closed?|done|resolved|complete[d]?|finished|cancel\w*|archiv\w*|delet\w*|paid|sent|approved|rejected|declined|accepted|shipped|delivered|void|expired|lost|won|geschlossen|erledigt|fertig|bezahlt|storniert|abgeschlossen|ferm[eé]e?|termin[eé]e?|cerrado|cerrada|resuelto|chius[oa]|fechad[oa]|conclu[ií]d[oa]|gesloten|afgerond|zamkni[eę]te|zako[nń]czone)([^\p{L}]|$)|完了|終了|已完成|已关闭/iu;

/** Whether changing a field of this name files a record elsewhere and does no more. */
export const isFiledUnder = (name: string): boolean => filedWords.test(name);

/** A value that a record may be given and that leads to nothing further. */
export const isOpenValue = (text: string): boolean => !finalWords.test(text) && !dangerWords.test(text);

export interface RowChoice {
  /** The value that the row has now, and another one that can be chosen for it. */
  readonly former: string;
  readonly changed: string;
}

/** The one option that a row of a list shows; undefined where it shows none or several of them. */
export function shownIn({ text }: TickedRow, field: FormField): string | undefined {
  const shown = choices(field).filter(({ label }) => wordsIn(text, label));
  // "In progress" shows no "progress": the longest of those that hold one another.
  const longest = shown.filter((one) => !shown.some((other) => other !== one && wordsIn(other.label, one.label)));
  return longest.length === 1 ? longest[0]?.value : undefined;
}

/** What may be chosen for a row instead of what it shows, among what keeps it open. */
export function choiceFor(row: TickedRow, field: FormField): RowChoice | undefined {
  const former = shownIn(row, field);
  const open = choices(field).filter(({ value, label }) => isOpenValue(`${value} ${label}`));
  const other = open.find(({ value }) => value !== former);
  return former !== undefined && other && open.some(({ value }) => value === former)
    ? { former, changed: other.value }
    : undefined;
}

/** What a row has now and what it may be given; a text has room for a mark, and needs no other value. */
export type RowChange = Pick<RowChoice, 'former'> & Partial<RowChoice>;

/** A text that a form has for its ticked rows, and that stands for no money, person or key. */
export const isTypedForRows = ({ kind, name, value, editable }: FormField): boolean =>
  editable &&
  /^(text|textarea)$/.test(kind) &&
  value === '' &&
  !ofConsequence.test(name) &&
  !/^(q|search|filter)/i.test(name);

const ofConsequence =
  /mail|phone|user|person|assign|amount|price|sum|total|iban|bank|card|account|token|key|password|code|date|qty|quantity|betrag|preis|prix|montant|precio|importe|prezzo|importo|pre[cç]o|valor|bedrag|prijs|kwota|cena/i;

/** The choice or the text of a row that a field of its form changes. */
export function changeFor(row: TickedRow, field: FormField): RowChange | undefined {
  if (field.kind === 'select') return choiceFor(row, field);
  const former = shownOf(row, field);
  return former !== undefined && former !== '' && former.length <= 40 && isPlainText(former) ? { former } : undefined;
}

/** What the row shows of a field: an option's value, or the text in the column that is called like the field. */
export function shownOf(row: TickedRow, field: FormField): string | undefined {
  if (field.kind === 'select') return shownIn(row, field);
  const fit = row.cells.filter(({ head }) => isCalledLike(head, field.name));
  return fit.length === 1 ? fit[0]?.text : undefined;
}

/** `Purchase order`, `Purchase order no.` and `PO` over the column of `purchase_order`. */
function isCalledLike(head: string, name: string): boolean {
  const wordsOf = (text: string) =>
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word !== '' && !/^(no|nr|number|new|set|bulk|the|of)$/.test(word));
  const [over, called] = [wordsOf(head), wordsOf(name)];
  if (over.length === 0 || called.length === 0) return false;
  const initials = called.map((word) => word[0]).join('');
  return over.join(' ') === called.join(' ') || (called.length >= 2 && over.join('') === initials);
}

const choices = ({ options, labels = [] }: FormField) =>
  options.flatMap((value, at) => {
    const label = (labels[at] ?? value).toLowerCase();
    return value === '' || label.length < 2 ? [] : [{ value, label }];
  });

function wordsIn(text: string, words: string): boolean {
  const plain = (one: string) => ` ${one.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return plain(text).includes(plain(words));
}
