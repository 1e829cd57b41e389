import type { CollectContext } from '../../collector.ts';
import { openTab } from '../open-tab.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { ConsoleError } from '../page-trouble.ts';
import type { Session } from '../session.ts';

const pagesOpened = 4;

/**
 * Which of the errors that came up on a walk come up again when their page is opened by itself and left in peace: who leaves
 * pages in haste makes scripts stumble that customers never see stumble. Errors of pages that were not opened are absent.
 */
export async function comeAgain(
  session: Pick<Session, 'page' | 'recorder'>,
  errors: readonly ConsoleError[],
  { world, signal }: Pick<CollectContext, 'world' | 'signal'>,
): Promise<ReadonlyMap<ConsoleError, boolean>> {
  const told = new Map<ConsoleError, boolean>();
  const { recorder } = session;
  const pages = [...new Set(errors.map(({ page }) => page))].filter((page) => /^https?:/.test(page));
  for (const address of pages.slice(0, pagesOpened)) {
    if (signal.aborted) break;
    const before = recorder.errors.length;
    const tab = await openTab(session.page);
    try {
      const response = await tab.goto(address, { waitUntil: 'load', timeout: 15_000 });
      await waitUntilQuiet(tab, recorder, world.clock, signal, { limitMs: 4000 });
      if (!response || response.status() >= 400) continue;
      const now = new Set(recorder.errors.slice(before).map(({ text }) => withoutNumbers(text)));
      for (const one of errors) if (one.page === address) told.set(one, now.has(withoutNumbers(one.text)));
    } catch (thrown) {
      // A page that does not open now says nothing about its errors.
      if (signal.aborted) throw thrown;
    } finally {
      await tab.close().catch(() => undefined);
    }
  }
  return told;
}

const withoutNumbers = (text: string) => text.replace(/[0-9a-f-]{8,}|\d+/gi, '#').slice(0, 160);
