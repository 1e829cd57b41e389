import { notSignedIn } from '../not-signed-in.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { Page } from 'playwright-core';
import { gap } from '../../../model/gap.ts';
import type { LoginJourney } from '../../portal-evidence.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { signOutInBrowser } from '../sessions/sign-out.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { brokenSlot } from '../sign-in/collector.ts';
import { proveSignedIn } from '../sign-in/prove-signed-in.ts';
import { findSignInForm } from '../sign-in/find-form.ts';

type Step = LoginJourney['steps'][number];

/** Walks the end of the sign-in journey as A: own data, refresh, sign out. Last of all, since it ends A's session. */
export const journeyCollector = defineCollector({
  id: 'journeys',
  produces: ['journey.login'],
  permit: 'sign-in',
  uses: ['sign-in'],
  after: ['take-back', 'mail-invite'],
  timeoutMs: 120_000,
  phase: 'disturbs',
  subjects: (target, world) => {
    const name = world.credentials('a') ? 'a' : world.credentials('b') ? 'b' : undefined;
    if (!entryUrl(target, 'a'))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    return name
      ? [name]
      : gap('not-configured', 'No test accounts were given.', 'Set LR_A_USER and LR_A_PASSWORD to a test account.', 5);
  },
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    const sessions = context.live.get(sessionsSlot);
    const session = sessions?.get(subject as 'a' | 'b');
    const steps: Step[] = session ? await walk(session, context) : failedSignIn(subject, context);
    if (steps.length > 0) context.emit('journey.login', subject, { identity: subject as 'a' | 'b', steps });
  },
});

/** A sign-in that the portal broke is the journey's result; one that we could not do is a gap. */
function failedSignIn(subject: string, context: CollectContext): Step[] {
  const broken = context.live.get(brokenSlot)?.find((one) => one.identity === subject);
  if (broken) {
    const opened: Step = { step: 'open', ok: true, detail: 'the sign-in page opened in a clean browser' };
    const entered: Step[] =
      broken.step === 'refresh' ? [{ step: 'sign-in', ok: true, detail: 'the form accepted the account' }] : [];
    return [opened, ...entered, { step: broken.step, ok: false, detail: broken.detail }];
  }
  context.gap('journey.login', subject, notSignedIn(subject as AccountName, context));
  return [];
}

async function walk(session: Session, context: CollectContext): Promise<Step[]> {
  const { page, recorder } = session;
  const { world, signal } = context;
  const steps: Step[] = [
    { step: 'open', ok: true, detail: 'the sign-in page opened in a clean browser' },
    { step: 'sign-in', ok: true, detail: 'the form accepted the account' },
  ];
  const opened = await page
    .goto(session.home, { waitUntil: 'domcontentloaded', timeout: 15_000 })
    .then(() => true)
    .catch(() => false);
  await waitUntilQuiet(page, recorder, world.clock, signal);
  let text = '';
  for (let look = 0; look < 20 && text.length <= 20; look++) {
    if (look > 0) await world.clock.wait(500, signal);
    text = (await page.evaluate(() => document.body?.innerText ?? '').catch(() => '')).trim();
  }
  const form = await findSignInForm(page).catch(() => undefined);
  const signedOut = form?.password !== undefined;
  const failed = recorder.failed.filter((one) => one.page === session.home && /^HTTP 5/.test(one.outcome)).length;
  steps.push({
    step: 'own-data',
    // A page that stays empty may be slow or broken: a person looks.
    ok: signedOut ? false : opened && text.length > 20 ? true : null,
    detail: signedOut
      ? 'the home page asks to sign in again'
      : `the home page shows ${text.length} characters${failed > 0 ? `, ${failed} requests failed` : ''}`,
  });
  await page.reload({ waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal);
  const proof = await proveSignedIn(page, session.home, session.self.slice(0, 1), recorder.exchanges);
  const again = await findSignInForm(page).catch(() => undefined);
  steps.push({
    step: 'refresh',
    ok: again?.password === undefined && proof.signedIn,
    detail: again?.password ? 'after a refresh the page asks to sign in' : 'still signed in after a refresh',
  });
  steps.push(await signOut(session, context));
  return steps;
}

async function signOut(session: Session, context: CollectContext): Promise<Step> {
  const { page } = session;
  await session.context.unroute('**/*');
  const before = await shownText(page);
  const { pressed, browserIsOut } = await signOutInBrowser(session, context);
  if (!pressed) return { step: 'sign-out', ok: null, detail: 'no control to sign out was found' };
  if (browserIsOut) return { step: 'sign-out', ok: true, detail: 'after signing out the portal asks to sign in' };
  const text = await shownText(page);
  const own = session.self.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  if (own || (text.length > 40 && text === before))
    return {
      step: 'sign-out',
      ok: false,
      detail: 'after pressing sign out and opening the home page again, the portal still shows the account',
    };
  return {
    step: 'sign-out',
    ok: null,
    detail: 'after pressing sign out it could not be told whether the session ended',
  };
}

/** What the page shows, without digits: clocks and counters move by themselves. */
async function shownText(page: Page): Promise<string> {
  return (await page.evaluate(() => document.body?.innerText ?? '').catch(() => '')).replace(/[\d\s]+/g, ' ').trim();
}
