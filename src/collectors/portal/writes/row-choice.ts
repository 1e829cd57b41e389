import type { FormField } from '../../../parse/html-forms.ts';
import type { TickedRow } from '../../../parse/ticked-rows.ts';
import { dangerWords } from '../words.ts';

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

const choices = ({ options, labels = [] }: FormField) =>
  options.flatMap((value, at) => {
    const label = (labels[at] ?? value).toLowerCase();
    return value === '' || label.length < 2 ? [] : [{ value, label }];
  });

function wordsIn(text: string, words: string): boolean {
  const plain = (one: string) => ` ${one.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return plain(text).includes(plain(words));
}
