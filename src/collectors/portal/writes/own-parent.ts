import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import type { SentChange } from './sent-change.ts';
import type { Way } from './write-target.ts';

/** How such a way is called in a trial. */
export const belowItsOwn = 'below its own parent';

type Walked = Pick<Exchange, 'identity' | 'url' | 'status' | 'afterSignIn'>;

/**
 * The same address below a parent of the asker's own: `/cases/OWN/comments/9` for `/cases/7/comments/9`, `/w/OWN/comments` for
 * `/w/fjord/comments`. The parent may be looked at, and what stands below it taken by its number alone, in the address or in the body.
 * undefined: there is no parent in it, or the asker was in none of its own.
 */
export function belowOwnParent(
  address: string,
  exchanges: readonly Walked[],
  asker: IdentityName,
  isOwners: (part: string) => boolean,
  isInBody = false,
): string | undefined {
  const url = new URL(address);
  const parts = url.pathname.split('/');
  const child = isInBody ? parts.length : parts.findLastIndex(looksLikeId);
  const isWord = (part: string, at: number) =>
    at > 0 && isOwners(part) && isSpace(exchanges, url.host, parts, at, part);
  const parent = parts.findLastIndex((part, at) => at < child && (looksLikeId(part) || isWord(part, at)));
  const named = parts[parent] ?? '';
  if (parent < 1 || !isOwners(named)) return undefined;
  for (const one of exchanges) {
    if (one.identity !== asker || !one.afterSignIn || one.status >= 300) continue;
    const there = new URL(one.url);
    const own = there.pathname.split('/');
    const id = own[parent] ?? '';
    if (there.host !== url.host || id === named || !looksLikeId(id) !== !looksLikeId(named)) continue;
    if (!parts.slice(0, parent).every((part, at) => part === own[at])) continue;
    // What hangs below the record is of the same build, or it is the record itself.
    if (own[parent + 1] !== undefined && own[parent + 1] !== '' && own[parent + 1] !== parts[parent + 1]) continue;
    if (!looksLikeId(id) && (own[parent + 1] === undefined || !isSpace(exchanges, url.host, own, parent, id))) continue;
    url.pathname = parts.map((part, at) => (at === parent ? id : part)).join('/');
    return url.href;
  }
  return undefined;
}

const leastBelow = 2;

/** A word in a path that is no page's name: several different things hang below it, as below a workspace. */
function isSpace(
  exchanges: readonly Walked[],
  host: string,
  path: readonly string[],
  at: number,
  word: string,
): boolean {
  if (word.length < 3) return false;
  const below = exchanges.flatMap((one) => {
    const there = new URL(one.url);
    const parts = there.pathname.split('/');
    const isBelow = there.host === host && one.status < 300 && path.slice(0, at).every((part, i) => part === parts[i]);
    return isBelow && parts[at] === word && parts[at + 1] ? [parts[at + 1]] : [];
  });
  return new Set(below).size >= leastBelow;
}

/** A change that the owner’s page sent, below a parent of the asker's own; undefined where it names no parent, or one that both use. */
export function sentBelowOwnParent(
  { sent, id }: SentChange,
  exchanges: readonly Walked[],
  asker: IdentityName,
): string | undefined {
  const isUsed = (part: string) =>
    exchanges.some(
      (one) => one.identity === asker && one.status < 300 && new URL(one.url).pathname.split('/').includes(part),
    );
  const isInBody = !new URL(sent.url).pathname.split('/').includes(id.value);
  // A list of ids is all that is changed; where a single one is not looked at, the asker's own record would be.
  if (isInBody && !/^\d+$/.test(id.slot?.at?.at(-1) ?? '')) return undefined;
  return belowOwnParent(sent.url, exchanges, asker, (part) => part !== id.value && !isUsed(part), isInBody);
}

/** The same way, sent to that address. */
export function atOwnParent({ way, form }: Way, url: string): Way {
  return {
    way: `${way} ${belowItsOwn}`,
    async form(value, as, now) {
      const write = await form(value, as, now);
      return write && { ...write, url };
    },
  };
}
