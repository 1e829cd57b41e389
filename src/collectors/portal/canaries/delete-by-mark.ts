import { itemAddress } from '../../../parse/item-address.ts';
import type { JournalEntry } from '../../../world/journal.ts';
import { deleteListed, deletePlanted } from './delete-planted.ts';
import { furtherPages } from './further-pages.ts';
import { isReadable } from './is-readable.ts';
import { itemWith } from './item-with.ts';
import type { UndoAnswer, UndoAsk, UndoOutcome } from './undo-entry.ts';

/** The run ended before an answer, or the answer did not say where it is: the new object is looked for in the list to which it was sent. */
export async function deleteByMark(
  { url, mark, former }: JournalEntry,
  ask: UndoAsk,
  settled: JournalEntry['settled'][number] | undefined,
): Promise<UndoOutcome> {
  const shownBy = settled?.state === 'done' ? settled.list : undefined;
  if (mark !== undefined && shownBy !== undefined) {
    const page = await ask({ method: 'GET', url: shownBy });
    const first = page.source;
    const listed = await deleteListed(first, mark, ask, shownBy);
    if (listed) return listed;
    // What is new often stands at the end.
    const further = first?.includes(mark) ? [] : furtherPages(first, shownBy);
    const pages = [page];
    for (const one of further) {
      const next = await ask({ method: 'GET', url: one });
      pages.push(next);
      const there = await deleteListed(next.source, mark, ask, one);
      if (there) return there;
    }
    // Where a form may have put it in the place of something else, that it is gone does not bring that back.
    if (
      former === undefined &&
      pages.every((one) => isReadable(one) && one.source !== undefined && !one.text.includes(mark))
    )
      return { done: true, detail: `${shownBy}, which showed it, does not any more`, absent: true };
  }
  const unknown = {
    done: false,
    tried: false,
    detail: settled
      ? `it was made, and no way to delete it was seen: delete "${mark ?? ''}" by hand if the portal can`
      : 'it was planned, and the run ended before an answer: look whether the object exists',
  } as const;
  const list = mark === undefined ? undefined : await ask({ method: 'GET', url });
  const item = mark === undefined ? undefined : itemWith(list?.json, mark);
  const listed = mark === undefined ? undefined : await deleteListed(list?.source, mark, ask, url);
  if (listed) return listed;
  if (mark === undefined || !list || item === undefined) return isWholeList(list) ? absent : unknown;
  return deletePlanted(itemAddress(url, item), mark, ask, url);
}

const absent = { done: true, detail: 'the list to which it would have been added does not hold it' } as const;

/** A list that says how many there are and shows as many, or a bare array: what it does not show does not exist. */
function isWholeList(list: UndoAnswer | undefined): boolean {
  if (!list || !isReadable(list) || list.json === undefined) return false;
  if (Array.isArray(list.json)) return list.json.length < 20;
  const entries = Object.entries(list.json as Record<string, unknown>);
  const shown = entries.find(([, value]) => Array.isArray(value))?.[1] as readonly unknown[] | undefined;
  const total = entries.find(
    ([name, value]) => /^(total|count|total_?(count|items|results))$/i.test(name) && typeof value === 'number',
  )?.[1];
  return shown !== undefined && total === shown.length;
}
