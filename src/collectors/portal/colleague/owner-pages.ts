import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { invitePaths, teamWords } from '../../delivery/mail-words.ts';
import { looksLikeId } from '../crawl/page-key.ts';

const pageLimit = 12;

/** What a customer's owner decides about, in the words of addresses and menus. */
const ownerWords =
  /settings?|param[eè]tr|r[eé]glages|einstellung|protokoll|ajustes|configura|impostazion|instelling|ustawieni|設定|设置|equipe|profil|billing|invoice|plan\b|subscription|payment|api-?keys?|tokens?\b|webhook|security|audit|export|compan|firm|workspace|tenant|abrechnung|rechnung|firma|unternehmen|facturation|entreprise|agence|soci[eé]t|empresa|facturaci|azienda|fatturazione|bedrijf|facturatie|firma|rozliczeni|会社|請求|公司|账单|賬單/iu;

/** The pages of menus that a walk showed, those of people, settings and the company first; none of a single record. */
export function ownerPages(visited: readonly string[]): readonly string[] {
  // The same place with and without parameters is one page, the one without them first.
  const places = new Map<string, string>();
  for (const url of [...visited].sort((one, other) => one.length - other.length)) {
    const place = wordsOf(url).join(' ');
    if (!places.has(place)) places.set(place, url);
  }
  return [...places.values()]
    .filter((url) => !wordsOf(url).some(looksLikeId))
    .map((url) => ({ url, rank: rankOf(url) }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, pageLimit)
    .map(({ url }) => url);
}

const recordLimit = 3;

/** One page of a record for each form that makes such records: what may be done to one often stands on its own page alone. */
export function recordPages(
  visited: readonly string[],
  creators: readonly { readonly page: string }[],
): readonly string[] {
  const found = new Map<string, string>();
  for (const { page } of creators) {
    const list = wordsOf(page).filter((word) => !/^(new|create|add)$/i.test(word));
    const key = `${new URL(page).origin} ${list.join(' ')}`;
    const record = visited.find((url) => {
      const words = wordsOf(url);
      const isBelow = new URL(url).origin === new URL(page).origin && list.every((word, at) => words[at] === word);
      return isBelow && words.length === list.length + 1 && looksLikeId(words.at(-1) ?? '');
    });
    if (record !== undefined && list.length > 0 && !found.has(key)) found.set(key, record);
  }
  return [...found.values()].slice(0, recordLimit);
}

function rankOf(url: string): number {
  const words = wordsOf(url).join(' ');
  if (invitePaths.test(url) || teamWords.test(words)) return 0;
  return ownerWords.test(words) ? 1 : 2;
}

function wordsOf(url: string): readonly string[] {
  const { pathname, hash } = new URL(url);
  return percentDecoded(`${pathname}${hash.split('?')[0]}`)
    .split(/[/#!]+/)
    .filter((part) => part !== '');
}
