import type { IdentityName } from '../../../model/identity.ts';
import type { CrossWrite, WriteTrial } from '../../write-evidence.ts';
import { isAtomLike } from '../tenancy/atoms.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import type { RawView } from '../tenancy/view.ts';
import type { WriteBench } from './prove-record.ts';
import { changeOf, idOfRow, includedIn, type Row, referencesIn, rowIn, rowsIn, textOf as harmlessOf } from './rows.ts';
import { isRecord, marked, type TextField } from './text-field.ts';
import { jsonApi } from './write-target.ts';

export interface MoveSubject {
  readonly url: string;
  readonly id: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** The field that says below what the record stands: the asker's own value of it, and the owner's. */
  readonly name: string;
  readonly own: string | number;
  readonly foreign: string | number;
  /** The text that the page's own form lets people change in it; undefined: the most harmless one that the record has. */
  readonly typed?: string;
  /** A value that the owner has met and the asker has not. */
  readonly isOwners: (value: string) => boolean;
}
/** Reads the record as the asker; `looks` read, as the owner, what stands below the owner's parent. */
export type MoveBench = WriteBench & { readonly looks: readonly (() => Promise<RawView>)[] };
export type MoveProof = Pick<CrossWrite, 'trials' | 'restored'> & {
  readonly moved: NonNullable<CrossWrite['moved']>;
  readonly method: string;
  /** The body that a person would send by hand. */
  readonly sample: string;
};

const settleMs = 2200;

/**
 * The asker changes a text of its own record with the reference left as it is, so the way is known to work; then with the owner's
 * reference. It counts where the owner then reads the asker's mark below its own record, or the asker reads values of the owner's
 * inside its own: a reference that was merely stored shows nothing to anybody. undefined: the asker cannot change it in this way.
 */
export async function proveMove(subject: MoveSubject, bench: MoveBench): Promise<MoveProof | undefined> {
  const { url, id, asker, owner, name, own, foreign, typed } = subject;
  const textOf = (row: Row) => (typed === undefined ? harmlessOf(row) : textAt(row, typed));
  const first = await bench.read();
  const before = recordOf(first, id);
  const text = before && textOf(before);
  if (!before || !text || !standsBelow(before, name, own)) return undefined;
  const contentType = first.contentType === jsonApi ? jsonApi : 'application/json';
  let method: 'PATCH' | 'PUT' = 'PATCH';
  const bodyOf = (reference: string | number, value?: string) => {
    const part = changeOf(before, text, name, reference, value);
    return JSON.stringify(method === 'PUT' && isRecord(part) ? { ...before, ...part } : part);
  };
  const change = (value: string, reference: string | number) => ({
    method,
    url,
    contentType,
    body: bodyOf(reference, value),
  });
  const ids: string[] = [];
  const write = async (mark: string, reference: string | number, what: string) => {
    ids.push(
      await bench.journal.plan({
        identity: asker,
        method,
        url,
        what,
        undo: { ...change(text.value, own), as: asker, orAs: owner },
      }),
    );
    return bench.write(asker, change(marked(text.value, mark), reference));
  };

  const ownMark = bench.mark();
  const changesIt = () => write(ownMark, own, `${asker} changes a record of its own`);
  let control = await changesIt();
  // Some take a record only as a whole.
  if ([404, 405, 501].includes(control.status) && !text.resource) {
    await settle('refused', control.status);
    ids.length = 0;
    method = 'PUT';
    control = await changesIt();
  }
  const after = recordOf(await bench.read(), id);
  const works = after !== undefined && textOf(after)?.value.includes(ownMark) === true;
  if (!works) {
    if (control.status >= 400 && after && isAsBefore(after)) await settle('refused', control.status);
    else await putBack();
    return undefined;
  }
  // What shows the owner the asker's record as it is says nothing of where it stands.
  const looks: (() => Promise<RawView>)[] = [];
  for (const look of bench.looks) {
    const view = await look();
    if (isRead(view) && !view.content.text.includes(ownMark)) looks.push(look);
  }
  const known = new Set(atomsOf(after));
  const mark = bench.mark();
  const answer = await write(mark, foreign, `${asker} moves a record of its own below a record of ${owner}`);
  let moved = await look();
  if (moved === 'stored' && answer.status < 400) {
    await bench.wait(settleMs);
    moved = await look();
  }
  const restored = await putBack();
  const changed = moved === 'no' ? false : moved === 'stored' ? null : true;
  const way = `${method} of its own record that names B's in "${name}"`;
  const trials: WriteTrial[] = [{ way, status: answer.status, outcome: answer.outcome, changed }];
  return { trials, restored, moved, method, sample: bodyOf(foreign) };

  async function look(): Promise<MoveProof['moved']> {
    for (const one of looks) if ((await one()).content.text.includes(mark)) return 'owner-reads-it';
    const now = recordOf(await bench.read(), id);
    if (now && standsBelow(now, name, own)) return 'no';
    if (now && atomsOf(now).some((value) => !known.has(value) && subject.isOwners(value))) return 'asker-reads-more';
    return 'stored';
  }

  async function putBack(): Promise<boolean> {
    // Below the owner's record it may be out of the asker's reach.
    for (const as of [asker, asker, owner]) {
      await bench.write(as, change(text?.value ?? '', own));
      const now = recordOf(await bench.read(), id);
      if (now && isAsBefore(now)) {
        await settle('undone');
        return true;
      }
      await bench.wait(settleMs);
    }
    await settle('cannot-undo');
    return false;
  }

  function isAsBefore(now: Row): boolean {
    return standsBelow(now, name, own) && textOf(now)?.value === text?.value;
  }

  async function settle(state: 'undone' | 'cannot-undo' | 'refused', status = 0): Promise<void> {
    const detail = state === 'undone' ? 'the former values were read again' : 'the former values did not come back';
    for (const one of ids) await bench.journal.settle(one, state === 'refused' ? { state, status } : { state, detail });
  }
}

const isRead = ({ outcome }: RawView) => outcome === 'data' || outcome === 'empty';

/** The record in its own answer, or its row in a list. */
function recordOf(view: RawView, id: string): Row | undefined {
  if (view.outcome !== 'data') return undefined;
  const { json } = view.content;
  return [rowIn(json), ...rowsIn(json), ...includedIn(json)].find((row) => row !== undefined && idOfRow(row) === id);
}

function textAt(row: Row, key: string): TextField | undefined {
  const value = row[key];
  return typeof value === 'string' ? { keys: [key], value, record: row } : undefined;
}

const standsBelow = (row: Row, name: string, reference: string | number): boolean =>
  String(row[name]) === String(reference) ||
  referencesIn(row).some((one) => one.name === name && String(one.value) === String(reference));

function atomsOf(row: Row): readonly string[] {
  const { leaves } = readAnswer(new TextEncoder().encode(JSON.stringify(row)), 'application/json');
  return leaves.filter(isAtomLike).map(({ value }) => value);
}
