import { percentDecoded } from '../../parse/percent-decoded.ts';
import type { ElementHandle } from 'playwright-core';
import { hostOfUrl } from '../portal/entry.ts';
import { isRead } from '../portal/shield.ts';
import type { Window } from './mail-run.ts';
import { notPressed } from './notice-words.ts';

export type Control = ElementHandle<HTMLElement>;

/** A button, never a link: what a link asks for is sent by whoever fetches it. */
export async function controlFor({ page }: Window, words: RegExp, never = notPressed): Promise<Control | undefined> {
  for (const element of await page.$$('button, [role=button], input[type=submit]').catch(() => [])) {
    const shown = await element.isVisible().catch(() => false);
    const text = shown
      ? await element
          .evaluate((one) =>
            (
              (one as HTMLElement).innerText ||
              one.getAttribute('value') ||
              one.getAttribute('aria-label') ||
              ''
            ).trim(),
          )
          .catch(() => '')
      : '';
    if (text !== '' && text.length <= 60 && words.test(text) && !never.test(text)) return element as Control;
  }
  return undefined;
}

export interface OneWrite {
  /** Addresses of the test accounts, in small letters: a request that names anybody else's is held back. */
  readonly ours: readonly string[];
  readonly isListed: (host: string) => boolean;
  /** What the one write has to be about; anything by default. */
  readonly isMeant?: (what: { readonly url: string; readonly body: string }) => boolean;
}

/** The crawl's shield stays up but for one write of this page, which names nobody else's address. */
export async function letOneThrough(
  { page }: Window,
  { ours, isListed, isMeant = () => true }: OneWrite,
): Promise<{ hasPassed(): boolean; close(): Promise<number | undefined> }> {
  let passed: Promise<number | undefined> | undefined;
  await page.route('**/*', async (route) => {
    const request = route.request();
    const [url, body] = [request.url(), request.postData() ?? ''];
    const others = addressesIn(percentDecoded(body)).filter((one) => !ours.includes(one));
    const reads = isRead(request.method(), url, request.headers(), body);
    if (reads || !isListed(hostOfUrl(url))) return await route.fallback();
    // Held back by ourselves: where nobody crawled there is no shield.
    if (passed || others.length > 0 || !isMeant({ url, body })) return await route.abort('blockedbyclient');
    passed = request
      .response()
      .then((response) => response?.status())
      .catch(() => undefined);
    await route.continue();
  });
  return {
    hasPassed: () => passed !== undefined,
    async close() {
      const status = await passed;
      await page.unroute('**/*').catch(() => undefined);
      return status;
    },
  };
}

/** The e-mail addresses in a text, in small letters. */
export function addressesIn(text: string): readonly string[] {
  return (text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []).map((one) => one.toLowerCase());
}

export async function shownText({ page }: Window): Promise<string> {
  return await page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
}
