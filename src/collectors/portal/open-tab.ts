import type { Page } from 'playwright-core';

/**
 * Another tab beside a page, as a link that the page opens gets it: with a copy of the page's `sessionStorage` (HTML, creating
 * an auxiliary browsing context), where many single-page applications keep their token.
 */
export async function openTab(page: Page): Promise<Page> {
  const kept = await page
    .evaluate(() => ({ origin: location.origin, items: { ...sessionStorage } }))
    .catch(() => undefined);
  const tab = await page.context().newPage();
  if (kept && Object.keys(kept.items).length > 0) await tab.addInitScript(fillIn, kept).catch(() => undefined);
  return tab;
}

/** Runs inside each document of the tab: once, so that what the portal takes away later stays away. */
function fillIn({ origin, items }: { origin: string; items: Record<string, string> }): void {
  if (location.origin !== origin || window !== window.top || window.name === 'filled') return;
  window.name = 'filled';
  if (sessionStorage.length === 0)
    for (const [name, value] of Object.entries(items)) sessionStorage.setItem(name, value);
}
