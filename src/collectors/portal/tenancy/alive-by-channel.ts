import type { Session } from '../session.ts';
import type { AliveProbe } from './alive.ts';
import { holds } from './atoms.ts';
import { sayable, withoutHandshake } from './channel-lines.ts';
import { listenInPage } from './listen-in-page.ts';

const listenMs = 1500;

/**
 * Who is asking, told over a WebSocket: the channel and the words after which the portal named the account, said anew. For portals
 * whose pages ask nothing else. undefined where no channel names the account, or names it to a visitor as well.
 */
export async function aliveByChannel(
  session: Session,
  anonymous: Session | undefined,
): Promise<AliveProbe | undefined> {
  const names = session.self.map((name) => name.toLowerCase());
  for (const { url, sent, received } of session.recorder.channels ?? []) {
    const name = names.find((one) => received.some((frame) => holds(frame.toLowerCase(), one)));
    if (name === undefined) continue;
    const order = {
      kind: 'websocket' as const,
      url: withoutHandshake(url),
      frames: sayable(sent).slice(0, 6),
      forMs: listenMs,
    };
    const says = async (as: Session) => {
      const { messages } = await listenInPage(as.page, order);
      return messages.some((one) => holds(one.toLowerCase(), name));
    };
    if (!(await says(session)) || (anonymous && (await says(anonymous)))) continue;
    return { session, isAlive: () => says(session), by: `WebSocket ${new URL(url).pathname}` };
  }
  return undefined;
}
