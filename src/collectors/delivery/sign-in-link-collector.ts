import type { Request } from 'playwright-core';
import { GapError, gap } from '../../model/gap.ts';
import { type AccountName, accountNames } from '../../model/identity.ts';
import { statedLifetime } from '../../parse/mail/stated-lifetime.ts';
import type { World } from '../../world/world.ts';
import { type CollectContext, defineCollector, type Target } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { signInMeans } from '../portal/sign-in/sign-in-means.ts';
import { signIn } from '../portal/sign-in/sign-in.ts';
import { keepUnused } from './expiry.ts';
import { hostFollowed } from './host-followed.ts';
import { awaitMail, mailLimitMs, markInboxes, openWindow, requireMailPermit } from './mail-run.ts';
import { completeLink, madeUp, mayOpen, openLink, opensSignedIn } from './use-link.ts';

/** Links that sign in are keys as well: whether one opens the account twice, ends, and keeps its host (sessions.reset-token). */
export const signInLinkCollector = defineCollector({
  id: 'mail-sign-in',
  produces: ['link.use'],
  permit: 'sign-in',
  after: ['sign-in', 'journeys', 'sessions', 'callback-urls', 'mail-reset', 'mail-invite', 'mail-sign-up'],
  timeoutMs: 150 * 60_000,
  phase: 'disturbs',
  subjects: (target, world) =>
    entryUrl(target, 'a') &&
    world.inbox.list.length > 0 &&
    accountNames.some((name) => isWithoutPassword(name, target, world))
      ? ['sign-in']
      : [],
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    const byLink = context
      .seen('portal.sign-in')
      .filter(({ value }) => value.factors?.includes('mail'))
      .map(({ value }) => value.identity);
    const identity = (['burner', 'a2', 'a', 'b'] as const).find((name) => byLink.includes(name));
    if (!identity) return context.gap('link.use', subject, noLink);
    try {
      requireMailPermit(hostOfUrl(entryUrl(context.target, identity) ?? ''), context);
      context.progress(`links that sign in, of the account ${identity}`);
      context.emit('link.use', subject, await useOf(identity, context));
    } catch (thrown) {
      if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
      context.gap('link.use', subject, thrown.gap);
    }
  },
});

const isWithoutPassword = (name: AccountName, { config }: Target, world: World) =>
  config.accounts?.[name]?.signIn?.kind === 'magic-link' || world.credentials(name)?.password === '';

const noLink = gap(
  'nothing-to-compare',
  'No account signed in by a link of a mail, so none was used twice.',
  'Use a link or a code of a sign-in mail twice by hand, each time in a private window.',
  10,
);

async function useOf(identity: AccountName, context: CollectContext): Promise<LinkUse> {
  const url = entryUrl(context.target, identity) ?? '';
  const address = context.world.credentials(identity)?.user.toLowerCase() ?? '';
  const home = new URL('/', url).href;
  const opens = (link: string) => opensAccount(link, home, address, context);
  const asked = await askForLink(identity, context);
  const first = await opens(asked.link);
  if (first !== true)
    throw new GapError(
      gap(
        'inconclusive',
        'The sign-in link opened the account in no other browser than the one that asked for it, or not visibly.',
        'Use the link of a sign-in mail twice by hand, each time in a private window.',
        10,
      ),
    );
  const again = await opens(asked.link);
  const wrong = madeUp(asked.link);
  const control = again === true && wrong !== undefined ? await opens(wrong) : false;
  const host = await hostFollowed(asked.request, { ...asked, identity, what: 'a sign-in link' }, context);
  const stated = statedLifetime(asked.text);
  const spare = context.target.waitMs === undefined ? undefined : (await askForLink(identity, context)).link;
  const expiry = await keepUnused(spare, stated, async (link) => told(await opens(link)), context);
  const second = told(control === false ? again : null);
  return {
    flow: 'sign-in',
    opensSignedIn: true,
    secondUse: second.state,
    secondUseDetail: second.detail,
    hostFollowed: host.state,
    hostDetail: host.detail,
    expiry,
  };
}

function told(opened: boolean | null) {
  if (opened === null) return { state: 'unclear' as const, detail: 'whether it signed in could not be told' };
  return opened
    ? { state: 'accepted' as const, detail: 'it signs in, in a browser without history; a made-up link does not' }
    : { state: 'refused' as const, detail: 'it signs nobody in' };
}

/** Whether a link alone, with its one button pressed, signs in a browser without history. */
async function opensAccount(link: string, home: string, address: string, context: CollectContext) {
  const opened = await openLink(link, context);
  try {
    if (opened.offers === 'button') await completeLink(opened, { email: address, name: '', company: '' }, context);
    return await opensSignedIn(opened, home, [address]);
  } finally {
    await opened.window.close();
  }
}

/** Asks for a link at the portal's own sign-in and takes it from the mail, unopened. Throws GapError. */
async function askForLink(identity: AccountName, context: CollectContext) {
  const { world, signal, target } = context;
  const credentials = world.credentials(identity);
  const url = entryUrl(target, identity) ?? '';
  if (!credentials) throw new GapError(gap('not-configured', `No account ${identity} was given.`, '', 1));
  const address = credentials.user.toLowerCase();
  const at = await markInboxes(address, context);
  const means = signInMeans(identity, { url, user: credentials.user }, context);
  const window = await openWindow(context);
  const sent: Request[] = [];
  window.page.on('request', (one) => {
    const body = one.postData() ?? '';
    const holds = [address, encodeURIComponent(address)].some((name) =>
      body.toLowerCase().includes(name.toLowerCase()),
    );
    if (one.method() === 'POST' && holds) sent.push(one);
  });
  let link: string | undefined;
  const began = world.clock.monotonicMs();
  const mailbox = means.mailbox && {
    mark: means.mailbox.mark,
    // The link is kept for later: whoever asked goes no further.
    wait: async (...[since, what]: Parameters<typeof means.mailbox.wait>) => {
      link = (await means.mailbox?.wait(since, what))?.link;
      return undefined;
    },
  };
  try {
    const { page, recorder } = window;
    const options = { page, recorder, url, credentials, ...means, clock: world.clock, signal };
    await signIn({ ...options, ...(mailbox ? { mailbox } : {}) }).catch((thrown: unknown) => {
      if (!(thrown instanceof GapError) || signal.aborted) throw thrown;
    });
    const request = sent[0];
    if (link === undefined || !mayOpen(link, context))
      throw new GapError(
        gap('inconclusive', 'No further sign-in link came, so none was used twice.', 'Use one twice by hand.', 10),
      );
    const { main } = await awaitMail(address, at, mailLimitMs(context), context);
    const status = (await request?.response().catch(() => null))?.status();
    return {
      link,
      at,
      address,
      text: main?.text ?? '',
      firstMs: main?.seenAfterMs ?? world.clock.monotonicMs() - began,
      ...(request ? { request } : {}),
      ...(status === undefined ? {} : { firstStatus: status }),
    };
  } finally {
    await window.close();
  }
}
