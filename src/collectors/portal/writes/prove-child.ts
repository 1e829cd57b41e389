import { itemWith } from '../canaries/undo-entry.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import type { RecordSubject, WriteBench } from './prove-record.ts';

export interface ChildSubject extends RecordSubject {
  /** The body with which the owner made such an object, and the text in it that may be exchanged. */
  readonly body: string;
  readonly contentType: string;
  readonly exchange: readonly string[];
}

/**
 * The asker makes an object below the owner's: in the owner's list it must not appear. What appeared is deleted by the
 * owner. The owner's own object, made through the portal's form before, shows that the way works.
 */
export async function proveChild(
  subject: ChildSubject,
  bench: WriteBench,
): Promise<{ readonly trials: readonly WriteTrial[]; readonly restored: boolean | null }> {
  const mark = bench.mark();
  const body = subject.exchange.reduce((text, old) => text.split(old).join(mark), subject.body);
  const { url, owner, asker, contentType } = subject;
  const id = await bench.journal.plan({
    identity: asker,
    method: 'POST',
    url,
    what: `${asker} makes something below ${subject.what}`,
    undo: { method: 'DELETE', url, as: owner, look: { url, mark }, of: 'item' },
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
    await bench.write(owner, { method: 'DELETE', url: `${url.replace(/\/$/, '')}/${encodeURIComponent(item)}` });
    list = await bench.read();
  }
  const restored = list.outcome !== 'failed' && list.status < 400 && !list.content.text.includes(mark);
  await bench.journal.settle(id, {
    state: restored ? 'undone' : 'cannot-undo',
    detail: restored ? 'gone from the list of its owner' : 'the new object could not be deleted',
  });
  return { trials, restored };
}

/** DELETE by the asker, only of objects that the audit itself made for the owner: gone is gone. */
export async function proveDelete(
  subject: RecordSubject,
  bench: WriteBench,
  proof: string,
): Promise<{ readonly control: boolean; readonly trials: readonly WriteTrial[] }> {
  const before = await bench.read();
  if (before.outcome !== 'data' || !before.content.text.includes(proof)) return { control: false, trials: [] };
  const id = await bench.journal.plan({
    identity: subject.asker,
    method: 'DELETE',
    url: subject.url,
    what: `${subject.asker} deletes ${subject.what}, which the audit had made`,
  });
  const answer = await bench.write(subject.asker, { method: 'DELETE', url: subject.url });
  let after = await bench.read();
  const isThere = () => after.outcome === 'data' && after.content.text.includes(proof);
  if (isThere()) {
    await bench.wait(2200);
    after = await bench.read();
  }
  const gone = isThere()
    ? false
    : after.outcome === 'failed' || after.status >= 500 || after.status === 429
      ? null
      : true;
  // Nothing is to be taken back: the object was made to be deleted, and what stays is deleted with the other planted ones.
  await bench.journal.settle(id, { state: 'refused', status: answer.status });
  return { control: true, trials: [{ way: 'DELETE', status: answer.status, outcome: answer.outcome, changed: gone }] };
}
