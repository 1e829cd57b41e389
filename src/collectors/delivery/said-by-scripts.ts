import type { CollectContext } from '../collector.ts';
import type { Session } from '../portal/session.ts';
import { visit, type Window } from './mail-run.ts';

/**
 * Which of these words stand in the scripts of the home page, and in the parts that those name and that are loaded when a page
 * needs them: what a control says comes with them in an application of one page. The recording keeps no scripts.
 */
export async function saidByScripts(
  session: Session,
  words: readonly RegExp[],
  context: CollectContext,
): Promise<readonly boolean[]> {
  const page = await session.context.newPage();
  const window: Window = { page, recorder: session.recorder, close: () => page.close().catch(() => undefined) };
  try {
    await visit(window, session.home, context);
    const first = await page.evaluate(scriptsHere).catch(() => []);
    const found = words.map(() => false);
    const seen = new Set(first);
    for (const queue of [first, [] as string[]]) {
      const wanted = queue === first ? first : [...seen].slice(first.length, 60);
      for (const src of wanted) session.recorder.leaveOut(src);
      for (const { text, url } of await page.evaluate(readScripts, wanted).catch(() => [])) {
        for (const [at, one] of words.entries()) found[at] ||= one.test(readable(text));
        for (const [, part = ''] of text.matchAll(/["'`]((?:[\w@.-]+\/|\.?\/)*[\w@.~-]{2,80}\.m?js)["'`]/g))
          for (const base of [url, `${new URL(url).origin}/`]) {
            const href = URL.parse(part, base)?.href;
            if (href?.startsWith(new URL(url).origin)) seen.add(href);
          }
      }
    }
    return found;
  } finally {
    await window.close();
  }
}

/** Letters beyond ASCII are often written by their numbers. */
export function readable(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Runs inside the page. */
function scriptsHere(): string[] {
  const named = [...document.querySelectorAll('script[src], link[rel=modulepreload][href]')].map(
    (one) => (one as HTMLScriptElement).src || (one as HTMLLinkElement).href,
  );
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  return [...new Set([...named, ...loaded.filter((one) => /\.m?js(\?|$)/.test(one))])].slice(0, 30);
}

/** Runs inside the page: from its cache, at most 3 million characters each. */
async function readScripts(addresses: readonly string[]): Promise<{ url: string; text: string }[]> {
  const read = async (url: string) => {
    const response = await fetch(url, { cache: 'force-cache' });
    const isText = response.ok && !/html/.test(response.headers.get('content-type') ?? '');
    return { url, text: isText ? (await response.text()).slice(0, 3_000_000) : '' };
  };
  const all = await Promise.all(addresses.map((url) => read(url).catch(() => ({ url, text: '' }))));
  return all.filter(({ text }) => text !== '');
}
