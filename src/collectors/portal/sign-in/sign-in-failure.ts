import type { Page } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';
import { captchaWords, lockedWords, mustChangeWords, termsWords } from './sign-in-words.ts';

/** The portal itself broke the journey: it failed, or it took the password and did not let the customer in. */
export class PortalBroke extends GapError {
  readonly step: 'sign-in' | 'refresh';
  /** The server failed (HTTP 5xx): that says nothing of the account, and may be over in a moment. */
  readonly mayPass: boolean;
  constructor(step: 'sign-in' | 'refresh', detail: string, mayPass = false) {
    super(gap('sign-in-failed', detail, 'Repair the sign-in, then run again.', 60));
    this.step = step;
    this.mayPass = mayPass;
  }
}

/** Signs in; where the server itself failed, once more after a pause: no password was refused, so no account is locked by it. */
export async function orOnceMore<T>(signIn: () => Promise<T>, pause: () => Promise<void>): Promise<T> {
  try {
    return await signIn();
  } catch (thrown) {
    if (!(thrown instanceof PortalBroke && thrown.mayPass)) throw thrown;
    await pause();
    return signIn();
  }
}

const record = 'sign in once by hand: launch-ready record sign-in';

/** Why an account did not get in, and what a person does about it. */
const reasons = {
  wrong: ['user name or password was refused', 'Check {label}_USER and {label}_PASSWORD by signing in by hand once.'],
  refused: ['not signed in', 'Check {label}_USER and {label}_PASSWORD by signing in by hand once.'],
  locked: [
    'the account is locked or limited',
    'Unlock the test account, wait as long as the portal says, then run again. One attempt is made in a run.',
  ],
  captcha: [
    'a CAPTCHA stands in the way',
    `Let the test accounts sign in without it on this environment, or ${record}.`,
  ],
  'second-factor': [
    'the portal asks for a second factor',
    "Set {label}_TOTP to the account's TOTP secret, or use a test account without a second factor.",
  ],
  'wrong-code': [
    'the one-time code was refused',
    'Check {label}_TOTP and the clock of this machine by entering a code by hand once.',
  ],
  'by-mail': [
    'the portal sends a link or code by mail',
    "Name the account's mailbox under inboxes in the config, or use a password account.",
  ],
  'by-phone': [
    'the portal sends a code to a phone',
    `Use a test account with a TOTP secret or without a second factor, or ${record}.`,
  ],
  'mail-missing': [
    'the mail with the link or code did not arrive',
    "Check that the portal's mail reaches the inbox named in the config.",
  ],
  'must-change': [
    'the password must be changed first',
    'Sign in by hand once and choose a new password, then set {label}_PASSWORD to it.',
  ],
  terms: ['terms must be accepted first', 'Sign in by hand once and decide on the terms, then run again.'],
  workspace: [
    'the portal asks for a workspace or company first',
    'Set accounts.*.tenant in the config to what is entered there.',
  ],
  'no-password': ['no password was given', 'Set {label}_PASSWORD.'],
} as const;
export type FailureKind = keyof typeof reasons;

/** The GapError of a failed sign-in: what happened, with what the page and the answer said, and what to do. */
export function explainFailure(kind: FailureKind, label: string, said: string, status?: number): GapError {
  const [what, closeBy] = reasons[kind];
  const page = kind === 'refused' ? (said ? `the page says "${said}"` : 'the sign-in form is still there') : '';
  const quoted = status === undefined ? (said ? `"${said}"` : '') : `HTTP ${status}${said ? `, "${said}"` : ''}`;
  const about = kind === 'refused' ? `, ${page}` : quoted ? ` (${quoted})` : '';
  return signInFailed(`${label}: ${what}${about}.`, closeBy.replaceAll('{label}', label));
}

/** What a refusal's own words say went wrong. */
export function failureOf(said: string): FailureKind | undefined {
  if (captchaWords.test(said)) return 'captcha';
  if (lockedWords.test(said)) return 'locked';
  if (mustChangeWords.test(said) && !/wrong|invalid|incorrect|forgot/i.test(said)) return 'must-change';
  if (termsWords.test(said)) return 'terms';
  return undefined;
}

export function signInFailed(detail: string, closeBy: string): GapError {
  return new GapError(gap('sign-in-failed', detail, closeBy));
}

/** What the page says went wrong; empty where it marks nothing as an alert. */
export async function alertText(page: Page): Promise<string> {
  for (const frame of page.frames().slice(0, 4)) {
    const text = await frame.evaluate(markedAsAlert).catch(() => '');
    if (text !== '') return text.replace(/\s+/g, ' ').slice(0, 140);
  }
  return '';
}

/** Runs inside the page. Open shadow roots included. */
function markedAsAlert(): string {
  const marked =
    '[role=alert], [aria-live=assertive], [class*=error i], [class*=alert i], [class*=danger i], [class*=invalid i], [id*=error i], .flash, [class*=toast i], [class*=snackbar i], [class*=feedback i], [class*=validation i], .message';
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll('*')) if (one.shadowRoot && roots.length < 50) roots.push(one.shadowRoot);
  return (
    roots
      .flatMap((root) => [...root.querySelectorAll(marked)])
      .filter((one) => !one.matches('input, form, body, html') && one.querySelector('input[type=password]') === null)
      .map((one) => (one as HTMLElement).innerText?.trim())
      .find((one) => one && one.length > 3 && one.length < 300) ?? ''
  );
}

/** The text that the page and its frames show, at most 4,000 characters. */
export async function shownText(page: Page): Promise<string> {
  const parts: string[] = [];
  for (const frame of page.frames().slice(0, 4))
    parts.push(await frame.evaluate(() => document.body?.innerText ?? '').catch(() => ''));
  return parts.join('\n').slice(0, 4000);
}
