import type { WritingBench } from './writing-bench.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { PlannedWrite } from '../../../world/journal.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { createdAddress } from '../canaries/created-address.ts';
import { isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import type { RawView } from '../tenancy/view.ts';
import type { WriteForm } from './write-target.ts';

export interface PostedSubject {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** The request that puts this text below the owner's record; undefined: the asker has no token for it. */
  readonly form: (mark: string) => Promise<WriteForm | undefined>;
  /** What is put there, for a person. */
  readonly what: string;
  readonly way: string;
  /** Where the owner reads what stands below its record. */
  readonly shownAt: string;
  /** Where the owner makes such things itself, and deletes them below; by default where the asker's request goes. */
  readonly ownersPlace?: string;
  /** How it is taken back, where what was made has no address of its own. */
  readonly undo?: (mark: string, body: string) => PlannedWrite['undo'];
  /** A value that the owner has met and the asker has not. */
  readonly isOwners: (value: string) => boolean;
}
export interface PostedBench extends WritingBench {
  /** Takes back what this line of the journal says; false where it stays. */
  readonly takeBack: (id: string) => Promise<boolean>;
}
export type PostedProof = Pick<CrossWrite, 'trials' | 'restored'> & {
  readonly moved: NonNullable<CrossWrite['moved']>;
  readonly sample: string;
};

const settleMs = 2200;

/**
 * The asker puts something new below the owner's record. It counts where the owner then reads the asker's mark there, or the asker,
 * where the answer leads it, values that stand at the owner's record. What was made is deleted by whoever it belongs to.
 */
export async function provePosted(subject: PostedSubject, bench: PostedBench): Promise<PostedProof | undefined> {
  const { owner, asker, what, way, shownAt } = subject;
  const mark = bench.mark();
  const form = await subject.form(mark);
  if (!form) return undefined;
  const before: { readonly read: () => Promise<RawView>; readonly values: readonly string[] }[] = [];
  for (const read of bench.looks) {
    const [one, again] = [await read(), await read()];
    if (one.outcome !== 'data' && one.outcome !== 'empty') continue;
    const stable = stableLeaves(one.content.leaves, again.content.leaves).filter(isAtomLike);
    before.push({ read, values: stable.map(({ value }) => value).filter(subject.isOwners) });
  }
  if (before.length === 0) return undefined;
  const { method, url } = form;
  const { ownersPlace = url } = subject;
  const back = subject.undo?.(mark, form.body ?? '');
  const id = await bench.journal.plan({
    identity: asker,
    method,
    url,
    what: `${asker} puts ${what} below a record of ${owner}`,
    mark,
    undo: back ?? { method: 'DELETE', url: ownersPlace, as: owner, look: { url: shownAt, mark }, of: 'item' },
  });
  const answer = await bench.write(asker, form);
  const led = answer.location === undefined ? undefined : URL.parse(answer.location, url);
  const page = led && led.host === new URL(url).host ? led.href : undefined;
  let moved = await look();
  if (moved === 'no' && answer.status < 400) {
    await bench.wait(settleMs);
    moved = await look();
  }
  const own = page === undefined || moved === 'owner-reads-it' ? undefined : await bench.ask(page, asker);
  // It may have been made all the same, at a place of the asker's own.
  const isElsewhere = answer.outcome === 'data' || answer.outcome === 'empty' || own?.content.text.includes(mark);
  const sample = form.body ?? '';
  const changed = moved !== 'no';
  const trials = [{ way, status: answer.status, outcome: answer.outcome, changed }];
  // Back to the page of the record that the form names is no address of what was made: taken back there, the record itself would go.
  const place = moved === 'owner-reads-it' ? ownersPlace : url;
  const said = answer.source ?? JSON.stringify(answer.content.json ?? '');
  const created = createdAddress(place, said, place === url ? answer.location : undefined, sample);
  const done = { state: 'done', status: answer.status, ...(created ? { created } : {}) } as const;
  if (moved === 'owner-reads-it') {
    await bench.journal.settle(id, done);
    return { trials, restored: await bench.takeBack(id), moved, sample };
  }
  const elsewhere =
    isElsewhere === true || moved === 'asker-reads-more'
      ? await bench.journal.plan({
          identity: asker,
          method,
          url,
          what: `${asker} has ${what} of its own`,
          mark,
          ...(back ? { undo: back } : {}),
        })
      : undefined;
  await bench.journal.settle(id, { state: 'refused', status: answer.status });
  if (elsewhere === undefined) return { trials, restored: null, moved, sample };
  await bench.journal.settle(elsewhere, done);
  const isGone = await bench.takeBack(elsewhere);
  return { trials, restored: moved === 'no' ? null : isGone, moved, sample };

  async function look(): Promise<PostedProof['moved']> {
    for (const one of before) if ((await one.read()).content.text.includes(mark)) return 'owner-reads-it';
    if (page === undefined || answer.status >= 400) return 'no';
    const view = await bench.ask(page, asker);
    // A page that does not show what was made is about something else.
    const isIt = view.outcome === 'data' && view.content.text.includes(mark);
    const values = before.flatMap((one) => one.values);
    return isIt && values.some((value) => view.content.text.includes(value)) ? 'asker-reads-more' : 'no';
  }
}
