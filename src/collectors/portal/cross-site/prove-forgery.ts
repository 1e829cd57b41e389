import { itemAddress } from '../../../parse/item-address.ts';
import type { Journal } from '../../../world/journal.ts';
import type { ForgedTrial, ForgedWrite } from '../../forgery-evidence.ts';
import { itemWith } from '../canaries/item-with.ts';
import { type FormWay, type PageWrite, withText } from './form-bodies.ts';

/** What came back of a request, as far as this proof needs it. */
export interface Sight {
  readonly status: number;
  readonly outcome: string;
  readonly text: string;
  readonly json?: unknown;
  /** Where the new object lives, as the answer says. */
  readonly created?: string;
}

/** What a forgery proof needs of the world; tests give their own. */
export interface ForgeryBench {
  readonly journal: Journal;
  readonly owner: string;
  /** From the portal's own page, with everything that it sends along. */
  readonly sendOwn: (write: PageWrite) => Promise<Sight>;
  /** As a browser sends it from a page elsewhere. */
  readonly sendForged: (way: FormWay, from: ForgedTrial['from']) => Promise<Sight>;
  /** Reads as the owner. */
  readonly read: (url: string) => Promise<Sight>;
  /** Reads once more what showed the portal's own object before: lists, pages. */
  readonly lists: readonly { readonly url: string; readonly read: () => Promise<Sight> }[];
  /** Deletes what holds the mark, by whatever way the portal has for it. */
  readonly remove: (url: string, mark: string) => Promise<unknown>;
  readonly mark: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

export interface ForgerySubject {
  readonly write: PageWrite;
  /** The text of ours that the portal's own form carried. */
  readonly text: string;
  readonly what: string;
  readonly ways: readonly {
    readonly from: ForgedTrial['from'];
    readonly make: (write: PageWrite) => FormWay | undefined;
  }[];
}

const settleMs = 2200;

/**
 * The portal's own page could make such an object: the same request from it is taken and read back, so the way works. Then it
 * is sent as pages elsewhere could have it sent, each with a mark of its own, which is looked for where the control's was
 * found. What was found is sent a second time before it counts. Everything made is deleted again.
 */
export async function proveForgery(
  subject: ForgerySubject,
  bench: ForgeryBench,
): Promise<Pick<ForgedWrite, 'control' | 'trials' | 'restored'>> {
  const control = await once(subject, bench, `${bench.owner} makes ${subject.what} once more`, bench.sendOwn);
  if (control.changed !== true) return { control: false, trials: [], restored: control.restored };
  let { restored } = control;
  const trials: ForgedTrial[] = [];
  // Where nothing can be deleted again, one way has to do.
  const ways = restored ? subject.ways : subject.ways.slice(0, 1);
  for (const { from, make } of ways) {
    const attempt = () =>
      once(subject, bench, `a foreign page makes ${subject.what}`, async (write) => {
        const way = make(write);
        return way ? bench.sendForged(way, from) : undefined;
      });
    const way = make(subject.write);
    if (!way) continue;
    const first = await attempt();
    const again = first.changed === true ? await attempt() : first;
    restored &&= first.restored && again.restored;
    const changed = first.changed === again.changed ? first.changed : null;
    trials.push({
      way: way.way,
      from,
      token: way.token,
      status: again.status,
      outcome: again.outcome,
      changed,
    });
    if (changed === true) break;
  }
  return { control: true, trials, restored };
}

interface Tried {
  readonly status: number;
  readonly outcome: string;
  readonly changed: boolean | null;
  readonly restored: boolean;
}

async function once(
  { write, text, what: _what }: ForgerySubject,
  bench: ForgeryBench,
  what: string,
  send: (write: PageWrite) => Promise<Sight | undefined>,
): Promise<Tried> {
  const mark = bench.mark();
  const [list] = bench.lists;
  const id = await bench.journal.plan({
    identity: bench.owner,
    method: write.method,
    url: write.url,
    what,
    // Where no page is known to show such objects, that none shows this one says nothing.
    ...(list
      ? { undo: { method: 'DELETE', url: write.url, as: bench.owner, look: { url: list.url, mark }, of: 'item' } }
      : { mark }),
  });
  const answer = await send(withText(write, text, mark));
  if (!answer) {
    await bench.journal.settle(id, { state: 'refused', status: 0 });
    return { status: 0, outcome: 'not sent', changed: null, restored: true };
  }
  const { status, outcome } = answer;
  const refused = status >= 400;
  let found = await look(answer, mark, bench);
  if (found.seen !== true && !refused) {
    await bench.wait(settleMs);
    found = await look(answer, mark, bench);
  }
  if (found.seen !== true) {
    // Nothing of it is there, or nobody could say: then the journal keeps it for `undo`.
    await bench.journal.settle(
      id,
      found.seen === false || refused ? { state: 'refused', status } : { state: 'done', status },
    );
    return { status, outcome, changed: found.seen, restored: found.seen === false || refused };
  }
  await bench.journal.settle(id, { state: 'done', status, ...(found.at ? { created: found.at } : {}) });
  let gone = false;
  if (found.at) {
    await bench.remove(found.at, mark);
    const after = await look(answer, mark, bench);
    gone = after.seen === false;
  }
  await bench.journal.settle(id, {
    state: gone ? 'undone' : 'cannot-undo',
    detail: gone ? 'gone where it had been read' : 'the new object could not be deleted',
  });
  return { status, outcome, changed: true, restored: gone };
}

/** Looks for the mark where the answer says that the object lives, then in the lists. null: no reading worked. */
async function look(
  answer: Sight,
  mark: string,
  bench: ForgeryBench,
): Promise<{ readonly seen: boolean | null; readonly at?: string }> {
  let read = false;
  if (answer.created) {
    const sight = await bench.read(answer.created);
    read ||= isReading(sight) || sight.status === 404 || sight.status === 410;
    if (isReading(sight) && sight.text.includes(mark)) return { seen: true, at: answer.created };
  }
  for (const { url, read: readList } of bench.lists) {
    const sight = await readList();
    const works = isReading(sight);
    read ||= works;
    if (!works || !sight.text.includes(mark)) continue;
    const item = itemWith(sight.json, mark);
    if (item === undefined) return answer.created ? { seen: true, at: answer.created } : { seen: true };
    return { seen: true, at: answer.created ?? itemAddress(url, item) };
  }
  return { seen: read ? false : null };
}

const isReading = ({ outcome }: Sight) => outcome === 'data' || outcome === 'empty';
