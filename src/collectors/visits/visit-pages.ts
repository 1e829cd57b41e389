import type { BrowserContext, Page } from 'playwright-core';
import { readMixedContent } from '../../parse/mixed-content.ts';
import { maskedUrl } from '../../parse/web-address.ts';
import type { World } from '../../world/world.ts';
import { dangerWords, signOutWords } from '../portal/words.ts';
import type { InsecureLoad, VisitLook } from '../public-evidence.ts';

const pageLimitMs = 8_000;
const quietMs = 400;
const maxInsecure = 20;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
export type VisitedPage = VisitLook['pages'][number];

/** Opens the front page of a host and a few pages that it links to, as nobody, and writes down what is asked for in clear. */
export async function visitPages(
  host: string,
  start: string,
  most: number,
  world: World,
  signal: AbortSignal,
): Promise<readonly VisitedPage[]> {
  const context = await world.browser.context({ identity: 'anonymous' });
  try {
    await context.route('**/*', (route) =>
      safeMethods.includes(route.request().method()) ? route.fallback() : route.abort('blockedbyclient'),
    );
    const front = await visit(start, host, context, world, signal);
    if (!front.visited) return [];
    // The order of the links decides, not which page comes first.
    const links = [...new Set(front.links)].filter((link) => link !== start).slice(0, most - 1);
    const others = await Promise.all(links.map((link) => visit(link, host, context, world, signal)));
    return [front.visited, ...others.flatMap(({ visited }) => visited ?? [])];
  } finally {
    // Nobody has to wait for what is over: the browser clears up while the next host is looked at.
    void context.close().catch(() => undefined);
  }
}

async function visit(url: string, host: string, context: BrowserContext, world: World, signal: AbortSignal) {
  const page = await context.newPage();
  const insecure = new Map<string, InsecureLoad>();
  let loads = 0;
  page.on('request', () => {
    loads += 1;
  });
  page.on('console', (message) => note(insecure, message.text()));
  try {
    const response = await page.goto(url, { waitUntil: 'load', timeout: pageLimitMs }).catch(() => null);
    await world.clock.wait(quietMs, signal);
    const here = URL.parse(page.url());
    if (!response || here?.hostname !== host) return { visited: undefined, links: [] };
    const path = here.pathname.slice(0, 200);
    const visited: VisitedPage = { path, by: 'anonymous', loads, insecure: [...insecure.values()] };
    return { visited, links: await linksOf(page, host) };
  } finally {
    void page.close().catch(() => undefined);
  }
}

/** Keeps what a message says of mixed content, each address once. */
export function note(insecure: Map<string, InsecureLoad>, text: string): void {
  const found = readMixedContent(text);
  if (!found || insecure.size >= maxInsecure) return;
  const load = { ...found, url: maskedUrl(found.url) };
  insecure.set(`${load.kind} ${load.url}`, load);
}

async function linksOf(page: Page, host: string): Promise<readonly string[]> {
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
