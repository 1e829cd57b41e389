import type { Page } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';
import type { Clock, Credentials } from '../../../world/world.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Recorder } from '../recorder.ts';
import { nextWords, signInWords } from '../words.ts';
import { dismissOverlays } from './dismiss-overlays.ts';
import { findSignInForm, type SignInForm } from './find-form.ts';
import { alertText, PortalBroke, signInFailed } from './sign-in-failure.ts';
import { totp } from './totp.ts';
import { type LoginAnswers, watchAnswers } from './watch-answers.ts';

export interface SignInOptions {
  readonly page: Page;
  readonly recorder: Recorder;
  readonly url: string;
  readonly credentials: Credentials;
  readonly label: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Paths to try where no page shows a way to sign in; empty where guessing is not permitted. */
  readonly guesses: readonly string[];
}

export interface SignInResult {
  readonly url: string;
  readonly steps: number;
  readonly overlaysDismissed: number;
  /** The portal's script took the password without complaint. */
  readonly welcomed: boolean;
}

const words = { signIn: signInWords, next: nextWords };
const findLimitMs = 20_000;
const settleLimitMs = 12_000;

/**
 * Signs in through the portal's own form, in one or two steps, with a TOTP code where asked. One attempt: real portals
 * lock accounts. Throws GapError `sign-in-failed` (wrong password, second factor, CAPTCHA, no form) or `unreachable`.
 */
export async function signIn(options: SignInOptions): Promise<SignInResult> {
  const { page, recorder, clock, signal, credentials } = options;
  await open(options, options.url);
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 3000 });
  const look = await findForm(options);
  const answers = watchAnswers(page, credentials);
  let { form, dismissed } = look;
  let steps = 1;
  if (form.user) await fill(form.user, credentials.user);
  if (!form.password) {
    steps = 2;
    await submit(page, form);
    form = await waitFor(
      options,
      (found) => found.password !== undefined || found.code !== undefined,
      'password field',
    );
    dismissed += await dismissOverlays(page).catch(() => 0);
  }
  const url = page.url();
  if (form.password) {
    await fill(form.password, credentials.password);
    const fresh = await findSignInForm(page, words);
    recorder.markSignedIn();
    await submit(page, { ...form, submit: fresh.submit ?? form.submit }, () => answers.sent > 0);
  }
  await settle(options, answers);
  const after = await findSignInForm(page, words);
  if (after.code && !after.password) {
    steps += 1;
    if (!credentials.totp)
      throw signInFailed(
        `${options.label}: the portal asks for a second factor.`,
        `Set ${options.label}_TOTP to the account's TOTP secret.`,
      );
    await fill(after.code, totp(credentials.totp, clock.now()));
    await submit(page, after);
    await settle(options, answers);
  }
  return { url, steps, overlaysDismissed: dismissed, welcomed: answers.welcomed !== undefined };
}

async function open(options: SignInOptions, url: string): Promise<void> {
  try {
    await options.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 20_000 });
  } catch (thrown) {
    const first = String(thrown instanceof Error ? thrown.message : thrown).split('\n')[0] ?? '';
    throw new GapError(
      gap(
        'unreachable',
        `The browser could not open ${url}: ${first}`,
        'Check that the portal is up and its certificate valid, then run again.',
      ),
    );
  }
}

/** Fields and sign-in link are looked for in the same loop: waiting for one before the other costs seconds. */
async function findForm(options: SignInOptions): Promise<{ form: SignInForm; dismissed: number }> {
  const { page, recorder, clock, signal } = options;
  const end = clock.monotonicMs() + findLimitMs;
  let dismissed = 0;
  let entries = 0;
  let guess = 0;
  let sawCaptcha = false;
  let nothingSince = clock.monotonicMs();
  while (clock.monotonicMs() < end) {
    dismissed += await dismissOverlays(page).catch(() => 0);
    const form = await findSignInForm(page, words).catch(() => undefined);
    sawCaptcha ||= form?.captcha ?? false;
    if (form?.password || form?.firstStep) return { form, dismissed };
    if (form?.entry && entries < 3) {
      entries += 1;
      await form.entry.click({ timeout: 2000 }).catch(() => undefined);
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500 });
      nothingSince = clock.monotonicMs();
      continue;
    }
    const next = options.guesses[guess];
    if (clock.monotonicMs() - nothingSince > 4000 && next !== undefined) {
      guess += 1;
      await page
        .goto(new URL(next, options.url).href, { waitUntil: 'domcontentloaded', timeout: 8000 })
        .catch(() => null);
      nothingSince = clock.monotonicMs();
    }
    await clock.wait(150, signal);
  }
  if (sawCaptcha)
    throw signInFailed(
      `A CAPTCHA guards the sign-in page at ${page.url()}.`,
      'Allow the test accounts to sign in without it, or record a sign-in once.',
    );
  throw signInFailed(
    `No sign-in form was found at ${page.url()}.`,
    'Give the address of the sign-in page: accounts.a.signIn.url in the config.',
  );
}

async function waitFor(
  options: SignInOptions,
  ready: (form: SignInForm) => boolean,
  what: string,
): Promise<SignInForm> {
  const end = options.clock.monotonicMs() + settleLimitMs;
  while (options.clock.monotonicMs() < end) {
    const form = await findSignInForm(options.page, words).catch(() => undefined);
    if (form && ready(form)) return form;
    await options.clock.wait(120, options.signal);
  }
  const said = await alertText(options.page);
  throw signInFailed(
    `${options.label}: no ${what} appeared after the user name was entered${said ? ` ("${said}")` : ''}.`,
    'Check the user name, and whether this account signs in by a code or link sent by mail.',
  );
}

async function fill(field: { fill(value: string, options?: object): Promise<void> }, value: string): Promise<void> {
  await field.fill(value, { timeout: 5000 });
}

async function submit(page: Page, form: SignInForm, isSent: () => boolean = () => false): Promise<void> {
  const clicked = form.submit
    ? await form.submit
        .click({ timeout: 4000 })
        .then(() => true)
        .catch(() => false)
    : false;
  // A click that timed out may have been made all the same: a second attempt could lock the account.
  if (clicked || isSent()) return;
  await (form.password ?? form.code ?? form.user)
    ?.press('Enter', { timeout: 4000 })
    .catch(() => (isSent() ? undefined : page.keyboard.press('Enter')));
}

async function settle(options: SignInOptions, answers: LoginAnswers): Promise<void> {
  const { page, recorder, clock, signal, label } = options;
  const end = clock.monotonicMs() + settleLimitMs;
  let calmSince: number | undefined;
  while (clock.monotonicMs() < end) {
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500 });
    if (answers.refused !== undefined && !answers.accepted) {
      // The refusal is known before the page has shown it.
      for (let look = 0; look < 6 && (await alertText(page)) === ''; look++) await clock.wait(150, signal);
      const said = await alertText(page);
      if (answers.refused >= 500)
        throw new PortalBroke(
          'sign-in',
          `${label}: the portal failed on sign-in (HTTP ${answers.refused}${said ? `, "${said}"` : ''}).`,
        );
      const kind =
        answers.refused === 429 || answers.refused === 423 || /lock|too many|gesperrt|bloqu|blocc/i.test(said)
          ? 'the account is locked or limited'
          : 'user name or password was refused';
      throw signInFailed(
        `${label}: ${kind} (HTTP ${answers.refused}${said ? `, "${said}"` : ''}).`,
        `Check ${label}_USER and ${label}_PASSWORD by signing in by hand once.`,
      );
    }
    const form = await findSignInForm(page, words).catch(() => undefined);
    if (form && !form.password) return;
    calmSince ??= clock.monotonicMs();
    if (clock.monotonicMs() - calmSince > 5000) break;
    await clock.wait(200, signal);
  }
  const form = await findSignInForm(page, words).catch(() => undefined);
  if (!form?.password) return;
  if (answers.welcomed !== undefined)
    throw new PortalBroke(
      'sign-in',
      `${label}: the portal took the password (HTTP ${answers.welcomed}) and then showed the sign-in form again: the session is not kept.`,
    );
  const said = await alertText(page);
  const why = form.captcha
    ? 'a CAPTCHA stands in the way'
    : said
      ? `the page says "${said}"`
      : 'the sign-in form is still there';
  throw signInFailed(
    `${label}: not signed in, ${why}.`,
    `Check ${label}_USER and ${label}_PASSWORD by signing in by hand once.`,
  );
}
