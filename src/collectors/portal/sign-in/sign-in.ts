import type { Page } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';
import type { Clock, Credentials } from '../../../world/world.ts';
import type { Factor } from '../../access-evidence.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Recorder } from '../recorder.ts';
import { dismissOverlays } from './dismiss-overlays.ts';
import { enterCode, type Mailbox } from './enter-code.ts';
import { enterWorkspace, fillField } from './fill-field.ts';
import { findSignInForm, isForm } from './find-form.ts';
import { openForm } from './open-form.ts';
import { passInterlude } from './pass-interlude.ts';
import { explainFailure, shownText, signInFailed } from './sign-in-failure.ts';
import { submit } from './submit.ts';
import { settle } from './settle.ts';
import { pressOnward } from './press-onward.ts';
import { sentByMailWords, sentByPhoneWords } from './sign-in-words.ts';
import { watchAnswers } from './watch-answers.ts';

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
  /** Origins of identity providers that the config lists for this account. */
  readonly origins?: readonly string[];
  /** Whether what is typed may be typed at this host: listed hosts and listed origins. */
  readonly mayType?: (host: string) => boolean;
  /** The customer's name, for portals that ask for a workspace first. */
  readonly tenant?: string;
  /** Where codes and links sent by mail arrive; undefined where no inbox takes this account's mail. */
  readonly mailbox?: Mailbox;
  /** Goes no further than the field for a code that comes after the password. */
  readonly stopAtCode?: boolean;
  /** Goes no further than the field for a password that comes after the name; no password is typed. */
  readonly stopAtPassword?: boolean;
  /** Called once, when the password is typed and not yet sent. */
  readonly beforeSending?: () => Promise<void>;
}

export interface SignInResult {
  readonly url: string;
  readonly steps: number;
  /** What was entered, in order. */
  readonly factors: readonly Factor[];
  /** A code was asked for together with the password, on one form. */
  readonly codeBesidePassword: boolean;
  /** Left at the field for the code (`stopAtCode`), or at one for the password that came by itself (`stopAtPassword`). */
  readonly stopped: boolean;
  readonly overlaysDismissed: number;
  /** The portal's script took the password without complaint. */
  readonly welcomed: boolean;
  /** The form was still shown when nothing more was to come. */
  readonly formStayed: boolean;
}

const stepsAtMost = 7;

/**
 * Signs in through the portal's own form, step by step: workspace, user name, password, one-time code, in whatever order
 * and on however many pages. Each is entered once: real portals lock accounts. Throws GapError `sign-in-failed` (wrong
 * password, locked, second factor, code by mail, CAPTCHA, password to change, terms to accept, no form) or `unreachable`.
 */
export async function signIn(options: SignInOptions): Promise<SignInResult> {
  const { page, recorder, credentials, label } = options;
  const mailMark = await options.mailbox?.mark();
  const opened = await openForm(options);
  const answers = watchAnswers(page, credentials);
  let { form, dismissed } = opened;
  const entered = new Set<'workspace' | 'user' | 'password' | 'code'>();
  const factors: Factor[] = [];
  let codeBesidePassword = false;
  let isSent = false;
  let url = page.url();
  for (let steps = 1; steps <= stepsAtMost; steps++) {
    const place = new URL(form.frame.url() === 'about:srcdoc' ? page.url() : form.frame.url() || page.url());
    const host = place.hostname.toLowerCase();
    if (options.mayType && host !== '' && !options.mayType(host)) throw foreignPlace(label, place.origin);
    if (form.password) url = page.url();
    if (form.newPassword && entered.has('password')) throw explainFailure('must-change', label, '');
    if (form.workspace && !entered.has('workspace')) {
      if (options.tenant === undefined && form.workspaceStep) throw explainFailure('workspace', label, '');
      await enterWorkspace(form.workspace, options.tenant, label);
      entered.add('workspace');
    }
    if (form.user && !entered.has('user')) {
      await fillField(form.user, credentials.user, label);
      entered.add('user');
      // Some show, or open, the field for the password once a name stands there.
      if (!form.password) {
        const now = await findSignInForm(page, options.origins).catch(() => undefined);
        if (now?.password && !now.registers) form = now;
      }
    }
    if (options.stopAtPassword && form.password)
      return { ...found(), steps, welcomed: false, formStayed: true, stopped: steps > 1 && entered.has('user') };
    if (form.password && !entered.has('password')) {
      if (credentials.password === '') throw explainFailure('no-password', label, '');
      await fillField(form.password, credentials.password, label);
      entered.add('password');
      factors.push('password');
      codeBesidePassword = form.code !== undefined;
    }
    if (options.stopAtCode && form.code && !form.password && entered.has('password') && !entered.has('code'))
      return { ...found(), steps, welcomed: false, formStayed: true, stopped: true };
    if (form.code && (!form.password || credentials.totp) && !entered.has('code')) {
      await enterCode(form, { ...options, mailMark });
      entered.add('code');
      factors.push('code');
    }
    const ready = await findSignInForm(page, options.origins).catch(() => undefined);
    if (entered.has('password') || entered.has('code')) recorder.markSignedIn(credentials.password);
    const before = await shownText(page);
    if (entered.has('password') && !isSent) await options.beforeSending?.();
    isSent ||= entered.has('password');
    const again = ready && (ready.password || ready.code || ready.user || ready.workspace) ? ready : form;
    // Boxes for a code often send themselves when the last one is filled.
    if (!(entered.has('code') && form.code && !ready?.code)) await submit(page, again, () => answers.sent > 0);
    const next = await settle(options, answers, entered, before);
    if (next === 'done') {
      dismissed += await passInterlude(options);
      const formStayed = isForm(await findSignInForm(page, options.origins));
      return { ...found(), steps, welcomed: answers.welcomed === 'brings', formStayed, stopped: false };
    }
    if (next === 'sent') {
      form = await openMailed(options, mailMark);
      entered.add('password').add('code');
      recorder.markSignedIn();
      if (!form.code) {
        factors.push('mail');
        return { ...found(), steps: steps + 1, welcomed: false, formStayed: isForm(form), stopped: false };
      }
      entered.delete('code');
      continue;
    }
    form = next;
    dismissed += await dismissOverlays(page).catch(() => 0);
  }
  throw signInFailed(
    `${label}: after ${stepsAtMost} steps the portal still asks for more.`,
    'Sign in by hand once; where it needs a person, use: launch-ready record sign-in.',
  );

  function found() {
    return { url, overlaysDismissed: dismissed, factors, codeBesidePassword };
  }
}

/** The portal sent a link or a code to the account's mailbox: opens the link, or waits for the field of the code. */
async function openMailed(options: SignInOptions, mark: Awaited<ReturnType<Mailbox['mark']>> | undefined) {
  const { page, mailbox, label, clock, signal, recorder } = options;
  const text = await shownText(page);
  const phone = sentByPhoneWords.test(text) && !sentByMailWords.test(text);
  if (!mailbox || mark === undefined) throw explainFailure(phone ? 'by-phone' : 'by-mail', label, '');
  const form = await findSignInForm(page, options.origins).catch(() => undefined);
  if (form?.code) return form;
  const found = await mailbox.wait(mark, 'link');
  if (found?.link === undefined) throw explainFailure('mail-missing', label, '');
  const host = URL.canParse(found.link) ? new URL(found.link).hostname.toLowerCase() : '';
  if (options.mayType && !options.mayType(host)) throw foreignPlace(label, new URL(found.link).origin);
  await page.goto(found.link, { waitUntil: 'domcontentloaded', timeout: 20_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 3000 });
  // So that whoever fetches the link for a filter does not use it up, many ask to press a button first.
  if (await pressOnward(page)) await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 3000 });
  return await findSignInForm(page, options.origins);
}

function foreignPlace(label: string, origin: string): GapError {
  return new GapError(
    gap(
      'sign-in-failed',
      `${label}: the sign-in goes on at ${origin}, which the config does not list, so nothing was typed there.`,
      `If it belongs to your sign-in, add "${origin}" to accounts.*.signIn.origins.`,
      2,
    ),
  );
}

/** Fills a field that is known to be there, 5 s at most. */
export async function fill(
  field: { fill(value: string, options?: object): Promise<void>; inputValue?(): Promise<string> },
  value: string,
): Promise<void> {
  await field.fill(value, { timeout: 5000 });
}
