import { formsIn } from '../../../parse/html-forms.ts';
import { itemAddress } from '../../../parse/item-address.ts';
import type { JournalEntry } from '../../../world/journal.ts';
import type { HeaderList } from '../../../world/world.ts';
import { deleteByMark } from './delete-by-mark.ts';
import { deleteListed, deletePlanted } from './delete-planted.ts';
import { isReadable } from './is-readable.ts';
import { itemWith, objectHolding } from './item-with.ts';
import { putFormBack } from './put-form-back.ts';
import { withLocks, withState } from '../writes/locks.ts';
import { isRecord } from '../writes/text-field.ts';

/** What the one who takes something back can ask the portal. */
export interface UndoAnswer {
  readonly status: number;
  readonly text: string;
  readonly json?: unknown;
  readonly detail?: string;
  /** The text of a page, for its forms. */
  readonly source?: string;
  /** No answer of the record: a refusal, an error, a page that asks to sign in. */
  readonly unreadable?: boolean;
  readonly etag?: string;
}
export interface UndoRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: HeaderList;
}
export type UndoAsk = (request: UndoRequest) => Promise<UndoAnswer>;

export type UndoOutcome =
  /** `absent`: this one saw nothing to take back. */
  | { readonly done: true; readonly detail: string; readonly absent?: true }
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
  if (entry.sacrificed) return { done: true, detail: 'done to an object that the audit had made for it' };
  const putBack = undo ? undefined : await putFormBack(entry, ask);
  if (putBack) return putBack;
  const list = (settled?.state === 'done' ? settled.list : undefined) ?? entry.url;
  if (!undo && created !== undefined) return deletePlanted(created, entry.mark, ask, list);
  if (!undo && (!settled || entry.mark !== undefined)) return deleteByMark(entry, ask, settled);
  const url = undo?.url;
  if (url === undefined)
    return { done: false, tried: false, detail: 'the portal did not say where the new object lives' };
  const look = undo?.look;
  const looking = () => ask(lookRequest(look));
  if (look) {
    const seen = await looking();
    if (!isReadable(seen))
      return { done: false, tried: true, detail: `looking at ${look.url} ended in ${seen.status || seen.detail}` };
    const isShown = seen.text.includes(look.mark);
    // A list may show less than there is, and a page with a form shows nothing of what it made.
    if (!isShown && undo.of === 'item' && created !== undefined)
      return deletePlanted(created, look.mark, ask, look.url);
    if (!isShown) return { done: true, detail: 'nothing of it was there any more', absent: true };
    if (undo.of === 'item') {
      const id = itemWith(seen.json, look.mark);
      if (id === undefined && created !== undefined) return deletePlanted(created, look.mark, ask);
      const listed = id === undefined ? await deleteListed(seen.source, look.mark, ask, look.url) : undefined;
      if (listed) return listed;
      if (id === undefined) return { done: false, tried: true, detail: 'the new object was not found in its list' };
      return deletePlanted(itemAddress(url, id), look.mark, ask, look.url);
    }
  }
  const method = undo?.method ?? 'DELETE';
  const state = undo?.locks && (await ask(lookRequest(undo.locks)));
  const body = await freshBody(undo, ask, state);
  if (body === 'no token')
    return { done: false, tried: true, detail: `${undo?.fresh?.url} gave no token to put the value back with` };
  const send = (text: string | undefined) =>
    ask({
      method,
      url: url ?? '',
      ...(text !== undefined ? { body: text } : {}),
      ...(undo?.contentType !== undefined ? { contentType: undo.contentType } : {}),
      ...(undo?.headers ? { headers: state ? withState(undo.headers, state.etag) : undo.headers } : {}),
    });
  const isGone = ({ status }: UndoAnswer) => undo?.orAs === undefined && (status === 404 || status === 410);
  const isTaken = (one: UndoAnswer) => (one.status >= 200 && one.status < 400) || isGone(one);
  let answer = await send(body);
  if (!isTaken(answer) && undo?.otherwise !== undefined) {
    const plain = await freshBody({ ...undo, body: undo.otherwise }, ask, state);
    if (plain !== 'no token') answer = await send(plain);
  }
  // The very request that was planned is one that this address never takes.
  if ([405, 501].includes(answer.status) && method === entry.method && url === entry.url && !look)
    return { done: true, detail: `${method} is not offered at ${url} (HTTP ${answer.status}): nothing was taken` };
  const took = isTaken(answer);
  if (!took)
    return {
      done: false,
      tried: true,
      detail: `${method} ${url} answered ${answer.status === 0 ? answer.detail : `HTTP ${answer.status}`}`,
    };
  if (look) {
    // A redirect to the sign-in page looks like success: only what can be read again counts.
    const again = await looking();
    if (!isReadable(again) || again.text.includes(look.mark))
      return {
        done: false,
        tried: true,
        detail: `${method} ${url} answered HTTP ${answer.status}, and ${isReadable(again) ? 'it is still there' : 'it cannot be read again'}`,
      };
  } else if (answer.unreadable === true && answer.status !== 404 && answer.status !== 410)
    return { done: false, tried: true, detail: `${method} ${url} answered by asking to sign in or with an error` };
  else if (entry.settled.some((one) => one.state === 'cannot-undo' && one.inVain === true))
    return {
      done: false,
      tried: true,
      detail: `${method} ${url} answered ${answer.status} as it did before, and the former value was not read again then: look at the record by hand`,
    };
  return { done: true, detail: `${method} ${url} answered ${answer.status}` };
}

type Undo = NonNullable<JournalEntry['undo']>;

function lookRequest(look: Undo['look'] | Undo['locks']): UndoRequest {
  const { method = 'GET', url = '', body, contentType } = look ?? {};
  return {
    method,
    url,
    ...(body !== undefined ? { body } : {}),
    ...(contentType !== undefined ? { contentType } : {}),
  };
}

/** The body with the tokens that the page gives now, and with the state that the record has now. */
async function freshBody(
  undo: JournalEntry['undo'],
  ask: UndoAsk,
  state: UndoAnswer | undefined,
): Promise<string | undefined | 'no token'> {
  if (undo?.body !== undefined && state) {
    const mark = undo.look?.mark;
    const record = (mark === undefined ? undefined : objectHolding(state.json, mark)) ?? state.json;
    return isRecord(record) ? withLocks(undo.body, record) : undo.body;
  }
  if (!undo?.fresh || undo.body === undefined) return undo?.body;
  const { url, fields } = undo.fresh;
  const page = await ask({ method: 'GET', url });
  const now = formsIn(page.source ?? '', url).flatMap((form) => form.fields);
  let { body } = undo;
  for (const name of fields) {
    const value = now.find((one) => one.name === name)?.value;
    if (value === undefined) return 'no token';
    body = withField(body, undo.contentType ?? '', name, value);
  }
  return body;
}

function withField(body: string, contentType: string, name: string, value: string): string {
  if (!/multipart/i.test(contentType)) {
    const form = new URLSearchParams(body);
    form.set(name, value);
    return form.toString();
  }
  const head = `name="${name}"\r\n\r\n`;
  const at = body.indexOf(head);
  if (at < 0) return body;
  const end = body.indexOf('\r\n--', at + head.length);
  return `${body.slice(0, at + head.length)}${value}${body.slice(end)}`;
}
