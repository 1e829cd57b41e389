import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';

/** How such a way is called in a trial. */
export const belowItsOwn = 'below its own parent';

/**
 * The same address below a parent of the asker's own: `/cases/OWN/comments/9` for `/cases/7/comments/9`. The parent may be looked at,
 * and what stands below it taken by its number alone. undefined: there is no parent in it, or the asker was in none of its own.
 */
export function belowOwnParent(
  address: string,
  exchanges: readonly Pick<Exchange, 'identity' | 'url' | 'status' | 'afterSignIn'>[],
  asker: IdentityName,
  isOwners: (part: string) => boolean,
): string | undefined {
  const url = new URL(address);
  const parts = url.pathname.split('/');
  const child = parts.findLastIndex(looksLikeId);
  const parent = parts.findLastIndex((part, at) => at < child && looksLikeId(part));
  if (parent < 1 || !isOwners(parts[parent] ?? '')) return undefined;
  for (const one of exchanges) {
    if (one.identity !== asker || !one.afterSignIn || one.status >= 300) continue;
    const there = new URL(one.url);
    const own = there.pathname.split('/');
    const id = own[parent] ?? '';
    if (there.host !== url.host || !looksLikeId(id) || id === parts[parent]) continue;
    if (!parts.slice(0, parent).every((part, at) => part === own[at])) continue;
    // What hangs below the record is of the same build, or it is the record itself.
    if (own[parent + 1] !== undefined && own[parent + 1] !== '' && own[parent + 1] !== parts[parent + 1]) continue;
    url.pathname = parts.map((part, at) => (at === parent ? id : part)).join('/');
    return url.href;
  }
  return undefined;
}
