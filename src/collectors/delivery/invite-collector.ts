import { GapError, gap } from '../../model/gap.ts';
import { statedLifetime } from '../../parse/mail/stated-lifetime.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { MailStep } from '../delivery-evidence.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { gatesSlot } from '../portal/gates.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import { type Session, sessionsSlot } from '../portal/session.ts';
import { openSession } from '../portal/sign-in/open-session.ts';
import { findSignInForm, isForm } from '../portal/sign-in/find-form.ts';
import { signOutWords } from '../portal/words.ts';
import { askForMail } from './ask-for-mail.ts';
import { type Fields, findFields, findWay } from './find-way.ts';
import { followLink } from './follow-link.ts';
import { markInboxes, reportDelivery, reportOthers, requireMailPermit, visit, type Window } from './mail-run.ts';
import { invitePaths, inviteWords, teamWords } from './mail-words.ts';
import { whoCameIn } from './invited-address.ts';
import { linksTo } from './links-to.ts';
import type { Typed } from './send-form.ts';
import { freshAddressOf } from './sign-up-collector.ts';
import { signsIn } from './sign-in-once.ts';

const mostPages = 8;

/** Invites a fresh address of an inbox as a signed-in test account, and comes in with the mail. The new member stays: said before. */
export const inviteCollector = defineCollector({
  id: 'mail-invite',
  produces: ['mail.delivery', 'journey.invite', 'link.use'],
  permit: 'sign-in',
  after: ['sign-in', 'tenancy', 'take-back', 'operations'],
  timeoutMs: 15 * 60_000,
  phase: 'disturbs',
  subjects: (target) =>
    entryUrl(target, 'a')
      ? ['invite']
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    try {
      const fresh = freshAddressOf(context, 'invite');
      requireMailPermit(hostOfUrl(entryUrl(context.target, 'a') ?? ''), context);
      await markInboxes(fresh.address, context);
      const other = freshAddressOf(context, 'other').address;
      const candidates = await signedIn(context);
      for (const [at, session] of candidates.entries())
        if (await invite(session, { ...fresh, other }, at === candidates.length - 1, context)) return;
    } catch (thrown) {
      if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
      context.gap('mail.delivery', 'invite', thrown.gap);
      context.gap('journey.invite', 'invite', thrown.gap);
      context.gap('link.use', 'invite', thrown.gap);
    }
  },
});

/** Who is signed in; where nobody tried yet, one account signs in for this. */
export async function signedIn(context: CollectContext): Promise<readonly Session[]> {
  const names = ['a', 'admin', 'b'] as const;
  const sessions = context.live.get(sessionsSlot);
  const there = names.flatMap((name) => sessions?.get(name) ?? []);
  if (there.length > 0) return there;
  const [failed] = context.brokenLooks('portal.sign-in');
  const name = names.find((one) => context.world.credentials(one));
  if (failed) throw new GapError(failed.gap);
  if (!name)
    throw new GapError(
      gap('not-configured', 'No test accounts were given.', 'Set LR_A_USER and LR_A_PASSWORD to a test account.', 5),
    );
  return [await openSession(name, context)];
}

async function invite(
  session: Session,
  { address, inbox, other }: { readonly address: string; readonly inbox: string; readonly other: string },
  last: boolean,
  context: CollectContext,
): Promise<boolean> {
  const { world, live } = context;
  const page = await session.context.newPage();
  const window: Window = { page, recorder: session.recorder, close: () => page.close().catch(() => undefined) };
  const gate = live.get(gatesSlot)?.get(session.identity);
  const before = gate?.gate;
  const steps: MailStep[] = [];
  const typed: Typed = {
    email: address,
    password: `Lr-${world.randomHex(6)}-Xq7!`,
    name: 'Launch Ready',
    company: 'Launch Ready',
  };
  world.vault.add(typed.password ?? '', 'invitation password');
  try {
    const fields = await findInvitation(window, session, context);
    if (!fields) {
      if (!last) return false;
      throw new GapError(
        gap(
          'inconclusive',
          'No form for invitations was found on the pages of the team and its settings.',
          'Give an account that may invite colleagues (LR_ADMIN_USER), or name the page under routes in the config.',
          5,
        ),
      );
    }
    steps.push({ step: 'form', ok: true, detail: 'the pages of the team lead to a form for invitations' });
    // The crawl's shield lets nothing through but this one request.
    if (gate)
      gate.gate = async (request) =>
        (request.postData() ?? '').toLowerCase().includes(address.split('@')[0] ?? address);
    const what = `an invitation was sent to a fresh address of the inbox (as ${session.identity}); the member stays`;
    const asked = await askForMail(window, fields, { typed, address, identity: session.identity, what }, context);
    steps.push({ step: 'asked', ok: asked.sent.ok, detail: `the form was sent: ${asked.sent.said}` });
    const { wait } = asked;
    const entry = entryUrl(context.target, 'a') ?? '';
    const followed = await followLink(
      wait.main,
      { typed, entry, self: [address], flow: 'invite', statedMinutes: statedLifetime(wait.main?.text ?? ''), other },
      context,
    );
    let { use } = followed;
    const sure = asked.sent.ok === true;
    if (!wait.main)
      steps.push({
        step: 'arrived',
        ok: sure ? false : null,
        detail: `nothing arrived within ${Math.round(wait.waitedMs / 1000)} s`,
        closeBy: 'Invite an address of the inbox once by hand.',
      });
    steps.push(...followed.steps);
    if (followed.steps.length > 0 && followed.steps.every(({ ok }) => ok === true)) {
      const password = typed.password ?? '';
      const taken = use?.bound?.state === 'unclear';
      const bound = taken ? await whoCameIn({ invited: address, other }, password, entry, context) : undefined;
      if (use && bound) use = { ...use, bound };
      const inside = bound
        ? bound.state !== 'unclear'
        : await signsIn({ user: address, password }, entry, 'the invited account', context);
      steps.push({
        step: 'signed-in',
        ok: inside ? true : null,
        detail: inside ? 'the invited account signs in' : 'the invited account could not be seen to sign in',
        closeBy: 'Accept an invitation once by hand.',
      });
    }
    const report = {
      kind: 'invite' as const,
      asked: `an invitation was sent as ${session.identity}`,
      accepted: asked.sent.ok,
      portalSaid: asked.sent.said,
      mustArrive: sure,
      inbox,
      wait,
      ...(followed.action ? { action: followed.action } : {}),
    };
    await reportDelivery(report, context);
    await reportOthers(report, context);
    if (use) context.emit('link.use', 'invite', use);
    else
      context.gap(
        'link.use',
        'invite',
        gap('nothing-to-compare', 'No invitation link could be used.', 'Close the gap of journeys.invite first.'),
      );
    context.emit('journey.invite', session.identity, { as: session.identity, steps });
    return true;
  } finally {
    if (gate && before) gate.gate = before;
    await window.close();
  }
}

/** A form for a password stands on settings pages too: a control to sign out tells them apart. */
async function asksToSignIn({ page }: Window): Promise<boolean> {
  if (!(await findSignInForm(page).then(isForm, () => false))) return false;
  const text = await page.evaluate(() => document.body?.textContent ?? '').catch(() => '');
  return !signOutWords.test(text);
}

/** Walks the pages whose names speak of people and settings until one offers to invite. */
async function findInvitation(window: Window, session: Session, context: CollectContext): Promise<Fields | undefined> {
  const { world, signal } = context;
  const listed = (url: string) => URL.canParse(url) && hostOfUrl(url) === hostOfUrl(session.home);
  const walked = session.recorder.exchanges.filter((one) => one.resource === 'document').map(({ url }) => url);
  const named = (context.target.config.routes ?? []).map((path) => new URL(path, session.home).href);
  const first = [...named, ...walked].filter(
    (url) => listed(url) && (invitePaths.test(url) || /team|member|people|users/i.test(url)),
  );
  const queue = [...new Set([...first.slice(0, 4), session.home])];
  const seen = new Set<string>();
  while (queue.length > 0 && seen.size < mostPages) {
    const url = queue.shift() ?? session.home;
    if (seen.has(url)) continue;
    seen.add(url);
    await visit(window, url, context);
    if (await asksToSignIn(window))
      throw new GapError(
        gap(
          'session-lost',
          `${session.identity} was signed out before it could invite.`,
          'Run again; look at sessions.stable.',
          5,
        ),
      );
    const way = await findWay(window.page, inviteWords, invitePaths).catch(() => undefined);
    if (way) {
      await way.click({ timeout: 3000 }).catch(() => undefined);
      await waitUntilQuiet(window.page, window.recorder, world.clock, signal, { limitMs: 2500 });
      const fields = await findFields(window.page, 'email').catch(() => undefined);
      if (fields?.email && fields.passwords.length === 0) return fields;
    }
    const more = await window.page.evaluate(linksTo, teamWords.source).catch(() => []);
    queue.push(...more.filter((one) => listed(one) && !seen.has(one)).slice(0, 5));
  }
  return undefined;
}
