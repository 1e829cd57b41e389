import type { Request } from 'playwright-core';
import type { InboxMark, InboxMessage } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import { journalMail, sendAgain } from './ask-form.ts';
import { awaitMail } from './mail-run.ts';

interface Asked {
  readonly address: string;
  readonly at: { readonly mark: InboxMark; readonly names: readonly string[] };
  /** How long the first mail took. */
  readonly firstMs: number;
  readonly identity: string;
  /** What was asked for; a reset by default. */
  readonly what?: string;
  /** How the request was answered the first time. */
  readonly firstStatus?: number;
}
interface HostAnswer {
  readonly state: LinkUse['hostFollowed'];
  readonly detail: string;
  readonly message?: InboxMessage;
}
type Header = readonly [string, string];

/** Headers that proxies use, and the Host header itself: a portal that trusts either builds links from it. */
const ways: readonly { readonly what: string; readonly headers: (ours: string) => readonly Header[] }[] = [
  {
    what: 'the headers that proxies use',
    headers: (ours) => [
      ['x-forwarded-host', ours],
      ['x-host', ours],
      ['x-original-host', ours],
      ['x-forwarded-server', ours],
      ['forwarded', `host=${ours}`],
    ],
  },
  { what: 'the Host header', headers: (ours) => [['host', ours]] },
];

/**
 * Asks once more with a host name of our own in the headers that proxies use, then in the Host header itself, and looks whether
 * it stands in the link that is sent to the test account: a portal that follows it sends its customers' tokens wherever an
 * attacker says. The connection goes to the portal's own listed host each time.
 */
export async function hostFollowed(
  request: Request | undefined,
  asked: Asked,
  context: CollectContext,
): Promise<HostAnswer> {
  if (!request) return { state: 'not-tried', detail: 'the request that asks for the mail was not seen' };
  const [proxies, host] = ways;
  if (!proxies || !host) return { state: 'not-tried', detail: 'nothing to send' };
  const first = await tryWay(request, proxies, asked, context);
  if (first.state !== 'no') return first;
  const second = await tryWay(request, host, { ...asked, plainWorks: true }, context);
  const message = first.message ?? second.message;
  const detail = second.state === 'yes' ? second.detail : `${first.detail}; ${second.detail}`;
  return { state: second.state, detail, ...(message ? { message } : {}) };
}

async function tryWay(
  request: Request,
  { what, headers }: (typeof ways)[number],
  asked: Asked & { readonly plainWorks?: boolean },
  context: CollectContext,
): Promise<HostAnswer> {
  const { world } = context;
  const ours = `launch-${world.randomHex(4)}.example`;
  const mark = await world.inbox.mark([...asked.at.names]);
  const settle = await journalMail(
    `${asked.what ?? 'a reset'} was asked for with a host name of our own in ${what}`,
    asked.identity,
    request.url(),
    context,
  );
  const status = await sendAgain(request, headers(ours), context);
  await settle(status);
  const trouble = refusalOf(status, what, asked.plainWorks === true);
  if (trouble === 'ask-plain') return await refusedForHost(request, status ?? 0, asked.identity, context);
  if (trouble) return trouble;
  const limitMs = Math.min(30_000, Math.max(4_000, asked.firstMs * 3));
  const wait = await awaitMail(asked.address, { mark, names: asked.at.names }, limitMs, context);
  const followed = wait.messages.find(({ links }) => links.some(({ url }) => url.includes(ours)));
  if (followed) return { state: 'yes', detail: `the host name that we sent in ${what} stands in the link of the mail` };
  const waited = Math.round(limitMs / 1000);
  if (wait.main) return { state: 'no', detail: `the link of the mail keeps its host (${what})`, message: wait.main };
  // Whoever answers otherwise than the portal did is another site, which sends nothing.
  if (asked.plainWorks && asked.firstStatus !== undefined && status !== asked.firstStatus)
    return { state: 'no', detail: `with a foreign host in ${what} another answer came (HTTP ${status}) and no mail` };
  return { state: 'unclear', detail: `no further mail came within ${waited} s after a foreign host in ${what}` };
}

function refusalOf(
  status: number | undefined,
  what: string,
  plainWorks: boolean,
): HostAnswer | 'ask-plain' | undefined {
  if (status === undefined) {
    // A front that hangs up on names it does not know: the same request came through a moment before.
    if (plainWorks) return { state: 'no', detail: `a foreign host in ${what} gets no answer` };
    return { state: 'unclear', detail: `the request with a foreign host in ${what} got no answer` };
  }
  if (status === 429 || status >= 500)
    return { state: 'unclear', detail: `the request with a foreign host in ${what} was answered by HTTP ${status}` };
  if (status < 400) return undefined;
  return plainWorks ? { state: 'no', detail: `a foreign host in ${what} is refused (HTTP ${status})` } : 'ask-plain';
}

/** A refusal speaks for the portal only where the same request without the foreign host is still taken. */
async function refusedForHost(
  request: Request,
  status: number,
  identity: string,
  context: CollectContext,
): Promise<HostAnswer> {
  const settle = await journalMail('a reset was asked for once more, as before', identity, request.url(), context);
  const plain = await sendAgain(request, [], context);
  await settle(plain);
  if (plain !== undefined && plain < 400)
    return {
      state: 'no',
      detail: `the request with a foreign host was refused (HTTP ${status}), without it it was taken`,
    };
  return {
    state: 'unclear',
    detail: `the request was refused (HTTP ${status}) with a foreign host, and without one as well: it can be sent only once`,
  };
}
