import type { JournalEntry } from '../../../world/journal.ts';

/** What the one who takes something back can ask the portal. */
export interface UndoAnswer {
  readonly status: number;
  readonly text: string;
  readonly json?: unknown;
  readonly detail?: string;
}
export type UndoAsk = (request: {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
}) => Promise<UndoAnswer>;

export type UndoOutcome =
  | { readonly done: true; readonly detail: string }
  | { readonly done: false; readonly detail: string; readonly tried: boolean };

/**
 * Takes one write back and makes sure of it. What was planned and perhaps never sent is looked for first; doing it twice
 * does no harm, so a run may die at any moment.
 */
export async function undoEntry(entry: JournalEntry, ask: UndoAsk): Promise<UndoOutcome> {
  const settled = entry.settled.find((one) => one.state === 'done');
  const created = settled?.state === 'done' ? settled.created : undefined;
  const { undo } = entry;
  if (!undo && entry.method === 'DELETE') return { done: true, detail: 'the object was made to be deleted' };
  if (!undo && !settled)
    return {
      done: false,
      tried: false,
      detail: 'it was planned, and the run ended before an answer: look whether the object exists',
    };
  let url = undo?.url ?? created;
  if (url === undefined)
    return { done: false, tried: false, detail: 'the portal did not say where the new object lives' };
  if (undo?.look) {
    const seen = await ask({ method: 'GET', url: undo.look.url });
    if (seen.status === 0 || seen.status >= 500 || seen.status === 429)
      return { done: false, tried: true, detail: `looking at ${undo.look.url} ended in ${seen.status || seen.detail}` };
    if (seen.status < 300 && !seen.text.includes(undo.look.mark))
      return { done: true, detail: 'nothing of it was there any more' };
    if (undo.of === 'item') {
      const id = itemWith(seen.json, undo.look.mark);
      if (id === undefined) return { done: false, tried: true, detail: 'the new object was not found in its list' };
      url = `${url.replace(/\/$/, '')}/${encodeURIComponent(id)}`;
    }
  }
  const method = undo?.method ?? 'DELETE';
  const answer = await ask({
    method,
    url,
    ...(undo?.body !== undefined ? { body: undo.body } : {}),
    ...(undo?.contentType !== undefined ? { contentType: undo.contentType } : {}),
  });
  const took = (answer.status >= 200 && answer.status < 400) || answer.status === 404 || answer.status === 410;
  if (!took)
    return {
      done: false,
      tried: true,
      detail: `${method} ${url} answered ${answer.status === 0 ? answer.detail : `HTTP ${answer.status}`}`,
    };
  if (undo?.look) {
    const again = await ask({ method: 'GET', url: undo.look.url });
    if (again.status < 300 && again.text.includes(undo.look.mark))
      return {
        done: false,
        tried: true,
        detail: `${method} ${url} answered HTTP ${answer.status}, and it is still there`,
      };
  }
  return { done: true, detail: `${method} ${url} answered ${answer.status}` };
}

/** The id of the innermost object in an answer that holds the mark. */
export function itemWith(json: unknown, mark: string): string | undefined {
  if (json === null || typeof json !== 'object' || !JSON.stringify(json).includes(mark)) return undefined;
  for (const one of Object.values(json)) {
    const inner = itemWith(one, mark);
    if (inner !== undefined) return inner;
  }
  const { id, _id, uuid } = json as Record<string, unknown>;
  const own = [id, _id, uuid].find((one) => typeof one === 'string' || typeof one === 'number');
  return own === undefined ? undefined : String(own);
}
