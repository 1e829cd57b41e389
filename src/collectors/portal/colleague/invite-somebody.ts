import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import { lookAtPage, type Onlooker } from './look-at-page.ts';
import { ownerPages } from './owner-pages.ts';
import type { Sender } from './send-offer.ts';
import type { SentOffer } from './sent-offer.ts';
import { crawlsSlot } from '../crawl/collector.ts';

interface Invited {
  readonly status: number;
  readonly outcome: string;
  readonly changed: boolean;
}

const lookLimit = 3;

/**
 * A2 sends the owner's invitation for a further name of its own mailbox, and the owner's pages are looked at for it. Nothing is sent
 * as the owner: where A2 is refused, nobody was invited. The invitation of the other
 * case is deleted where its list is known; else it stays open, as the journal says.
 */
export async function inviteSomebody(
  { context, exchanges }: Setting,
  a: Onlooker,
  { method, url }: SentOffer,
  { send }: Sender,
  address: string,
  page: string,
): Promise<Invited | undefined> {
  const { journal } = context.world;
  // Where the owner reads a list at the address that invitations are sent to, this one is looked for there and deleted.
  const isList = exchanges.some(
    (one) =>
      one.identity === 'a' && one.method === 'GET' && one.url === url && Array.isArray(exchangeContent(one).json),
  );
  const id = await journal.plan({
    identity: 'a2',
    method,
    url,
    what: `a2 invites ${address}, a further name of its own mailbox; where the portal takes it, the invitation stays open`,
    ...(isList ? { undo: { method: 'DELETE', url, of: 'item' as const, look: { url, mark: address }, as: 'a' } } : {}),
  });
  const answer = await send('a2', address);
  const { status, outcome } = answer ?? { status: 0, outcome: 'no form token of its own' };
  if (!answer || status >= 400 || outcome === 'denied') {
    await journal.settle(id, { state: 'refused', status });
    return outcome === 'denied' ? { status, outcome, changed: false } : undefined;
  }
  const others = ownerPages(context.live.get(crawlsSlot)?.get('a')?.visited ?? []).filter((one) => one !== page);
  for (const look of [page, ...others.slice(0, lookLimit)]) {
    const { text } = await lookAtPage(a, look);
    if (!text.toLowerCase().includes(address)) continue;
    await journal.settle(id, { state: 'done', status });
    await journal.settle(id, {
      state: 'cannot-undo',
      detail: `the invitation of ${address} stays open: withdraw it by hand`,
    });
    return { status, outcome, changed: true };
  }
  // Taken or not, no page says so: nothing is said of it either.
  await journal.settle(id, { state: 'done', status });
  return undefined;
}
