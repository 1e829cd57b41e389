import type { Exchange } from '../recorder.ts';

/**
 * Where an object may be shown that was made at `created`: there, and where others of its collection were read. What is made below
 * `/cases/7/documents` is often shown as `/documents/31`.
 */
export function addressesLike(
  created: string,
  exchanges: readonly Pick<Exchange, 'method' | 'url' | 'status'>[],
): readonly string[] {
  const made = new URL(created);
  const [id, collection] = made.pathname
    .split('/')
    .filter((part) => part !== '')
    .reverse();
  if (id === undefined || collection === undefined) return [created];
  const prefixes = exchanges.flatMap(({ method, url, status }) => {
    if (method !== 'GET' || status >= 300 || !URL.canParse(url)) return [];
    const { origin, pathname } = new URL(url);
    const at = pathname.indexOf(`/${collection}/`);
    const rest = pathname.slice(at + collection.length + 2);
    return at >= 0 && /^[^/]*\d[^/]*$/.test(rest) ? [`${origin}${pathname.slice(0, at)}/${collection}/`] : [];
  });
  return [...new Set([created, ...prefixes.map((prefix) => `${prefix}${id}`)])].slice(0, 4);
}
