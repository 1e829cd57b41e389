import type { IdentityName } from '../../../model/identity.ts';
import { blankIndexes, isReplayable, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { asAskersOwn } from './as-askers-own.ts';
import { isOwn } from './cross-candidate.ts';
import { holds } from './atoms.ts';
import { isReference, knownTo } from './known-references.ts';
import { putInto, requestOf } from './requests.ts';
import type { AskedLink } from './refused-link.ts';
import type { Setting } from './setting.ts';

const waysAtMost = 2;

/**
 * The record of the row that says a value, by the id of the row, in the way that the owner opened another row of the same list: a page, a
 * GraphQL query. undefined where nobody opened one, or the owner is not told the value there.
 */
export async function askForItem(
  setting: Setting,
  { exchange, leaves }: { readonly exchange: Exchange; readonly leaves: readonly Leaf[] },
  value: string,
  owner: IdentityName,
  asker: IdentityName,
): Promise<AskedLink | undefined> {
  const row = rowOf(leaves, value);
  if (!row) return undefined;
  const others = setting.exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(setting.map, asker, others);
  let tried = 0;
  for (const operation of setting.map.operations.filter(isReplayable)) {
    const opened = openedFrom(operation.by.get(owner) ?? [], row.ids, exchange);
    if (!opened) continue;
    const { recorded, slot } = opened;
    const own = await setting.ask(putInto(requestOf(recorded.exchange), slot, row.id), owner);
    tried += 1;
    if (own.outcome === 'data' && holds(own.content.text, value)) {
      const named: SlotValue = { ...slot, value: row.id };
      const moved = { ...recorded, slots: recorded.slots.map((one) => (one === slot ? named : one)) };
      const request = asAskersOwn(operation, moved, named, asker, (one) => known(one, operation));
      const sent = request && putInto(request, { ...slot }, row.id);
      if (sent) return { request: sent, view: await setting.ask(sent, asker), slot: named };
    }
    if (tried >= waysAtMost) return undefined;
  }
  return undefined;
}

/** The id of the object in a list that says the value, and all ids of that list. */
function rowOf(
  leaves: readonly Leaf[],
  value: string,
): { readonly id: string; readonly ids: ReadonlySet<string> } | undefined {
  const said = leaves.find((leaf) => leaf.value === value);
  const object = said && /^(.*\[\d+\](?:\.node)?)\.[^.[\]]+$/.exec(said.path)?.[1];
  if (object === undefined) return undefined;
  const id = leaves.find(
    ({ path }) => path.startsWith(`${object}.`) && /^\.(_?id|uuid|guid|ref|slug)$/i.test(path.slice(object.length)),
  );
  if (!id || id.value === '') return undefined;
  const column = blankIndexes(id.path);
  const ids = leaves.filter(({ path }) => blankIndexes(path) === column).map((leaf) => leaf.value);
  return { id: id.value, ids: new Set(ids) };
}

/** One of these that the owner asked for by its id, by itself. */
function openedFrom(
  all: readonly Recorded[],
  ids: ReadonlySet<string>,
  list: Exchange,
): { readonly recorded: Recorded; readonly slot: SlotValue } | undefined {
  for (const recorded of all) {
    if (recorded.exchange === list || recorded.exchange.status >= 300) continue;
    const slot = recorded.slots.findLast((one) => isOwn(one) && isReference(one) && ids.has(one.value));
    if (slot && exchangeContent(recorded.exchange).leaves.length > 0) return { recorded, slot };
  }
  return undefined;
}
