import type { IdentityName } from '../../../model/identity.ts';
import { hostOfUrl } from '../entry.ts';
import type { Recorded } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { addressBelow, rowsOf, slotFor } from './items-below-lists.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf } from './requests.ts';
import type { Setting } from './setting.ts';
import { isTableRead, rowAddress } from './table-reads.ts';
import type { RawView } from './view.ts';

/** What the asker was answered about one row of a list of the owner's, and what was asked for. */
export interface AskedRow {
  readonly request: PlainRequest;
  readonly view: RawView;
  readonly slot: ReturnType<typeof slotFor>;
}

const asked = new WeakMap<Setting, Map<string, Promise<AskedRow | undefined>>>();

/** What somebody offers to all may have a second address for whoever offers it. */
const ofOnesOwn = /\/(my|mine|me|own|self|account|manage|admin)(\/|-|$)/i;

/**
 * The row of the owner's list that holds a value, by itself, as the asker: an address book is a list and nothing more on many pages, and
 * its entries have an address all the same. undefined where the owner does not get the row there.
 */
export function askForRow(
  setting: Setting,
  { exchange }: Pick<Recorded, 'exchange'>,
  value: string,
  owner: IdentityName,
  asker: IdentityName,
): Promise<AskedRow | undefined> {
  const row = rowsOf(exchangeContent(exchange).leaves).find(({ id, values }) => id === value || values.includes(value));
  const isTable = isTableRead(exchange);
  if (exchange.method !== 'GET' || !row || ofOnesOwn.test(new URL(exchange.url).pathname))
    return Promise.resolve(undefined);
  if (!isTable && setting.context.world.scope.refuses('guess', hostOfUrl(exchange.url)) !== undefined)
    return Promise.resolve(undefined);
  const url = isTable ? rowAddress(exchange.url, row.id) : addressBelow(exchange.url, row.id);
  const known = asked.get(setting) ?? new Map<string, Promise<AskedRow | undefined>>();
  asked.set(setting, known);
  const found =
    known.get(url) ?? ask({ ...requestOf(exchange), url, ...(isTable ? {} : { permit: 'guess' as const }) });
  known.set(url, found);
  return found;

  async function ask(request: PlainRequest): Promise<AskedRow | undefined> {
    const own = await setting.ask(request, owner);
    if (own.outcome !== 'data' || !row?.values.every((one) => own.content.text.includes(one))) return undefined;
    const slot = isTable ? { place: 'query' as const, name: 'id', value: `eq.${row.id}` } : slotFor(row.id);
    return { request, view: await setting.ask(request, asker), slot };
  }
}
