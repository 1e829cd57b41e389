import { looksLikeId } from '../crawl/page-key.ts';
import type { CrawlResult } from '../crawl/crawl.ts';
import type { HeldRequest } from '../held-request.ts';

type Editor = CrawlResult['editors'][number];
const pageLimit = 3;

/**
 * The pages on which one user changes its own account, as its rehearsal showed: their address names no record. Another user of the same
 * customer has them as well. Those whose change goes to an address by which the account itself is read come first.
 */
export function accountPages(
  editors: readonly Editor[],
  held: readonly HeldRequest[],
  readsAccount: (url: string) => boolean,
): readonly Editor[] {
  const rehearsed = held.filter(({ mark }) => mark !== undefined);
  const sentFrom = (editor: Editor) => rehearsed.filter(({ page }) => page === editor.page);
  const isAlone = ({ page }: Editor) =>
    URL.canParse(page) &&
    !`${new URL(page).pathname}${new URL(page).hash}`.split(/[/#]/).some((part) => part !== '' && looksLikeId(part));
  return editors
    .filter((one) => isAlone(one) && sentFrom(one).length > 0)
    .map((editor) => ({ editor, rank: sentFrom(editor).some(({ url }) => readsAccount(url)) ? 0 : 1 }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, pageLimit)
    .map(({ editor }) => editor);
}
