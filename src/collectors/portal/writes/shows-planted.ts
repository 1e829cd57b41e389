import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';

const looks = 3;

/**
 * Where the owner sees what was planted for it: at the address that made it, else at one that a page of its own was shown it by. A portal
 * may take files at one address and list them at another, as procedures have it.
 */
export async function showsPlanted(
  setting: Pick<Setting, 'ask' | 'exchanges'>,
  owner: IdentityName,
  collection: PlainRequest,
  proof: string,
  created?: string,
): Promise<PlainRequest> {
  const isThere = async (look: PlainRequest) => (await setting.ask(look, owner)).content.text.includes(proof);
  if (await isThere(collection)) return collection;
  const shown = setting.exchanges.filter(
    (one) =>
      one.identity === owner &&
      one.method === 'GET' &&
      one.status === 200 &&
      one.resource !== 'document' &&
      // What shows the planted one alone shows no other.
      one.url.split(/[?#]/)[0] !== created &&
      exchangeContent(one).text.includes(proof),
  );
  const byAddress = new Map(shown.map((one) => [one.url, requestOf(one)]));
  for (const look of [...byAddress.values()].slice(-looks).reverse()) if (await isThere(look)) return look;
  return collection;
}

/** Where objects of the kind live one by one: below the address that makes them, unless the new one lives elsewhere by its own id. */
export function itemsAt(collection: string, created: string): string {
  const url = new URL(created);
  const below = /^(.*)\/[\w-]*\d[\w-]*\/?$/.exec(url.pathname)?.[1];
  const isElsewhere = !created.startsWith(collection.split(/[?#]/)[0] ?? '') && url.search === '';
  return isElsewhere && below ? new URL(below, created).href : collection;
}
