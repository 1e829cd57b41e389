import { deleteWords } from '../words.ts';
import { ifMatch, needsState } from '../writes/locks.ts';
import { confirmingForms, deletes, deletingForms, deletingLinks, sentForm, settingLinks } from '../writes/deleting.ts';
import type { UndoAnswer, UndoAsk, UndoOutcome, UndoRequest } from './undo-entry.ts';

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
  for (const href of shownAt === undefined ? [] : settingLinks(first.source, created)) {
    const set = await ask({ method: 'GET', url: href });
    if (mark === undefined || set.source?.includes(mark) !== true) continue;
    for (const form of deletingForms(set.source, href)) {
      await ask(sentForm(form));
      if (await isGone()) return gone(`the form at ${href}`);
    }
  }
  const { status, unreadable } = answer;
  // Where it cannot be seen anywhere, the answer is all there is. That nothing is there says nothing: it may never have lived there.
  if (shownAt === undefined && ((status >= 200 && status < 300 && unreadable !== true) || status === 410))
    return { done: true, detail: `DELETE ${created} answered ${status}` };
  const isAbsent = (one: UndoAnswer | undefined) => one?.status === 404 || one?.status === 410;
  const isRead = inList && inList.unreadable !== true && inList.status >= 200 && inList.status < 300;
  if (shownAt === undefined && isAbsent(first) && isRead)
    return { done: true, detail: 'nothing of it was there any more' };
  const said = status === 0 ? (answer.detail ?? 'nothing') : `HTTP ${status}`;
  const still = shownAt === undefined ? 'whether it is gone cannot be seen' : 'it is still there';
  return { done: false, tried: true, detail: `DELETE ${created} answered ${said}, and ${still}${byHand(status)}` };
}

/** Where nothing deletes objects of a kind, to try again is in vain: a person has to, or whoever runs the portal. */
const byHand = (status: number) =>
  [404, 405, 501].includes(status)
    ? '; no other way to delete it was seen: if its page has none, close it there, or have it removed by whoever runs the portal'
    : '';

/** Some take a deletion only with the state that it is meant for (RFC 9110, section 13.1.1; RFC 6585, section 3). */
async function deleteAt(url: string, etag: string | undefined, ask: UndoAsk): Promise<UndoAnswer> {
  const answer = await ask({ method: 'DELETE', url });
  return needsState(answer.status) && etag !== undefined
    ? await ask({ method: 'DELETE', url, headers: ifMatch(etag) })
    : answer;
}

/** The part of a list that is about the object with this mark: it ends where it ends, what stands below is about something else. */
function rowsWith(source: string | undefined, mark: string): readonly string[] {
  return (source ?? '').split(/<(?=(?:tr|li|article|section)[\s>])/i).flatMap((piece, at) => {
    if (at === 0) return [];
    const end = piece.toLowerCase().indexOf(`</${/^\w+/.exec(piece)?.[0]?.toLowerCase()}>`);
    const row = end < 0 ? piece : piece.slice(0, end);
    return row.includes(mark) ? [`<${row}`] : [];
  });
}

/**
 * Where an object may live that a list shows: the links that its mark stands in first, then those of the row that holds it.
 * Whoever deletes there makes sure first that the address shows the object: a row links to its author as well.
 */
export function addressesOf(source: string | undefined, mark: string, list: string): readonly string[] {
  const links = rowsWith(source, mark).flatMap((row) =>
    [...row.matchAll(/<a\s[^>]*href="([^"#]+)"[^>]*>((?:(?!<\/a>)[\s\S])*)/gi)].map(([, href = '', text = '']) => ({
      href,
      isIt: text.includes(mark),
    })),
  );
  const hrefs = links
    .sort((one, other) => Number(other.isIt) - Number(one.isIt))
    .flatMap(({ href }) => URL.parse(href.replaceAll('&amp;', '&'), list)?.href ?? [])
    .filter((href) => {
      const { host, pathname, search } = new URL(href);
      const words = `${pathname} ${search}`.replace(/[/_.?&=-]+/g, ' ');
      return host === new URL(list).host && /\d/.test(words) && !deleteWords.test(words) && !/\bedit\b/i.test(words);
    });
  return [...new Set(hrefs)].slice(0, 3);
}

/** The controls of the object's own row that delete it, as requests: a link that says so by its method, or a form of one button. */
function rowDeletes(source: string | undefined, mark: string, list: string): readonly UndoRequest[] {
  return rowsWith(source, mark).flatMap((row): readonly UndoRequest[] => [
    ...[...row.matchAll(/<(?:a|button)\s[^>]*>/gi)].flatMap(([tag]): readonly UndoRequest[] => {
      const href = /(?:data-)?hx-delete="([^"]+)"/i.exec(tag)?.[1] ?? methodDelete(tag);
      const url = href === undefined ? undefined : URL.parse(href.replaceAll('&amp;', '&'), list);
      return url && url.host === new URL(list).host ? [{ method: 'DELETE', url: url.href }] : [];
    }),
    ...confirmingForms(row, list)
      .filter(deletes)
      .map((form) => sentForm(form)),
  ]);
}

const methodDelete = (tag: string) =>
  /data-(?:turbo-)?method="delete"/i.test(tag) ? /\shref="([^"#]+)"/i.exec(tag)?.[1] : undefined;

/**
 * What a list shows is deleted where it lives, if that address shows the object itself; else by the controls of its own row.
 * undefined: the list shows neither.
 */
export async function deleteListed(
  source: string | undefined,
  mark: string,
  ask: UndoAsk,
  list: string,
): Promise<UndoOutcome | undefined> {
  const addresses = addressesOf(source, mark, list);
  let left: UndoOutcome | undefined;
  for (const address of addresses) {
    if (!(await ask({ method: 'GET', url: address })).text.includes(mark)) continue;
    left = await deletePlanted(address, mark, ask, list);
    if (left.done) return left;
    break;
  }
  // A file shows itself where it is fetched, and is deleted by its row alone.
  const [control] = rowDeletes(source, mark, list);
  if (control) {
    await ask(control);
    const { status, text, unreadable } = await ask({ method: 'GET', url: list });
    if (unreadable !== true && status >= 200 && status < 300 && !text.includes(mark))
      return { done: true, detail: `gone after the control of its row (${control.method} ${control.url})` };
  }
  if (left && !control) return left;
  if (addresses.length === 0 && !control) return undefined;
  const detail = control
    ? `${control.method} ${control.url}, as its row in ${list} says, and it is still there`
    : 'what its list links to shows nothing of the new object, so nothing was deleted there';
  return { done: false, tried: true, detail };
}
