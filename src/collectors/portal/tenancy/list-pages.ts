import type { IdentityName } from '../../../model/identity.ts';
import type { Recorded } from '../operations/operation-map.ts';
import { laterPage } from './later-pages.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

/** Pages of a list that are looked at after the first one. */
export const pageLimit = 3;

/** The page of the owner's own list that shows a canary: lists that put new records last show it on a later one. */
export async function whereShown(
  setting: Setting,
  request: PlainRequest,
  theirs: readonly Recorded[],
  canaries: readonly { readonly proof: string }[],
  owner: IdentityName,
) {
  const view = await setting.ask(request, owner);
  const shows = (one: RawView) => canaries.some(({ proof }) => one.content.text.includes(proof));
  const first = { request, view, page: 0 };
  if (canaries.length === 0 || shows(view)) return first;
  const { tried } = await laterPages(setting, request, view, theirs, owner, pageLimit);
  const at = tried.findIndex((one) => shows(one.view));
  const hit = tried[at];
  return hit ? { request: hit.request, view: hit.view, page: at + 1 } : first;
}

/** What stands on the pages after the one that was recorded; whether the last one was among them. */
export async function laterPages(
  setting: Setting,
  request: PlainRequest,
  first: RawView | undefined,
  recorded: readonly Recorded[],
  as: IdentityName,
  most: number,
) {
  const tried: { what: string; view: RawView; request: PlainRequest }[] = [];
  let [here, view] = [request, first];
  for (let page = 1; page <= most; page++) {
    const next = view?.outcome === 'data' ? laterPage(here, view, recorded) : undefined;
    if (!view || !next || next.url === here.url) return { tried, ended: true };
    const before: string = view.content.text;
    view = await setting.ask(next, as);
    if (view.content.text === before) return { tried, ended: true };
    tried.push({ what: `${page} page${page > 1 ? 's' : ''} on`, view, request: next });
    here = next;
  }
  return { tried, ended: false };
}

/** What the owner's own cursor opens for somebody else. */
export async function ownersCursor(setting: Setting, theirs: readonly Recorded[], asker: IdentityName) {
  const deep = theirs.find(({ slots }) =>
    slots.some((slot) => /cursor|after|page_?token|continuation/i.test(slot.name)),
  );
  if (!deep) return [];
  const request = requestOf(deep.exchange);
  return [{ what: "the owner's own cursor", view: await setting.ask(request, asker), request }];
}
