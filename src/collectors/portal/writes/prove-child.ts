import { itemAddress } from '../../../parse/item-address.ts';
import { itemWith } from '../canaries/item-with.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import { deleteItem } from './delete-item.ts';
import type { RecordSubject, WriteBench } from './prove-record.ts';

export interface ChildBench extends WriteBench {
  /** Takes back what this line of the journal says, by whatever the pages offer; false where it stays. */
  readonly takeBack?: (id: string) => Promise<boolean>;
}

export interface ChildSubject extends RecordSubject {
  /** The body with which the owner made such an object, and the text in it that may be exchanged. */
  readonly body: string;
  readonly contentType: string;
  readonly exchange: readonly string[];
  /** Where the owner sees what stands there. */
  readonly list: string;
  /** Where such objects live one by one: the owner's own one was found there. */
  readonly items: string;
}

/**
 * The asker makes an object below the owner's: in the owner's list it must not appear. What appeared is deleted by the
 * owner. The owner's own object, made through the portal's form before, shows that the way works.
 */
export async function proveChild(
  subject: ChildSubject,
  bench: ChildBench,
): Promise<{ readonly trials: readonly WriteTrial[]; readonly restored: boolean | null }> {
  const mark = bench.mark();
  const body = subject.exchange.reduce((text, old) => text.split(old).join(mark), subject.body);
  const { url, items, list: shownAt, owner, asker, contentType } = subject;
  const id = await bench.journal.plan({
    identity: asker,
    method: 'POST',
    url,
    what: `${asker} makes something below ${subject.what}`,
    undo: { method: 'DELETE', url: items, as: owner, look: { url: shownAt, mark }, of: 'item' },
  });
  const answer = await bench.write(asker, { method: 'POST', url, body, contentType });
  let list = await bench.read();
  if (list.outcome === 'data' && !list.content.text.includes(mark)) {
    await bench.wait(2200);
    list = await bench.read();
  }
  const changed = list.outcome === 'data' || list.outcome === 'empty' ? list.content.text.includes(mark) : null;
  const trials: WriteTrial[] = [{ way: 'POST', status: answer.status, outcome: answer.outcome, changed }];
  if (changed === false) {
    await bench.journal.settle(id, { state: 'refused', status: answer.status });
    return { trials, restored: null };
  }
  await bench.journal.settle(id, { state: 'done', status: answer.status });
  const item = itemWith(list.content.json, mark);
  if (item !== undefined) {
    await deleteItem(bench, owner, itemAddress(items, item));
    list = await bench.read();
  }
  const restored = list.outcome !== 'failed' && list.status < 400 && !list.content.text.includes(mark);
  await bench.journal.settle(id, {
    state: restored ? 'undone' : 'cannot-undo',
    detail: restored ? 'gone from the list of its owner' : 'the new object could not be deleted',
  });
  // What has no address of its own is deleted by the controls of its row.
  return { trials, restored: restored || (await bench.takeBack?.(id)) === true };
}
