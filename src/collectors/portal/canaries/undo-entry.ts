import { formsIn } from '../../../parse/html-forms.ts';
import { itemAddress } from '../../../parse/item-address.ts';
import type { JournalEntry } from '../../../world/journal.ts';
import type { HeaderList } from '../../../world/world.ts';
import { deleteListed, deletePlanted } from './delete-planted.ts';
import { furtherPages } from './further-pages.ts';
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

/** The run ended before an answer, or the answer did not say where it is: the new object is looked for in the list to which it was sent. */
async function deleteByMark(
  { url, mark }: JournalEntry,
  ask: UndoAsk,
  settled: JournalEntry['settled'][number] | undefined,
): Promise<UndoOutcome> {
  const shownBy = settled?.state === 'done' ? settled.list : undefined;
  if (mark !== undefined && shownBy !== undefined) {
    const first = (await ask({ method: 'GET', url: shownBy })).source;
    const listed = await deleteListed(first, mark, ask, shownBy);
    if (listed) return listed;
    // What is new often stands at the end.
    for (const one of first?.includes(mark) ? [] : furtherPages(first, shownBy)) {
      const there = await deleteListed((await ask({ method: 'GET', url: one })).source, mark, ask, one);
      if (there) return there;
    }
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

/** Gone is an answer as well: an object that was made may have been deleted since. */
function isReadable({ status, unreadable }: UndoAnswer): boolean {
  return status === 404 || status === 410 || (status >= 200 && status < 300 && unreadable !== true);
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

/** The id of the innermost object in an answer that holds the mark and has one. */
export function itemWith(json: unknown, mark: string): string | undefined {
  const found = objectHolding(json, mark, (one) => idOf(one) !== undefined);
  return found && idOf(found);
}

function idOf({ id, _id, uuid }: Readonly<Record<string, unknown>>): string | undefined {
  const own = [id, _id, uuid].find((one) => typeof one === 'string' || typeof one === 'number');
  return own === undefined ? undefined : String(own);
}

/** The innermost object in an answer that holds the mark. */
function objectHolding(
  json: unknown,
  mark: string,
  fits: (object: Readonly<Record<string, unknown>>) => boolean = () => true,
): Readonly<Record<string, unknown>> | undefined {
  if (json === null || typeof json !== 'object' || !JSON.stringify(json).includes(mark)) return undefined;
  for (const one of Object.values(json)) {
    const inner = objectHolding(one, mark, fits);
    if (inner !== undefined) return inner;
  }
  return isRecord(json) && fits(json) ? json : undefined;
}
