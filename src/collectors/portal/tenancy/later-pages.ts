import type { Recorded } from '../operations/operation-map.ts';
import { putInto } from './requests.ts';
import type { PlainRequest } from './replay.ts';
import type { RawView } from './view.ts';

const nextKey =
  /^(next|next_?(page)?_?(cursor|token|url|link|key|href)?|end_?cursor|cursor|continuation(_?token)?|@?odata\.nextlink|last_?(evaluated_?)?key)$/i;
const cursorName =
  /^(cursor|after|page_?token|next(_?token|_?cursor|_?page)?|continuation(_?token)?|start_?(after|key)|bookmark|marker)$/i;
const pageName = /^(page|p|page_?(number|no|index)|number)$/i;
const offsetName = /^(offset|skip|start|start_?index|first_?result)$/i;
const lastOf = (name: string) =>
  name
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .at(-1) ?? name;

/**
 * The request for the page after this one: by the cursor or link in its answer, by a page number or an offset. `seen` are the
 * operation's recorded requests: how the portal itself pages.
 */
export function laterPage(request: PlainRequest, view: RawView, seen: readonly Recorded[]): PlainRequest | undefined {
  const leaf = view.content.leaves.find(
    (one) =>
      nextKey.test(
        one.path
          .replace(/\[\d+\]/g, '')
          .split('.')
          .pop() ?? '',
      ) &&
      one.type !== 'null' &&
      one.value !== '',
  );
  const linked = /<([^<>\s]+)>;\s*rel="?next/.exec(view.content.text)?.[1];
  const address = linked ?? (leaf && /^(https?:\/\/|\/|\?)/.test(leaf.value) ? leaf.value : undefined);
  if (address !== undefined && URL.canParse(address, request.url)) {
    const url = new URL(address, request.url);
    return url.host === new URL(request.url).host ? { ...request, url: url.href } : undefined;
  }
  const turned = linkToNext(request, view);
  if (turned) return { ...request, url: turned };
  const slots = [
    ...(seen.find(({ exchange }) => exchange.url === request.url)?.slots ?? []),
    ...seen.flatMap((one) => one.slots),
  ];
  const slotOf = (name: RegExp) => slots.find((slot) => slot.place !== 'path' && name.test(lastOf(slot.name)));
  const cursor = leaf && leaf.type === 'string' && leaf.value.length <= 400 ? leaf.value : undefined;
  if (cursor !== undefined) {
    const slot = slotOf(cursorName);
    return slot ? putInto(request, slot, cursor) : withQuery(request, 'cursor', cursor);
  }
  const counted = slotOf(pageName);
  const told = view.content.leaves.find((one) =>
    /^(page|current_?page|page_?number)$/i.test(one.path.split('.').pop() ?? ''),
  );
  if (counted || told) {
    const name = counted?.name ?? 'page';
    const now = Number(new URL(request.url).searchParams.get(name) ?? told?.value ?? '1');
    if (!Number.isSafeInteger(now)) return undefined;
    return counted ? putInto(request, counted, String(now + 1)) : withQuery(request, 'page', String(now + 1));
  }
  const offset = slotOf(offsetName);
  if (offset?.place !== 'query') return undefined;
  const at = Number(new URL(request.url).searchParams.get(offset.name) ?? '0');
  const step = Number(slotOf(/^(limit|size|per_?page|page_?size|take|count|max)$/i)?.value ?? '20');
  return Number.isSafeInteger(at + step) ? putInto(request, offset, String(at + step)) : undefined;
}

/** A page's own link to the page after it: the same address, and a page or an offset that is the next one up. */
function linkToNext(request: PlainRequest, view: RawView): string | undefined {
  if (view.content.kind !== 'html' || request.method !== 'GET') return undefined;
  const here = new URL(request.url);
  const placeOf = (url: URL) => [...url.searchParams].find(([name]) => pageName.test(name) || offsetName.test(name));
  const [name, now] = placeOf(here) ?? [];
  const ahead = view.content.leaves
    .filter(({ path, value }) => /a@href$/.test(path) && URL.canParse(value, here))
    .map(({ value }) => new URL(value, here))
    .filter((url) => url.host === here.host && url.pathname === here.pathname)
    .flatMap((url) => {
      const [other, value] = placeOf(url) ?? [];
      const first = pageName.test(other ?? '') ? 1 : 0;
      const at = Number(value);
      const alike = other !== undefined && (name === undefined || name === other);
      return alike && Number.isSafeInteger(at) && at > Number(now ?? first) ? [{ at, href: url.href }] : [];
    });
  return ahead.sort((one, next) => one.at - next.at)[0]?.href;
}

function withQuery(request: PlainRequest, name: string, value: string): PlainRequest {
  const url = new URL(request.url);
  url.searchParams.set(name, value);
  return { ...request, url: url.href };
}
