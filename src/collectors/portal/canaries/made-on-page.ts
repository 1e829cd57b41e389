import { itemAddress, lastPart } from '../../../parse/item-address.ts';
import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { Exchange } from '../exchange.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { singleOf } from '../tenancy/known-references.ts';
import { isRecord } from '../writes/text-field.ts';

/**
 * Where a new object lives whose making was answered by leading to a page: among that page's data it stands with an id of its own, in
 * what is called like the address that it was sent to, and the id goes behind that. An id of anything else, of the ticket around its
 * comments or of a line about them in a log, would be another object's there.
 */
export function madeOnPage(json: unknown, mark: string, sentTo: string): string | undefined {
  const path = new URL(sentTo).pathname;
  const kind = singleOf(lastPart(percentDecoded(path)));
  const parts = path.split('/').map(percentDecoded);
  const ids = new Set(idsOf(json, mark, kind, false));
  const [id] = ids;
  return ids.size === 1 && id !== undefined && !parts.includes(id) ? itemAddress(sentTo, id) : undefined;
}

/** The same from the list at that address, which the page asked for anew: its script may not have read the answer itself. */
export function madeInList(exchanges: readonly Exchange[], mark: string, sentTo: string): string | undefined {
  const place = (url: string) => url.split(/[?#]/)[0];
  const list = exchanges.findLast(
    ({ method, url, status }) => method === 'GET' && status === 200 && place(url) === place(sentTo),
  );
  const kind = lastPart(percentDecoded(new URL(sentTo).pathname));
  return list && madeOnPage({ [kind]: exchangeContent(list).json }, mark, sentTo);
}

/** The ids of the objects that say the mark themselves, below a key of this name. */
function idsOf(json: unknown, mark: string, kind: string, isBelow: boolean): readonly string[] {
  if (json === null || typeof json !== 'object') return [];
  const inner = Object.entries(json).flatMap(([key, one]) => idsOf(one, mark, kind, isBelow || singleOf(key) === kind));
  const says = Object.values(json).some((one) => typeof one === 'string' && one.includes(mark));
  if (!says || !isBelow || !isRecord(json)) return inner;
  const own = json.id ?? json._id ?? json.uuid;
  return typeof own === 'string' || typeof own === 'number' ? [String(own), ...inner] : inner;
}
