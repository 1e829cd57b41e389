import { formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import type { JournalEntry, PlannedWrite } from '../../../world/journal.ts';
import { sentForm } from '../writes/deleting.ts';
import type { UndoAsk, UndoOutcome } from './undo-entry.ts';

type Former = NonNullable<PlannedWrite['former']>;

/** What the form that is about to be sent to this address holds, as the page shows it before anything is filled in. */
export function formerOf(source: string, page: string, sentTo: string): Former | undefined {
  const form = formsIn(source, page).find(({ action }) => action === sentTo);
  const fields = form?.fields.filter(isTyped).map(({ name, value }) => [name, value] as const) ?? [];
  return fields.length > 0 ? { page, fields } : undefined;
}

/** The form of this page that shows what was sent: it makes no new object, it edits the one thing that it is about. */
export function formShowing(source: string, { former, url, mark }: JournalEntry): HtmlForm | undefined {
  if (!former || mark === undefined) return undefined;
  return formsIn(source, former.page).find(
    ({ action, fields }) => action === url && fields.some((field) => isTyped(field) && field.value.includes(mark)),
  );
}

/** Sends the form with what it held before, and reads it again; undefined where the page shows nothing of what was sent. */
export async function putFormBack(entry: JournalEntry, ask: UndoAsk): Promise<UndoOutcome | undefined> {
  const { former } = entry;
  if (!former) return undefined;
  const read = () => ask({ method: 'GET', url: former.page });
  const form = formShowing((await read()).source ?? '', entry);
  if (!form) return undefined;
  await ask(sentForm(form, new Map(former.fields)));
  const { status, source = '', unreadable } = await read();
  const isThere = status === 200 && unreadable !== true && formsIn(source, former.page).some(isSame(entry.url));
  if (isThere && !formShowing(source, entry)) return { done: true, detail: 'the form holds again what it held before' };
  return { done: false, tried: true, detail: `the form of ${former.page} does not hold again what it held before` };
}

const isSame =
  (url: string) =>
  ({ action }: HtmlForm) =>
    action === url;
const isTyped = ({ editable, kind }: HtmlForm['fields'][number]) => editable && !/^(checkbox|radio|file)$/.test(kind);
