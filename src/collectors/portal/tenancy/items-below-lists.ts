import type { IdentityName } from '../../../model/identity.ts';
import { hostOfUrl } from '../entry.ts';
import { isReplayable, type Operation, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { knownTo } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import type { Exchange } from '../recorder.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';

const listLimit = 40;
const itemsPerList = 2;

/**
 * Records that a list names and no page asked for one by one: `/api/invoices` gives ids, `/api/invoices/{id}` is where they
 * are in most portals. Only where the owner itself gets the record there is it asked for as somebody else. Needs `guess`.
 */
export async function itemsBelowLists(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
): Promise<CrossCandidate[]> {
  const { map, exchanges, context } = setting;
  const others = exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(map, asker, others);
  const found: CrossCandidate[] = [];
  let asked = 0;
  for (const operation of map.operations.filter(isReplayable)) {
    if (operation.method !== 'GET' || operation.answers !== 'api' || asked >= listLimit) continue;
    const below = [`${operation.template}/{`, `${operation.template}({`, `${operation.template}('{`];
    const isBelow = (template: string) => below.some((one) => template.startsWith(one));
    if (map.operations.some((one) => one.host === operation.host && isBelow(one.template))) continue;
    const list = (operation.by.get(owner) ?? []).find(
      ({ exchange }) => exchange.status === 200 && rowsOf(exchangeContent(exchange).leaves).length > 0,
    );
    if (!list || context.world.scope.refuses('guess', hostOfUrl(list.exchange.url)) !== undefined) continue;
    const keyed = isOData(list.exchange);
    const item = `${operation.template.replace(/\/$/, '')}${keyed ? '({id})' : '/{id}'}`;
    const single = { ...operation, template: item, by: new Map() };
    const addressOf = keyed ? keyedAddress : addressBelow;
    // Below the asker's own parent: the parent may be checked, and the record below it not.
    const own = (operation.by.get(asker) ?? []).find(({ exchange }) => exchange.status === 200)?.exchange;
    const rows = rowsOf(exchangeContent(list.exchange).leaves)
      .map((row) => ({ ...row, slot: slotFor(row.id) }))
      .filter(({ slot }) => !known(slot, single))
      .slice(0, itemsPerList);
    if (rows.length > 0) asked += 1;
    for (const { id, values, slot } of rows) {
      const request: PlainRequest = {
        ...requestOf(list.exchange),
        url: addressOf(list.exchange.url, id),
        permit: 'guess',
      };
      const view = await setting.ask(request, owner);
      const told = values.filter((value) => view.content.text.includes(value)).length;
      if (view.outcome !== 'data' || told < Math.min(2, values.length)) break;
      found.push(candidateOf(single, request, request, slot));
      const below = own && { ...requestOf(own), url: addressOf(own.url, id), permit: 'guess' as const };
      if (below && below.url !== request.url)
        found.push(candidateOf(single, request, below, { ...slot, name: 'id (own parent)' }));
    }
  }
  return found;
}

export interface ListedRow {
  readonly id: string;
  /** Telling values that stand in the same row. */
  readonly values: readonly string[];
}

/** Rows of a list of objects that have an id, those with something telling in them. */
export function rowsOf(leaves: readonly Leaf[]): readonly ListedRow[] {
  const rows = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const row = /^[^[\]]*\[\d+\]/.exec(leaf.path)?.[0];
    if (row !== undefined) rows.set(row, [...(rows.get(row) ?? []), leaf]);
  }
  return [...rows].flatMap(([row, all]): ListedRow[] => {
    const id = all.find((leaf) => /^\.(_?id|uuid)$/i.test(leaf.path.slice(row.length)));
    const values = all.filter((leaf) => leaf !== id && isAtomLike(leaf)).map((leaf) => leaf.value);
    return id && /^[\w.~:@-]{1,64}$/.test(id.value) && values.length > 0 ? [{ id: id.value, values }] : [];
  });
}

export const slotFor = (value: string): SlotValue => ({ place: 'path', name: 'id', value });

/** A list of OData says of what model it is; its records stand in brackets: `Orders(5)`, `Orders('x')` (OData 4.01, §4.3). */
const isOData = ({ responseHeaders, body }: Exchange) =>
  'odata-version' in responseHeaders || /^\s*\{\s*"@odata\./.test(body.toString('utf8', 0, 200));

function keyedAddress(list: string, id: string): string {
  const url = new URL(list);
  url.search = '';
  const isBare = /^\d+$/.test(id) || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
  url.pathname = `${url.pathname.replace(/\/$/, '')}(${isBare ? id : `'${encodeURIComponent(id)}'`})`;
  return url.href;
}

export function addressBelow(list: string, id: string): string {
  const url = new URL(list);
  url.search = '';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(id)}`;
  return url.href;
}

function candidateOf(
  operation: Operation,
  ownerRequest: PlainRequest,
  askerRequest: PlainRequest,
  slot: SlotValue,
): CrossCandidate {
  return {
    operation,
    ownerRequest,
    askerRequest,
    slot,
    origin: ownerRequest === askerRequest ? 'observed' : 'swapped',
    sent: sentValues(askerRequest),
    names: 'object',
  };
}
