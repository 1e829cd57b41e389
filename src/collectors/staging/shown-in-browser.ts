import type { BrowserContext, Page } from 'playwright-core';
import { GapError } from '../../model/gap.ts';
import type { StagingLook } from '../domain-evidence.ts';
import type { CollectContext } from '../collector.ts';
import { signInWords } from '../portal/words.ts';
import { openPage } from '../visits/open-page.ts';
import { saysNothing } from './says-nothing.ts';

type Seen = Pick<StagingLook, 'state' | 'detail'>;
const limitMs = 15_000;
/** What a sentence or two of a page's own have at least. */
const leastText = 40;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** What stands on a page once its scripts have run. */
export interface Shown {
  readonly title: string;
  readonly path: string;
  readonly text: string;
  readonly heading: boolean;
  /** Visible links to other pages of the same host. */
  readonly ownLinks: number;
  readonly password: boolean;
  /** Any other field that people are known by: e-mail, user name, code. */
  readonly nameField: boolean;
  /** Frames and shadow trees, whose content is not read here. */
  readonly hidden: boolean;
}

/** What the scripts of a host's front page show a stranger; undefined where that settles nothing. */
export async function shownInBrowser(url: string, host: string, context: CollectContext): Promise<Seen | undefined> {
  const { world, signal } = context;
  let browser: BrowserContext | undefined;
  try {
    browser = await world.browser.context({ identity: 'anonymous' });
    await browser.route('**/*', (route) =>
      safeMethods.includes(route.request().method()) ? route.fallback() : route.abort('blockedbyclient'),
    );
    let shown: Shown | undefined;
    const atEnd = async (page: Page) => {
      shown = await readPage(page);
    };
    const { end } = await openPage(url, host, limitMs, browser, world, signal, atEnd);
    return end === 'seen' && shown ? judgeShown(shown) : undefined;
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return undefined;
  } finally {
    void browser?.close().catch(() => undefined);
  }
}

/**
 * Open is only a page with a heading, words and links to further pages, without anything that asks who is there. Words of a
 * sign-in, of trouble or of waiting leave it undecided.
 */
export function judgeShown(shown: Shown): Seen | undefined {
  const { title, text } = shown;
  if (shown.password) return { state: 'sign-in', detail: 'shows a sign-in form once its scripts have run' };
  if (shown.nameField || shown.hidden || signInWords.test(`${title} ${text} ${shown.path}`)) return undefined;
  if (text.length < leastText || !shown.heading || shown.ownLinks === 0 || saysNothing(`${title} ${text}`))
    return undefined;
  return {
    state: 'open',
    detail: `shows strangers a page once its scripts have run (200${title ? `, "${title.slice(0, 60)}"` : ''})`,
  };
}

async function readPage(page: Page): Promise<Shown> {
  const seen = await page.evaluate(() => {
    const all = <E extends Element>(selector: string) =>
      [...document.querySelectorAll<E>(selector)].filter((one) => one.checkVisibility());
    const fields = all<HTMLInputElement>('input');
    const legal = /imprint|impressum|privacy|datenschutz|legal|terms|cookie|mentions|aviso|note-legali/i;
    return {
      title: document.title.trim(),
      text: (document.body?.innerText ?? '').replace(/\s+/g, ' ').trim(),
      heading: all<HTMLElement>('h1, h2').some((one) => one.innerText.trim() !== ''),
      ownLinks: all<HTMLAnchorElement>('a[href]').filter(
        ({ host, pathname }) =>
          host === location.host && pathname !== location.pathname && pathname !== '/' && !legal.test(pathname),
      ).length,
      password: fields.some(({ type }) => type === 'password'),
      nameField: fields.some(
        ({ type, autocomplete, name }) =>
          type === 'email' || /username|email|one-time-code/.test(autocomplete) || /user|mail|login/i.test(name),
      ),
      hidden: all('iframe').length > 0 || [...document.querySelectorAll('*')].some((one) => one.shadowRoot !== null),
    };
  });
  return { ...seen, path: new URL(page.url()).pathname };
}
