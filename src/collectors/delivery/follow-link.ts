import { actionLink } from '../../parse/mail/action-link.ts';
import type { InboxMessage } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { LinkUse, MailLinkFact, MailStep } from '../delivery-evidence.ts';
import { seconds } from './mail-run.ts';
import type { Sent, Typed } from './send-form.ts';
import { completeForAnother } from './invited-address.ts';
import { completeLink, mayOpen, type Opened, openLink, opensSignedIn, useAgain } from './use-link.ts';

export interface Followed {
  readonly steps: readonly MailStep[];
  readonly action?: { readonly works: MailLinkFact['works']; readonly detail: string };
  readonly use?: LinkUse;
}

/** Opens the link of an invitation or a confirmation, does what its page asks for, and uses it once more. */
export async function followLink(
  message: InboxMessage | undefined,
  of: {
    readonly typed: Typed;
    readonly entry: string;
    readonly self: readonly string[];
    readonly flow: 'invite' | 'verification';
    readonly statedMinutes?: number | undefined;
    /** An address that was not invited, to be sent in place of the one that was. */
    readonly other?: string;
  },
  context: CollectContext,
): Promise<Followed> {
  if (!message) return { steps: [] };
  const arrived: MailStep = { step: 'arrived', ok: true, detail: `the mail arrived after ${seconds(message)} s` };
  const url = actionLink(message)?.url;
  if (!url || !mayOpen(url, context)) {
    const detail = url
      ? 'its link leads to a host that is not listed, so it was not opened'
      : 'no link with a token was found in it';
    const closeBy = url
      ? 'Add the host to target.hosts if it is yours, or to accounts.a.signIn.origins.'
      : 'Look at the mail: it holds neither a link with a token nor a code that the page asks for.';
    return { steps: [arrived, { step: 'opened', ok: null, detail, closeBy }] };
  }
  const link = await openLink(url, context);
  try {
    if (link.refused) {
      const detail = `its link is refused${link.status ? ` (HTTP ${link.status})` : ''}`;
      return { steps: [arrived, { step: 'opened', ok: false, detail }], action: { works: 'no', detail } };
    }
    const opened: MailStep = { step: 'opened', ok: true, detail: 'its link opens' };
    const action = { works: 'yes' as const, detail: opened.detail };
    const signedIn = await opensSignedIn(link, of.entry, of.self);
    // A confirmation that happens on opening is complete by that.
    const byOpening = link.offers === 'nothing' && of.flow === 'verification';
    const first = byOpening
      ? {
          ok: true as const,
          said: 'opening it is enough',
          ...(link.status === undefined ? {} : { status: link.status }),
        }
      : await complete(link, url, of, context);
    const limited = first.status === 429 || first.status === 503;
    const completed: MailStep = {
      step: 'completed',
      ok: limited || first.mayBeSpent ? null : first.ok,
      detail:
        first.ok === true
          ? `what its page asks for was taken (${first.said})`
          : `what its page asks for was not taken (${first.said})`,
      closeBy: 'Follow the link of such a mail by hand.',
    };
    const second =
      first.ok === true
        ? await useAgain(url, of.typed, first, context)
        : { state: 'not-tried' as const, detail: 'the first use did not go through' };
    const stated = of.statedMinutes === undefined ? {} : { statedMinutes: of.statedMinutes };
    const expiry = {
      state: 'not-waited' as const,
      waitedMinutes: 0,
      ...stated,
      detail: 'there was no second link to keep',
    };
    const use: LinkUse = {
      flow: of.flow,
      opensSignedIn: signedIn,
      secondUse: second.state,
      secondUseDetail: second.detail,
      hostFollowed: 'not-tried',
      hostDetail: 'asked of the reset alone',
      ...(first.bound ? { bound: first.bound } : {}),
      expiry,
    };
    return { steps: [arrived, opened, completed], action, use };
  } finally {
    await link.window.close();
  }
}

interface Completed extends Sent {
  readonly bound?: LinkUse['bound'];
  /** It was refused for another address before, and is refused now: the first refusal may have used it up. */
  readonly mayBeSpent?: boolean;
}

/** For another address first, where one is given: refused, the link is opened anew and used as it was meant. */
async function complete(
  link: Opened,
  url: string,
  { typed, other }: { readonly typed: Typed; readonly other?: string },
  context: CollectContext,
): Promise<Completed> {
  if (other === undefined || link.offers !== 'password') return await completeLink(link, typed, context);
  const { named, sent } = await completeForAnother(link, typed, other, context);
  if (!named) return { ...sent, bound: { state: 'unnamed', detail: 'its page sends no address' } };
  // Whose account that made is seen at the sign-in.
  if (sent.ok === true)
    return { ...sent, bound: { state: 'unclear', detail: `another address was taken (${sent.said})` } };
  const again = await openLink(url, context);
  try {
    const meant = await completeLink(again, typed, context);
    const bound = sent.ok === false && meant.ok === true ? 'bound' : 'unclear';
    const detail = `for another address: ${sent.said}; for the invited one: ${meant.said}`;
    return { ...meant, bound: { state: bound, detail }, mayBeSpent: meant.ok !== true };
  } finally {
    await again.window.close();
  }
}
