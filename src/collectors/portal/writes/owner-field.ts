import type { IdentityName } from '../../../model/identity.ts';
import type { ExtraField } from '../../write-evidence.ts';
import { itemAddress } from '../../../parse/item-address.ts';
import { itemWith } from '../canaries/item-with.ts';
import type { RawView } from '../tenancy/view.ts';
import { deleteItem } from './delete-item.ts';
import type { WriteBench } from './prove-record.ts';

type Field = ExtraField['fields'][number];

export interface MadeObject {
  /** Address of the collection, the same for both. */
  readonly url: string;
  readonly asker: IdentityName;
  readonly owner: IdentityName;
  /** The body with which the owner made such an object, and the texts in it that become a mark. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly exchange: readonly string[];
  /** The owner's own value of a field that says whose the object is. */
  readonly field: { readonly name: string; readonly value: unknown };
}
/** The list of a collection, as one of the two. */
export type ReadList = (as: IdentityName) => Promise<RawView>;

const settleMs = 2200;

/**
 * A makes an object of its own, then another one that says it is B's, then one of its own that a change gives to B. Only what B's list shows counts: an object in A's own
 * list is a field left out. Both were made to be deleted, and are; each is on disk before it is sent. undefined: A can make
 * none at all.
 */
export async function proveOwnerField(
  object: MadeObject,
  bench: WriteBench,
  list: ReadList,
): Promise<Field | undefined> {
  const control = await make(object, bench, list, {});
  if (control?.at !== 'asker') return undefined;
  const name = object.field.name;
  if (!control.restored)
    return { field: name, kind: 'owner', status: 0, readBack: 'unclear', restTaken: false, restored: false };
  const given = { [name]: object.field.value };
  const made = await make(object, bench, list, given);
  // Left out where it is made, it may be taken where it is changed.
  const moved = made.at === 'asker' && made.restored === true ? await make(object, bench, list, {}, given) : undefined;
  const told = moved && moved.at !== 'asker' ? moved : made;
  return {
    field: name,
    kind: 'owner',
    status: told.status,
    readBack: told.at === 'owner' ? 'taken' : told.at === 'unread' ? 'unclear' : 'as-before',
    restTaken: told.at === 'asker' || told.at === 'owner',
    restored: told.restored,
  };
}

interface Made {
  readonly status: number;
  readonly at: 'owner' | 'asker' | 'nowhere' | 'unread';
  readonly restored: boolean | null;
}

async function make(
  { url, asker, owner, body, exchange }: MadeObject,
  bench: WriteBench,
  list: ReadList,
  extra: Readonly<Record<string, unknown>>,
  then?: Readonly<Record<string, unknown>>,
): Promise<Made> {
  const mark = bench.mark();
  const text = exchange.reduce((all, old) => all.split(old).join(mark), JSON.stringify({ ...body, ...extra }));
  const planned = (as: IdentityName) =>
    bench.journal.plan({
      identity: asker,
      method: 'POST',
      url,
      what: `${asker} makes an object to be deleted again`,
      undo: { method: 'DELETE', url, as, look: { url, mark }, of: 'item' },
    });
  // It may appear at either of the two: whoever has it deletes it.
  const entries = { owner: await planned(owner), asker: await planned(asker) };
  const answer = await bench.write(asker, { method: 'POST', url, body: text, contentType: 'application/json' });
  const views = async () => ({ owner: await list(owner), asker: await list(asker) });
  let seen = await views();
  const has = (view: RawView) => view.content.text.includes(mark);
  if (!has(seen.owner) && !has(seen.asker) && answer.status < 400) {
    await bench.wait(settleMs);
    seen = await views();
  }
  const own = then && has(seen.asker) ? itemWith(seen.asker.content.json, mark) : undefined;
  let { status } = answer;
  for (const method of own === undefined ? [] : (['PATCH', 'PUT'] as const)) {
    const whole = method === 'PUT' ? { ...(JSON.parse(text) as object), ...then } : then;
    const form = { method, url: itemAddress(url, own ?? ''), body: JSON.stringify(whole) };
    ({ status } = await bench.write(asker, { ...form, contentType: 'application/json' }));
    seen = await views();
    if (status < 400) break;
  }
  const isNowhere = isRead(seen.owner) && own === undefined;
  // What left the asker's list and is in nobody's cannot be told, nor deleted.
  const at = has(seen.owner) ? 'owner' : has(seen.asker) ? 'asker' : isNowhere ? 'nowhere' : 'unread';
  let restored: boolean | null = at === 'nowhere' ? null : at !== 'unread';
  for (const who of ['owner', 'asker'] as const) {
    const as = who === 'owner' ? owner : asker;
    const item = has(seen[who]) ? itemWith(seen[who].content.json, mark) : undefined;
    if (item !== undefined) await deleteItem(bench, as, itemAddress(url, item));
    const gone = item === undefined ? !has(seen[who]) && isRead(seen[who]) : !has(await list(as));
    if (!gone) restored = false;
    const detail = gone ? 'gone from the list' : 'the new object could not be deleted';
    await bench.journal.settle(entries[who], { state: gone ? 'undone' : 'cannot-undo', detail });
  }
  return { status, at, restored };
}

const isRead = ({ outcome }: RawView) => outcome === 'data' || outcome === 'empty';
