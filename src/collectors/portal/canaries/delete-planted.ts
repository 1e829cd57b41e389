import { deleteWords } from '../words.ts';
import { ifMatch, needsState } from '../writes/locks.ts';
import { confirmingForms, deletingForms, deletingLinks, sentForm } from '../writes/deleting.ts';
import type { UndoAnswer, UndoAsk, UndoOutcome } from './undo-entry.ts';

/**
 * Takes away what was planted, and looks whether it is gone, at its own address or in the list to which it was sent: by
 * DELETE, else by what its own page offers, with whatever that asks back. An answer alone says nothing: some portals answer
 * 200 to every verb, and some show an object in its list only.
 */
export async function deletePlanted(
  created: string,
  mark: string | undefined,
  ask: UndoAsk,
  list?: string,
): Promise<UndoOutcome> {
  const first = await ask({ method: 'GET', url: created });
  const holds = (answer: UndoAnswer | undefined) => mark !== undefined && answer?.text.includes(mark) === true;
  const inList = holds(first) || list === undefined ? undefined : await ask({ method: 'GET', url: list });
  const shownAt = holds(first) ? created : holds(inList) ? list : undefined;
  const isGone = async () => {
    if (shownAt === undefined) return false;
    const { status, text, unreadable } = await ask({ method: 'GET', url: shownAt });
    if (status === 404 || status === 410) return true;
    return unreadable !== true && status >= 200 && status < 500 && !text.includes(mark ?? '');
  };
  const gone = (by: string): UndoOutcome => ({ done: true, detail: `gone after ${by}` });
  const answer = await deleteAt(created, first.etag, ask);
  if (await isGone()) return gone(`DELETE ${created}`);
  for (const form of deletingForms(first.source, created)) {
    await ask(sentForm(form));
    if (await isGone()) return gone(`the form of its page (${form.action})`);
  }
  for (const href of deletingLinks(first.source, created)) {
    const asks = await ask({ method: 'GET', url: href });
    if (await isGone()) return gone(`the link of its page (${href})`);
    for (const form of confirmingForms(asks.source, href)) {
      await ask(sentForm(form));
      if (await isGone()) return gone(`the form at ${href}`);
    }
  }
  const { status, unreadable } = answer;
  // Where it cannot be seen anywhere, the answer is all there is.
  if (
    shownAt === undefined &&
    ((status >= 200 && status < 300 && unreadable !== true) || status === 404 || status === 410)
  )
    return { done: true, detail: `DELETE ${created} answered ${status}` };
  const isAbsent = (one: UndoAnswer | undefined) => one?.status === 404 || one?.status === 410;
  if (shownAt === undefined && isAbsent(first) && inList && inList.unreadable !== true && inList.status < 300)
    return { done: true, detail: 'nothing of it was there any more' };
  const said = status === 0 ? (answer.detail ?? 'nothing') : `HTTP ${status}`;
  const still = shownAt === undefined ? 'whether it is gone cannot be seen' : 'it is still there';
  return { done: false, tried: true, detail: `DELETE ${created} answered ${said}, and ${still}` };
}

/** Some take a deletion only with the state that it is meant for (RFC 9110, section 13.1.1; RFC 6585, section 3). */
async function deleteAt(url: string, etag: string | undefined, ask: UndoAsk): Promise<UndoAnswer> {
  const answer = await ask({ method: 'DELETE', url });
  return needsState(answer.status) && etag !== undefined
    ? await ask({ method: 'DELETE', url, headers: ifMatch(etag) })
    : answer;
}

/**
 * Where an object lives that a list shows: the link that its mark stands in, else one of the row, or of the line, that holds it.
 * Whoever deletes there makes sure first that the address shows the object: a row links to its author as well.
 */
export function addressOf(source: string | undefined, mark: string, list: string): string | undefined {
  const rows = (source ?? '').split(/<(?=(?:tr|li|article|section)[\s>])/i);
  if (rows.length < 2) return undefined;
  const found = rows.find((one) => one.includes(mark)) ?? '';
  // The last row ends where it ends: what stands below the list is about something else.
  const kind = /^\w+/.exec(found)?.[0] ?? 'tr';
  const end = found.toLowerCase().indexOf(`</${kind.toLowerCase()}>`, found.indexOf(mark));
  const row = end < 0 ? found : found.slice(0, end);
  const hrefs = [...row.matchAll(/<a\s[^>]*href="([^"#]+)"[^>]*>((?:(?!<\/a>)[\s\S])*)/gi)]
    .map(([, href = '', text = '']) => ({ href, isIt: text.includes(mark) }))
    .sort((one, other) => Number(other.isIt) - Number(one.isIt))
    .flatMap(({ href }) => URL.parse(href.replaceAll('&amp;', '&'), list)?.href ?? []);
  return hrefs.find((href) => {
    const { host, pathname, search } = new URL(href);
    const words = `${pathname} ${search}`.replace(/[/_.?&=-]+/g, ' ');
    return host === new URL(list).host && /\d/.test(words) && !deleteWords.test(words) && !/\bedit\b/i.test(words);
  });
}

/** What a list links to is deleted only where that address shows the object itself. */
export async function deleteLinked(
  linked: string,
  mark: string | undefined,
  ask: UndoAsk,
  list?: string,
): Promise<UndoOutcome> {
  const { text } = await ask({ method: 'GET', url: linked });
  if (mark !== undefined && text.includes(mark)) return deletePlanted(linked, mark, ask, list);
  return {
    done: false,
    tried: true,
    detail: 'what its list links to shows nothing of the new object, so nothing was deleted there',
  };
}
