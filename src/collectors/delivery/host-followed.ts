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
}

/**
 * Asks once more with a host name of our own in the headers that proxies use, and looks whether it stands in the link that
 * is sent to the test account: a portal that follows it sends its customers' tokens wherever an attacker says.
 */
export async function hostFollowed(
  request: Request | undefined,
  asked: Asked,
  context: CollectContext,
): Promise<{ readonly state: LinkUse['hostFollowed']; readonly detail: string; readonly message?: InboxMessage }> {
  const { world } = context;
  if (!request) return { state: 'not-tried', detail: 'the request that asks for the mail was not seen' };
  const ours = `launch-${world.randomHex(4)}.example`;
  const mark = await world.inbox.mark([...asked.at.names]);
  const settle = await journalMail(
    'a reset was asked for with a host name of our own in its headers',
    asked.identity,
    request.url(),
    context,
  );
  const status = await sendAgain(
    request,
    [
      ['x-forwarded-host', ours],
      ['x-host', ours],
      ['x-original-host', ours],
      ['x-forwarded-server', ours],
      ['forwarded', `host=${ours}`],
    ],
    context,
  );
  await settle(status);
  if (status === undefined) return { state: 'unclear', detail: 'the request with a foreign host got no answer' };
  if (status === 429 || status >= 500)
    return { state: 'unclear', detail: `the request with a foreign host was answered by HTTP ${status}` };
  if (status >= 400) return await refusedForHost(request, status, asked.identity, context);
  const limitMs = Math.min(30_000, Math.max(4_000, asked.firstMs * 3));
  const wait = await awaitMail(asked.address, { mark, names: asked.at.names }, limitMs, context);
  const followed = wait.messages.find(({ links }) => links.some(({ url }) => url.includes(ours)));
  if (followed) return { state: 'yes', detail: 'the host name that we sent stands in the link of the mail' };
  if (!wait.main) return { state: 'unclear', detail: `no second mail came within ${Math.round(limitMs / 1000)} s` };
  return { state: 'no', detail: 'the link of the mail keeps its host', message: wait.main };
}

/** A refusal speaks for the portal only where the same request without the foreign host is still taken. */
async function refusedForHost(
  request: Request,
  status: number,
  identity: string,
  context: CollectContext,
): Promise<{ readonly state: LinkUse['hostFollowed']; readonly detail: string }> {
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
