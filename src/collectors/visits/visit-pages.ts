import type { World } from '../../world/world.ts';
import { type Opened, openPage, type VisitedPage } from './open-page.ts';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

export interface Visit {
  readonly pages: readonly VisitedPage[];
  /** Paths of pages that did not open; of the front page alone, if it did not. */
  readonly unopened: readonly string[];
}

/** How much is asked of the browser at once, and how long one page may take. */
export interface Pace {
  readonly limitMs: number;
  readonly together: boolean;
}

/** Opens the front page of a host and a few pages that it links to, as nobody, and writes down what is asked for in clear. */
export async function visitPages(
  host: string,
  start: string,
  most: number,
  pace: Pace,
  world: World,
  signal: AbortSignal,
): Promise<Visit> {
  const context = await world.browser.context({ identity: 'anonymous' });
  try {
    await context.route('**/*', (route) =>
      safeMethods.includes(route.request().method()) ? route.fallback() : route.abort('blockedbyclient'),
    );
    const open = (url: string) => openPage(url, host, pace.limitMs, context, world, signal);
    const front = await open(start);
    if (front.end === 'trouble') return { pages: [], unopened: [pathOf(start)] };
    if (front.end === 'none') return { pages: [], unopened: [] };
    // The order of the links decides, not which page comes first.
    const links = [...new Set(front.links)].filter((link) => link !== start).slice(0, most - 1);
    const others: Opened[] = [];
    if (pace.together) others.push(...(await Promise.all(links.map(open))));
    else for (const link of links) others.push(await open(link));
    return {
      pages: [front.visited, ...others.flatMap((other) => (other.end === 'seen' ? [other.visited] : []))],
      unopened: links.filter((_link, index) => others[index]?.end === 'trouble').map(pathOf),
    };
  } finally {
    // Nobody has to wait for what is over: the browser clears up while the next host is looked at.
    void context.close().catch(() => undefined);
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname.slice(0, 200);
}
