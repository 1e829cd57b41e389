import { GapError, gap } from '../../model/gap.ts';
import type { AccountName } from '../../model/identity.ts';
import { actionLink } from '../../parse/mail/action-link.ts';
import { statedLifetime } from '../../parse/mail/stated-lifetime.ts';
import type { InboxMessage } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { LinkUse, MailStep } from '../delivery-evidence.ts';
import { within } from '../portal/crawl/within.ts';
import { entryUrl } from '../portal/entry.ts';
import { walkToForm } from './ask-form.ts';
import { type Asked, askForMail } from './ask-for-mail.ts';
import { enterMailedCode } from './enter-mailed-code.ts';
import { expiryOf } from './expiry.ts';
import { hostFollowed } from './host-followed.ts';
import { type DeliveryReport, openWindow, reportDelivery, reportOthers, seconds } from './mail-run.ts';
import { forgotGuesses, forgotPaths, forgotWords } from './mail-words.ts';
import { completed, useFirst } from './reset-steps.ts';
import { canSignIn } from './sign-in-once.ts';
import { resetForAnother } from './reset-for-another.ts';
import type { Typed } from './send-form.ts';
import { holdsLink, type Told, toldTo } from './told-in-answer.ts';
import { mayOpen, useAgain } from './use-link.ts';
import { tryWeakReset } from './weak-reset.ts';

export interface ResetOf {
  readonly identity: AccountName;
  readonly inbox: string;
  readonly address: string;
  /** To the end, or only as far as the mail. */
  readonly whole: boolean;
}

/** One reset of one account, from the sign-in page to the new password. */
export async function resetFlow(of: ResetOf, context: CollectContext): Promise<void> {
  const { world, target } = context;
  const { identity, address } = of;
  const entry = entryUrl(target, identity) ?? '';
  const { coded, ...asked } = await askForReset(of, entry, context);
  const steps: MailStep[] = [
    { step: 'form', ok: true, detail: 'the sign-in page leads to a form for a forgotten password' },
    { step: 'asked', ok: asked.sent.ok, detail: `the form was sent: ${asked.sent.said}` },
  ];
  const finish = async (
    message: Omit<DeliveryReport, 'kind' | 'asked' | 'accepted' | 'portalSaid' | 'inbox'>,
    use?: Omit<LinkUse, 'flow'>,
  ) => {
    const about = `the form for a forgotten password was sent for the account ${identity}`;
    const report = {
      kind: 'reset' as const,
      asked: about,
      accepted: asked.sent.ok,
      portalSaid: asked.sent.said,
      inbox: of.inbox,
      ...message,
    };
    await reportDelivery(report, context);
    await reportOthers(report, context);
    if (!of.whole) return;
    context.emit('journey.reset', identity, { as: identity, steps });
    if (use) context.emit('link.use', 'reset', { flow: 'reset', ...use });
    else context.gap('link.use', 'reset', noLinkGap(steps));
  };
  const { wait, at } = asked;
  const mustArrive = wait.main !== undefined || isProven(identity, context) || (await canSignIn(identity, context));
  if (!wait.main) {
    const detail = `nothing arrived in the inbox ${of.inbox} within ${Math.round(wait.waitedMs / 1000)} s`;
    steps.push({
      step: 'arrived',
      ok: mustArrive ? false : null,
      detail,
      closeBy: 'Check that the account’s mail goes to this inbox.',
    });
    return await finish({ mustArrive, wait });
  }
  steps.push({ step: 'arrived', ok: true, detail: `the mail arrived after ${seconds(wait.main)} s` });
  if (coded) {
    // A code has no address: what can be asked of links cannot be asked of it.
    steps.push(...coded.steps.slice(1, 2), completed(coded.sent));
    return await finish({ mustArrive, wait });
  }
  const url = actionLink(wait.main)?.url;
  if (!url || !mayOpen(url, context)) {
    const detail = url
      ? 'its link leads to a host that is not listed, so it was not opened'
      : 'no link with a token was found in it';
    steps.push({
      step: 'opened',
      ok: null,
      detail,
      closeBy: url
        ? 'Add the host to target.hosts if it is yours, or to accounts.a.signIn.origins.'
        : 'Look at the mail: it holds neither a link with a token nor a code that the page asks for.',
    });
    return await finish({ mustArrive, wait });
  }
  if (!of.whole) return await finish({ mustArrive, wait });

  const credentials = world.credentials(identity);
  const typed: Typed = {
    email: address,
    password: credentials?.password ?? '',
    name: 'Launch Ready',
    company: 'Launch Ready',
  };
  const { first, opened, signedIn } = await useFirst(url, typed, entry, address, context);
  steps.push(opened);
  const action = {
    works: opened.ok === true ? ('yes' as const) : opened.ok === false ? ('no' as const) : ('not-tried' as const),
    detail: opened.detail,
  };
  if (opened.ok !== true || !first) return await finish({ mustArrive, wait, action });
  steps.push(completed(first));
  if (first.ok === true) {
    const back = await canSignIn(identity, context);
    steps.push({
      step: 'signed-in',
      ok: back ? true : null,
      detail: back ? 'the account signs in with the password that was set' : 'signing in afterwards could not be shown',
      closeBy: 'Sign in by hand with the test account.',
    });
  }
  const second =
    first.ok === true
      ? await useAgain(url, typed, first, context)
      : { state: 'not-tried' as const, detail: 'the first use did not go through' };
  const firstStatus = (await asked.request?.response().catch(() => null))?.status();
  const host = await hostFollowed(
    asked.request,
    { address, at, firstMs: wait.main.seenAfterMs, identity, ...(firstStatus === undefined ? {} : { firstStatus }) },
    context,
  );
  const inAnswer = holdsLink(asked.told, url);
  const stated = statedLifetime(wait.main.text ?? '');
  const spare = await spareLink(host.message, { ...of, whole: false }, entry, context);
  const bound =
    first.ok === true
      ? await resetForAnother(
          { identity, typed, first },
          () => linkOfFurther({ ...of, whole: false }, entry, context),
          context,
        )
      : undefined;
  const expiry = await expiryOf(
    spare,
    { typed, first, ...(stated === undefined ? {} : { statedMinutes: stated }) },
    context,
  );
  if (identity === 'burner' && steps.at(-1)?.step === 'signed-in' && steps.at(-1)?.ok === true)
    await weakOnes(of, typed, entry, context);
  await finish(
    { mustArrive, wait, action },
    {
      opensSignedIn: signedIn,
      secondUse: second.state,
      secondUseDetail: second.detail,
      hostFollowed: host.state,
      hostDetail: host.detail,
      ...(inAnswer === undefined ? {} : { inAnswer }),
      ...(bound ? { bound } : {}),
      expiry,
    },
  );
}

/** auth.password-policy: what a change of the password refuses has to be refused here too. */
async function weakOnes(of: ResetOf, typed: Typed, entry: string, context: CollectContext): Promise<void> {
  const freshLink = () => linkOfFurther({ ...of, whole: false }, entry, context);
  const record = await tryWeakReset({ typed, user: of.address, entry, freshLink }, context);
  if (record) context.emit('access.weak-password', 'reset', record);
  else context.gap('access.weak-password', 'reset', noFurtherLink);
}

const noFurtherLink = gap(
  'inconclusive',
  'No further reset link of the disposable account came, so weak passwords were not tried behind one.',
  'Try “password123” by hand behind a reset link of a disposable account.',
  5,
);

async function askForReset(
  { identity, address, whole }: ResetOf,
  entry: string,
  context: CollectContext,
): Promise<Asked & { readonly coded?: Awaited<ReturnType<typeof enterMailedCode>>; readonly told?: Told }> {
  const window = await openWindow(context);
  try {
    const way = { words: forgotWords, paths: forgotPaths, guesses: forgotGuesses, needs: 'email-alone' as const };
    const fields = await walkToForm(window, entry, way, context);
    if (!fields)
      throw new GapError(
        gap(
          'inconclusive',
          `No form for a forgotten password was found from ${entry}.`,
          'Check that the sign-in page links to it; codes by phone or a single-sign-on provider are not walked.',
          10,
        ),
      );
    const typed = { email: address, name: 'Launch Ready', company: 'Launch Ready' };
    const what = `a password reset was asked for (account ${identity})`;
    const asked = await askForMail(window, fields, { typed, address, identity, what }, context);
    const { main } = asked.wait;
    if (whole && main && actionLink(main)) {
      const told = await within(context.world.clock, 5000, toldTo(asked.request), undefined);
      return told ? { ...asked, told } : asked;
    }
    if (!whole || !main) return asked;
    const password = context.world.credentials(identity)?.password ?? '';
    return { ...asked, coded: await enterMailedCode(window, main, { ...typed, password }, context) };
  } finally {
    await window.close();
  }
}

/** A link that nobody used, for the question when it ends. Only asked for where the run may wait. */
async function spareLink(
  message: InboxMessage | undefined,
  of: ResetOf,
  entry: string,
  context: CollectContext,
): Promise<string | undefined> {
  if (context.target.waitMs === undefined) return undefined;
  const known = message && actionLink(message)?.url;
  if (known && mayOpen(known, context)) return known;
  return await linkOfFurther(of, entry, context);
}

/** Of one more reset that is asked for. */
async function linkOfFurther(of: ResetOf, entry: string, context: CollectContext): Promise<string | undefined> {
  const again = await askForReset(of, entry, context).catch((thrown: unknown) => {
    if (context.signal.aborted) throw thrown;
    return undefined;
  });
  const main = again?.wait.main;
  const url = main && actionLink(main)?.url;
  return url && mayOpen(url, context) ? url : undefined;
}

function isProven(identity: AccountName, context: CollectContext): boolean {
  return context.seen('portal.sign-in').some(({ subject }) => subject === identity);
}

function noLinkGap(steps: readonly MailStep[]) {
  const last = steps.at(-1);
  return gap(
    'nothing-to-compare',
    `No reset link could be used: ${last?.detail ?? 'no mail'}.`,
    last?.closeBy ?? 'Close the gap of journeys.reset first.',
  );
}
