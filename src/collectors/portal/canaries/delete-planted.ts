import { formsIn } from '../../../parse/html-forms.ts';
import { deleteWords } from '../words.ts';
import { deletingForms, deletingLinks, isBare, sentForm } from '../writes/deleting.ts';
import type { UndoAnswer, UndoAsk, UndoOutcome } from './undo-entry.ts';

/**
 * Takes away what was planted, and looks whether it is gone: by DELETE, else by what its own page offers, with whatever that
 * asks back. An answer alone says nothing: some portals answer 200 to every verb.
 */
export async function deletePlanted(created: string, mark: string | undefined, ask: UndoAsk): Promise<UndoOutcome> {
  const look = () => ask({ method: 'GET', url: created });
  const first = await look();
  const shown = mark !== undefined && first.text.includes(mark);
  const isGone = ({ status, text, unreadable }: UndoAnswer) =>
    status === 404 ||
    status === 410 ||
    (shown && unreadable !== true && status >= 200 && status < 500 && !text.includes(mark));
  const gone = (by: string): UndoOutcome => ({ done: true, detail: `gone after ${by}` });
  if (isGone(first) && !shown) return { done: true, detail: 'nothing of it was there any more' };
  const answer = await ask({ method: 'DELETE', url: created });
  if (isGone(await look())) return gone(`DELETE ${created}`);
  for (const form of deletingForms(first.source, created)) {
    await ask(sentForm(form));
    if (isGone(await look())) return gone(`the form of its page (${form.action})`);
  }
  for (const href of deletingLinks(first.source, created)) {
    const asks = await ask({ method: 'GET', url: href });
    if (isGone(await look())) return gone(`the link of its page (${href})`);
    for (const form of formsIn(asks.source ?? '', href).filter(isBare)) {
      if (new URL(form.action).pathname !== new URL(href).pathname) continue;
      await ask(sentForm(form));
      if (isGone(await look())) return gone(`the form at ${href}`);
    }
  }
  // Where the object has no address of its own to look at, the answer is all there is.
  const taken = answer.status >= 200 && answer.status < 300;
  if (!shown && taken && (first.status === 405 || first.status === 404 || first.status === 501))
    return { done: true, detail: `DELETE ${created} answered ${answer.status}` };
  const said = answer.status === 0 ? (answer.detail ?? 'nothing') : `HTTP ${answer.status}`;
  return { done: false, tried: true, detail: `DELETE ${created} answered ${said}, and it is still there` };
}

/** Where an object lives that a list shows: the link of the row, or of the line, that holds its mark. */
export function addressOf(source: string | undefined, mark: string, list: string): string | undefined {
  const rows = (source ?? '').split(/<(?=(?:tr|li|article|section)[\s>])/i);
  const row = rows.find((one) => one.includes(mark));
  const hrefs = [...(row ?? '').matchAll(/<a\s[^>]*href="([^"#]+)"/gi)].flatMap(
    ([, href = '']) => URL.parse(href.replaceAll('&amp;', '&'), list)?.href ?? [],
  );
  return rows.length < 2
    ? undefined
    : hrefs.find((href) => {
        const { host, pathname, search } = new URL(href);
        const words = `${pathname} ${search}`.replace(/[/_.?&=-]+/g, ' ');
        return host === new URL(list).host && /\d/.test(words) && !deleteWords.test(words) && !/\bedit\b/i.test(words);
      });
}
