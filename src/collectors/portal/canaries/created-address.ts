import { graphqlParts } from '../operations/graphql-request.ts';
import { itemAddress } from '../../../parse/item-address.ts';
import { percentDecoded } from '../../../parse/percent-decoded.ts';

/** Where the new object lives: `Location`, or the collection's address plus the id in the answer. */
export function createdAddress(
  url: string,
  body: string | undefined,
  location: string | undefined,
  sent = '',
): string | undefined {
  if (location && namesOne(url, location, sent)) return new URL(location, url).href;
  // One address for everything (GraphQL, a call of a procedure): below it stands no record, and a 404 there says nothing of one.
  if (graphqlParts('POST', url, sent) !== undefined) return undefined;
  try {
    const json = JSON.parse(body ?? '') as Record<string, unknown>;
    const record = (['data', 'item', 'result', 'record']
      .map((key) => json[key])
      .find((one) => one !== null && typeof one === 'object' && !Array.isArray(one)) ?? json) as Record<
      string,
      unknown
    >;
    if (isStoredAt(url, record)) return url;
    const nested = Object.values(record).find(
      (one): one is Record<string, unknown> =>
        one !== null && typeof one === 'object' && !Array.isArray(one) && 'id' in one,
    );
    const id = record.id ?? record._id ?? record.uuid ?? record.objectId ?? nested?.id;
    if (typeof id !== 'string' && typeof id !== 'number') return undefined;
    return ownLink(record, url, String(id)) ?? itemAddress(url, String(id));
  } catch {
    return undefined;
  }
}

/** Stores of files (S3, Supabase storage) keep a file at the address that it was sent to, and name its key. */
function isStoredAt(url: string, record: Readonly<Record<string, unknown>>): boolean {
  const { pathname } = new URL(url);
  const keys = [record.Key, record.key, record.path, record.fullPath].filter((one) => typeof one === 'string');
  return keys.some((key) => key.includes('.') && percentDecoded(pathname).endsWith(`/${key}`));
}

/** What the object itself says of where it lives: `links.self` of JSON:API, `_links.self.href` of HAL. */
function ownLink(record: Readonly<Record<string, unknown>>, url: string, id: string): string | undefined {
  const inside = (value: unknown, key: string): unknown =>
    value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  const self = inside(record.links, 'self') ?? inside(record._links, 'self');
  const link = typeof self === 'string' ? self : inside(self, 'href');
  if (typeof link !== 'string' || !URL.canParse(link, url)) return undefined;
  const to = new URL(link, url);
  return to.host === new URL(url).host && to.pathname.split('/').at(-1) === id ? to.href : undefined;
}

/** Back to the list, to the record that it belongs to, or to the sign-in, is no address of a new object: only one with an id that the request had not. */
function namesOne(url: string, location: string, sent: string): boolean {
  if (!URL.canParse(location, url)) return false;
  const [from, to] = [new URL(url), new URL(location, url)];
  const parts = [...to.pathname.split('/'), ...to.searchParams.values()];
  const known = [...from.pathname.split('/'), ...from.searchParams.values(), ...sent.split(/[^\p{L}\p{N}-]+/u)];
  const below = to.pathname.startsWith(`${from.pathname.replace(/\/$/, '')}/`) && /-|.{12}/.test(parts.at(-1) ?? '');
  if (to.host === from.host && below && to.search === '') return true;
  return to.host === from.host && parts.some((part) => /\d|[0-9a-f-]{16,}/i.test(part) && !known.includes(part));
}
