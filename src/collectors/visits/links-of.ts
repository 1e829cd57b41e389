import type { Page } from 'playwright-core';
import { dangerWords, signOutWords } from '../portal/words.ts';

/** Pages of the same host that a page links to: one of each shape, none whose address says that it does something. */
export async function linksOf(page: Page, host: string): Promise<readonly string[]> {
  const written = await page
    .evaluate(() =>
      [...document.querySelectorAll('a[href]')].slice(0, 200).map((link) => (link as HTMLAnchorElement).href),
    )
    .catch(() => []);
  const paths = new Map<string, string>();
  for (const text of written) {
    const url = URL.parse(text);
    if (
      url?.protocol !== 'https:' ||
      url.hostname !== host ||
      url.search !== '' ||
      dangerWords.test(decoded(url.pathname)) ||
      signOutWords.test(decoded(url.pathname))
    )
      continue;
    if (/\.(?:pdf|zip|png|jpe?g|svg|csv|xlsx?|docx?|mp4|dmg|exe)$/i.test(url.pathname)) continue;
    // One page for each shape of path: the tenth article looks like the ninth.
    const shape = url.pathname
      .split('/')
      .slice(0, 3)
      .map((part) => part.replace(/.*\d.*/, '#'))
      .join('/');
    if (!paths.has(shape)) paths.set(shape, `${url.origin}${url.pathname}`);
  }
  return [...paths.values()].slice(0, 12);
}

/** Words of a path as a person would write them. */
function decoded(path: string): string {
  return path.replace(/%20|[-_/.+]/g, ' ');
}
