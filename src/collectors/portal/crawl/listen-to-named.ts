import { channelsInScript, joinsInScript } from '../../../parse/script/channels-in-script.ts';
import { listenInPage } from '../tenancy/listen-in-page.ts';
import { channelAsks } from './channel-asks.ts';
import type { OpenOptions } from './open-page.ts';
import type { References } from './references-of.ts';
import { within } from './within.ts';

const listenMs = 3000;

/**
 * Opens, from inside the page, the rooms of the account's own records that scripts name and no page opened, and listens. A room in which
 * nothing is said is forgotten: it would be no more than a guess. `data`: the origin that most data comes from.
 */
export async function listenToNamed(
  { session, clock }: Pick<OpenOptions, 'session' | 'clock'>,
  texts: readonly string[],
  references: References,
  data: string,
): Promise<void> {
  const { recorder, page } = session;
  const named = { channels: texts.flatMap(channelsInScript), joins: texts.flatMap(joinsInScript) };
  if (named.channels.length + named.joins.length === 0 || !URL.canParse(page.url())) return;
  const opened = { channels: recorder.channels ?? [], exchanges: recorder.exchanges };
  const orders = channelAsks(named, opened, references, { page: new URL(page.url()).origin, data });
  await Promise.all(
    orders.map(async (order) => {
      recorder.ownAsks.add(order.url);
      const silent = { messages: [], closed: 'not listened to' };
      const heard = await within(clock, listenMs + 2000, listenInPage(page, { ...order, forMs: listenMs }), silent);
      if (order.kind === 'websocket' && heard.messages.length <= order.frames.length - 1) recorder.forget(order);
    }),
  );
  await recorder.settled();
}
