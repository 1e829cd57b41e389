import { GapError, gap } from '../../model/gap.ts';
import { type AccountName, accountNames } from '../../model/identity.ts';
import type { Gap } from '../../model/gap.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { markInboxes, noInboxGap, requireMailPermit } from './mail-run.ts';
import { resetFlow } from './reset-flow.ts';
import { resetInAnswer } from './reset-in-answer.ts';

const mostInboxes = 4;
const order: readonly AccountName[] = ['burner', 'a', 'b', 'a2', 'admin', 'staff'];

/**
 * Asks for password resets of the declared test accounts, one per inbox, and walks the first to its end: new password (the
 * one that the account has, so that nothing changes), sign-in, the link a second time. Ends the account's sessions, so it comes last.
 * Without an inbox one reset is asked for all the same: its answer must not hold the link.
 */
export const resetCollector = defineCollector({
  id: 'mail-reset',
  produces: ['mail.delivery', 'journey.reset', 'link.use', 'access.weak-password'],
  permit: 'sign-in',
  after: ['sign-in', 'journeys', 'sessions', 'callback-urls', 'mail-invite', 'mail-sign-up', 'mail-notices'],
  timeoutMs: 150 * 60_000,
  phase: 'disturbs',
  subjects: (target, world) => {
    if (!entryUrl(target, 'a'))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    return accountNames.some((name) => world.credentials(name))
      ? ['reset']
      : gap('not-configured', 'No test accounts were given.', 'Set LR_A_USER and LR_A_PASSWORD to a test account.', 5);
  },
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const { world, target } = context;
    const pairs = pairsOf(context);
    const gapEverywhere = (why: Gap) => {
      context.gap('mail.delivery', 'reset', why);
      context.gap('journey.reset', 'reset', why);
      context.gap('link.use', 'reset', why);
    };
    if (pairs.length === 0) {
      const why = noInboxGap(world.inbox.list.length);
      context.gap('mail.delivery', 'reset', why);
      context.gap('journey.reset', 'reset', why);
      const told = await withoutMailbox(context);
      if (told) context.emit('link.use', 'reset', { flow: 'reset', ...told });
      else context.gap('link.use', 'reset', why);
      return;
    }
    for (const [at, pair] of pairs.entries()) {
      try {
        requireMailPermit(hostOfUrl(entryUrl(target, pair.identity) ?? ''), context);
        // Whoever cannot read the inbox has nobody sent mail.
        await markInboxes(pair.address, context);
        await resetFlow({ ...pair, whole: at === 0 }, context);
      } catch (thrown) {
        if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
        if (at === 0) gapEverywhere(thrown.gap);
        else context.gap('mail.delivery', `reset@${pair.inbox}`, thrown.gap);
      }
    }
  },
});

/** What the answer to a reset tells where nobody reads the mail: asked for one account that may be sent mail. */
async function withoutMailbox(context: CollectContext) {
  const { world, target } = context;
  const identity = order.find((name) => world.credentials(name)?.password);
  if (!identity || world.scope.refuses('write', hostOfUrl(entryUrl(target, identity) ?? ''))) return undefined;
  return resetInAnswer(identity, context).catch((thrown: unknown) => {
    if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return undefined;
  });
}

/** One account for each inbox that takes an account's mail. */
function pairsOf({
  world,
}: CollectContext): readonly { readonly identity: AccountName; readonly inbox: string; readonly address: string }[] {
  return world.inbox.list
    .flatMap((inbox) => {
      const identity = order.find((name) => inbox.takes(world.credentials(name)?.user ?? ''));
      const address = identity && world.credentials(identity)?.user;
      return identity && address ? [{ identity, inbox: inbox.name, address: address.toLowerCase() }] : [];
    })
    .slice(0, mostInboxes);
}
