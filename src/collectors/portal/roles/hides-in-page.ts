import type { IdentityName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { openTab } from '../open-tab.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import { holds } from '../tenancy/atoms.ts';
import type { Setting } from '../tenancy/setting.ts';

const asker = 'a';

/**
 * Whether the page that shows the answer to staff shows none of it to the customer: then only the page looks at the role. What no page
 * shows to anybody is not hidden, and what the same page asks for as the customer is the customer's own, however far its walk came.
 */
export async function hidesInPage(
  setting: Setting,
  exchange: Exchange,
  privileged: IdentityName,
  values: readonly string[],
  { world, signal }: CollectContext,
): Promise<boolean | null | 'asks-itself'> {
  const address = exchange.resource === 'document' ? exchange.url : exchange.page;
  const open = async (name: IdentityName) => {
    const session = setting.session(name);
    if (!session || !/^https?:/.test(address)) return undefined;
    const page = await openTab(session.page);
    const before = session.recorder.exchanges.length;
    try {
      await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 15_000 });
      await waitUntilQuiet(page, session.recorder, world.clock, signal, { limitMs: 3000 });
      const text = await page.evaluate(() => document.body?.innerText ?? '');
      return {
        shown: values.filter((value) => holds(text, value)).length,
        asked: session.recorder.exchanges.slice(before),
      };
    } catch {
      return undefined;
    } finally {
      await page.close().catch(() => undefined);
    }
  };
  const seen = await open(asker);
  if (!seen) return null;
  if (exchange.resource !== 'document' && asksFor(seen.asked, exchange)) return 'asks-itself';
  if (seen.shown >= 2) return false;
  const staff = await open(privileged);
  return staff !== undefined && staff.shown >= 2 ? true : null;
}

/** Whether the same was asked for, and given. */
export function asksFor(asked: readonly Exchange[], { method, url }: Exchange): boolean {
  return asked.some((one) => one.method === method && one.status < 300 && plainAddress(one.url) === plainAddress(url));
}

const plainAddress = (url: string) => url.replace(/[?#].*$/, '').replace(/\/$/, '');
