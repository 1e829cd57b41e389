import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId, pageKey } from '../crawl/page-key.ts';
import type { SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import type { Leaf } from './answer-text.ts';
import type { PlainRequest } from './replay.ts';
import { carriesCredential, hasKeyInPath, isSigned, requestOf } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

/** What the asker was answered at the address that a row leads to. */
export interface AskedLink {
  readonly request: PlainRequest;
  readonly view: RawView;
  readonly slot: SlotValue;
}

/** Links of a row, in data: `href`, `url`, `detailUrl`. */
const linkKey = /(href|url|link|path|uri|route|to)$/i;

/**
 * Where the row leads that shows a value, as the asker: a document is a line in a list and a file behind it, a hit of a search is a line
 * and a page behind it. undefined where the row leads to nothing of its own, or to what its owner does not get.
 */
export async function askForLink(
  setting: Setting,
  { exchange, leaves }: { readonly exchange: Exchange; readonly leaves: readonly Leaf[] },
  value: string,
  owner: IdentityName,
  asker: IdentityName,
): Promise<AskedLink | undefined> {
  for (const { link, isSure } of linksOf(leaves, value)) {
    const found = await follow(link, isSure);
    if (found) return found;
  }
  return undefined;

  async function follow(link: string, isSure: boolean): Promise<AskedLink | undefined> {
    if (!URL.canParse(link, exchange.url)) return undefined;
    const url = new URL(link, exchange.url).href;
    const id = new URL(url).pathname.split('/').findLast(looksLikeId);
    if (id === undefined || carriesCredential(url) || isSigned(url) || hasKeyInPath(url)) return undefined;
    // An address of a kind that the owner's own browser opened: what any other link does is not known.
    const like = setting.exchanges.find(
      (one) =>
        one.identity === owner && one.method === 'GET' && one.status === 200 && pageKey(one.url) === pageKey(url),
    );
    if (!like) return undefined;
    const request = { ...requestOf(like), url };
    const own = await setting.ask(request, owner);
    if (own.outcome !== 'data' || !(isSure || own.content.text.includes(value))) return undefined;
    return { request, view: await setting.ask(request, asker), slot: { place: 'path', name: 'id', value: id } };
  }
}

/**
 * The address of the link whose text the value is, or of the object in data whose value it is. Beside a link in the same row it may as
 * well be of the next one: that is not sure until the record says the value too.
 */
export function linksOf(
  leaves: readonly Leaf[],
  value: string,
): readonly { readonly link: string; readonly isSure: boolean }[] {
  const at = leaves.findIndex((leaf) => leaf.value === value);
  const here = leaves[at]?.path ?? '';
  const object = /^(.*[\]\w~])\.[^.[\]]+$/.exec(here)?.[1];
  if (object !== undefined) {
    const links = leaves.filter(({ path }) => path.startsWith(`${object}.`) && linkKey.test(path));
    const own = links.find((leaf) => /^(\/|https?:\/\/)/.test(leaf.value));
    if (own) return [{ link: own.value, isSure: true }];
  }
  const isLink = ({ path }: Leaf) => path.endsWith('>a@href');
  const [before, after] = [leaves.slice(0, Math.max(0, at)).findLast(isLink), leaves.slice(at + 1).find(isLink)];
  if (before && here.startsWith(before.path.slice(0, -'@href'.length))) return [{ link: before.value, isSure: true }];
  const row = /^.*>(tr|li)(?=>|$)/.exec(here)?.[0];
  const near = [before, after].filter((leaf) => row !== undefined && leaf?.path.startsWith(`${row}>`));
  return near.flatMap((leaf) => (leaf ? [{ link: leaf.value, isSure: false }] : []));
}
