import { GapError, gap } from '../../model/gap.ts';
import { actionLink } from '../../parse/mail/action-link.ts';
import { statedLifetime } from '../../parse/mail/stated-lifetime.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { MailStep } from '../delivery-evidence.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { findSignInForm, isForm } from '../portal/sign-in/find-form.ts';
import { sentByMailWords } from '../portal/sign-in/sign-in-words.ts';
import { type Asked, askForMail } from './ask-for-mail.ts';
import { type WayTo, walkToForm } from './ask-form.ts';
import { tryWeakSignUp } from './weak-sign-up.ts';
import { enterMailedCode } from './enter-mailed-code.ts';
import { type Followed, followLink } from './follow-link.ts';
import { markInboxes, noInboxGap, openWindow, reportDelivery, reportOthers, requireMailPermit } from './mail-run.ts';
import { signUpPaths, signUpWords } from './mail-words.ts';
import type { Typed } from './send-form.ts';
import { signsIn } from './sign-in-once.ts';

const guesses = [
  '/sign-up',
  '/signup',
  '/register',
  '/users/sign_up',
  '/auth/register',
  '/auth/signup',
  '/registration',
  '/join',
];

const way: WayTo = { words: signUpWords, paths: signUpPaths, guesses, needs: 'email-and-password' };

/** Signs up as a new customer with a fresh address of an inbox, once. The account stays: said before, and after in the journal. */
export const signUpCollector = defineCollector({
  id: 'mail-sign-up',
  produces: ['mail.delivery', 'journey.signup', 'link.use', 'access.weak-password'],
  permit: 'sign-in',
  after: ['sign-in', 'tenancy', 'take-back'],
  timeoutMs: 15 * 60_000,
  phase: 'disturbs',
  subjects: (target) =>
    entryUrl(target, 'a')
      ? ['signup']
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const entry = entryUrl(context.target, 'a') ?? '';
    try {
      const fresh = freshAddressOf(context, 'signup');
      requireMailPermit(hostOfUrl(entry), context);
      await markInboxes(fresh.address, context);
      const asked = await signUp(entry, fresh, context);
      if (asked?.sent.ok === true) await weakOnes(entry, context);
    } catch (thrown) {
      if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
      context.gap('mail.delivery', 'verification', thrown.gap);
      context.gap('journey.signup', 'signup', thrown.gap);
      context.gap('link.use', 'verification', thrown.gap);
    }
  },
});

async function weakOnes(entry: string, context: CollectContext): Promise<void> {
  const fresh = () => freshAddressOf(context, 'weak').address;
  const record = await tryWeakSignUp(entry, way, fresh, context);
  if (record) context.emit('access.weak-password', 'sign-up', record);
}

/** An address that nobody has used, in the first inbox that can give one. */
export function freshAddressOf(
  { world }: CollectContext,
  what: string,
): { readonly address: string; readonly inbox: string } {
  for (const { name, freshAddress } of world.inbox.list) {
    const address = freshAddress(`lr-${what}-${world.randomHex(3)}`);
    if (address !== undefined) return { address, inbox: name };
  }
  if (world.inbox.list.length === 0) throw new GapError(noInboxGap(0));
  throw new GapError(
    gap(
      'not-configured',
      'No inbox can take a fresh address.',
      'Set tags: true where the inbox takes launch+tag@…, or receives: ["@domain"] for all of a domain.',
      5,
    ),
  );
}

async function signUp(
  entry: string,
  { address, inbox }: { address: string; inbox: string },
  context: CollectContext,
): Promise<Asked | undefined> {
  const { world } = context;
  const typed: Typed = {
    email: address,
    password: `Lr-${world.randomHex(6)}-Xq7!`,
    name: 'Launch Ready',
    company: `Launch Ready ${world.randomHex(2)}`,
  };
  world.vault.add(typed.password ?? '', 'sign-up password');
  const window = await openWindow(context);
  const steps: MailStep[] = [];
  const done = (more: { readonly notOffered?: boolean } = {}) =>
    context.emit('journey.signup', 'signup', { as: 'anonymous', ...more, steps });
  let asked: Asked;
  let coded: Awaited<ReturnType<typeof enterMailedCode>>;
  try {
    const fields = await walkToForm(window, entry, way, context);
    if (!fields) {
      await nothingOffered(window, entry, steps, done, context);
      return undefined;
    }
    steps.push({ step: 'form', ok: true, detail: 'the sign-in page leads to a form for a new account' });
    const what = 'a new account was signed up for with an address of the inbox; it stays';
    asked = await askForMail(window, fields, { typed, address, identity: 'anonymous', what }, context);
    const text = await window.page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
    steps.push({ step: 'asked', ok: asked.sent.ok, detail: `the form was sent: ${asked.sent.said}` });
    const { main } = asked.wait;
    if (!main) {
      await withoutMail(asked, text, typed, { entry, inbox, steps, done }, context);
      return asked;
    }
    if (!actionLink(main)) coded = await enterMailedCode(window, main, typed, context);
  } finally {
    await window.close();
  }
  const { wait } = asked;
  const followed: Followed =
    coded ??
    (await followLink(
      wait.main,
      { typed, entry, self: [address], flow: 'verification', statedMinutes: statedLifetime(wait.main?.text ?? '') },
      context,
    ));
  steps.push(...followed.steps);
  if (followed.steps.every(({ ok }) => ok === true)) {
    const inside = await signsIn({ user: address, password: typed.password ?? '' }, entry, 'the new account', context);
    steps.push({
      step: 'signed-in',
      ok: inside ? true : null,
      detail: inside ? 'the new account signs in' : 'the new account could not be seen to sign in',
      closeBy: 'Sign up once by hand; an approval by a person is no fault.',
    });
  }
  const report = {
    kind: 'verification' as const,
    asked: 'the form for a new account was sent',
    accepted: asked.sent.ok,
    portalSaid: asked.sent.said,
    mustArrive: true,
    inbox,
    wait,
    ...(followed.action ? { action: followed.action } : {}),
  };
  await reportDelivery(report, context);
  await reportOthers(report, context);
  if (followed.use) context.emit('link.use', 'verification', followed.use);
  else
    context.gap(
      'link.use',
      'verification',
      gap(
        'nothing-to-compare',
        'No confirmation link could be used.',
        actionLink(wait.main ?? { links: [] })
          ? 'Close the gap of journeys.signup first.'
          : 'The mail brings a code: whether it works a second time was not tried.',
      ),
    );
  done();
  return asked;
}

/** No form: whether the portal takes new customers at all is known only where its sign-in page was seen. */
async function nothingOffered(
  window: Awaited<ReturnType<typeof openWindow>>,
  entry: string,
  steps: MailStep[],
  done: (more?: { readonly notOffered?: boolean }) => void,
  context: CollectContext,
): Promise<void> {
  await window.page.goto(entry, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  let seen = false;
  for (let look = 0; look < 12 && !seen; look++) {
    seen = await findSignInForm(window.page).then(isForm, () => false);
    if (!seen) await context.world.clock.wait(200, context.signal);
  }
  if (!seen)
    throw new GapError(
      gap(
        'inconclusive',
        `Neither a sign-in form nor one for a new account was found from ${entry}.`,
        'Give the address of the sign-in page: accounts.a.signIn.url.',
        5,
      ),
    );
  steps.push({ step: 'form', ok: null, detail: 'its sign-in page was examined and offers no form for a new account' });
  done({ notOffered: true });
}

/** Some portals ask for no confirmation; others say that a mail is on its way, and it never comes. */
async function withoutMail(
  asked: Asked,
  text: string,
  typed: Typed,
  by: { readonly entry: string; readonly inbox: string; readonly steps: MailStep[]; readonly done: () => void },
  context: CollectContext,
): Promise<void> {
  const { entry, inbox, steps, done } = by;
  const inside = await signsIn(
    { user: typed.email ?? '', password: typed.password ?? '' },
    entry,
    'the new account',
    context,
  );
  const none = gap('nothing-to-compare', 'No confirmation mail came.', 'Look at journeys.signup.', 5);
  context.gap('link.use', 'verification', none);
  if (inside) {
    steps.push(
      { step: 'arrived', ok: true, detail: 'no mail is needed' },
      { step: 'signed-in', ok: true, detail: 'the new account signs in' },
    );
    return done();
  }
  const promised = sentByMailWords.test(text);
  steps.push({
    step: 'arrived',
    ok: promised ? false : null,
    detail: `nothing arrived within ${Math.round(asked.wait.waitedMs / 1000)} s`,
    closeBy: 'Sign up once by hand with an address of the inbox.',
  });
  const report = {
    kind: 'verification' as const,
    asked: 'the form for a new account was sent',
    accepted: asked.sent.ok,
    portalSaid: asked.sent.said,
    mustArrive: promised,
    inbox,
    wait: asked.wait,
  };
  await reportDelivery(report, context);
  done();
}
