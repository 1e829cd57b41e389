import type { IdentityName } from '../../../model/identity.ts';
import { heardIn } from './channel-calls.ts';
import type { Line } from './channel-lines.ts';
import { metAnyway } from './met-anyway.ts';
import type { Setting } from './setting.ts';

/** The records of the owner's that the address or the words name: ids that it was given, and the asker never was. */
export async function ownersRooms(
  setting: Setting,
  { url, frames }: Line,
  { lines, known }: { readonly lines: readonly Line[]; readonly known: readonly Line[] },
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly string[]> {
  const { pathname, searchParams } = new URL(url);
  const parts = new Set(
    [pathname, ...searchParams.values(), ...frames].flatMap(wordsOf).flatMap((word) => [word, ...word.split(/[.:]/)]),
  );
  const [heard, met] = [heardIn(lines, true), heardIn(known)];
  const isId = (word: string) =>
    heard.has(word) ||
    setting.map
      .producersOf(owner, word)
      .some(({ path }) => /(^|[._])(id|uuid|slug|key)$|[a-z](Id|Uuid|Key)$/.test(path));
  const foreign = (word: string) => !met.has(word) && setting.map.producersOf(asker, word).length === 0;
  const ids = [...parts].filter((word) => isId(word) && foreign(word)).slice(0, 3);
  for (const id of ids) if (await metAnyway(setting, id, owner, asker)) return [];
  return ids;
}

export const wordsOf = (text: string) => text.split(/[^\w@.:+-]+/).filter((word) => word !== '');
