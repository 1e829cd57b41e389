import type { Clock, Credentials } from '../../../world/world.ts';
import type { SignInForm } from './find-form.ts';
import { explainFailure, shownText } from './sign-in-failure.ts';
import { sentByMailWords, sentByPhoneWords } from './sign-in-words.ts';
import { totp } from './totp.ts';
import type { Page } from 'playwright-core';

/** The account's mailbox, where the config names one that takes its mail. */
export interface Mailbox {
  /** Before the portal is asked: what is there already is never the answer. */
  mark(): Promise<MailMark>;
  /** The first code or link that came since; undefined where nothing came in time. */
  wait(since: MailMark, what: 'code' | 'link'): Promise<{ readonly code?: string; readonly link?: string } | undefined>;
}
/** Opaque: whatever the mailbox needs to tell new mail from old. */
export type MailMark = { readonly at: unknown };

export interface CodeOptions {
  readonly page: Page;
  readonly credentials: Credentials;
  readonly label: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly mailbox?: Mailbox;
  readonly mailMark?: MailMark;
}

const periodMs = 30_000;
const tooCloseMs = 2500;

/** Enters the one-time code: of the TOTP secret, or the one that came by mail; in one field or one box a digit. */
export async function enterCode(form: SignInForm, options: CodeOptions): Promise<void> {
  const code = await codeFor(options);
  if (form.codeBoxes.length === 0) {
    await form.code?.fill(code, { timeout: 5000 });
    return;
  }
  // Typed like a person does: many boxes listen for keys and move on by themselves.
  await form.codeBoxes[0]?.click({ timeout: 2000 }).catch(() => undefined);
  await options.page.keyboard.type(code, { delay: 30 });
  for (const [at, box] of form.codeBoxes.entries()) {
    const digit = code[at] ?? '';
    const typed = await box.inputValue().catch(() => digit);
    if (typed !== digit) await box.fill(digit, { timeout: 1000 }).catch(() => undefined);
  }
}

async function codeFor(options: CodeOptions): Promise<string> {
  const { page, credentials, label, clock, signal, mailbox, mailMark } = options;
  const text = await shownText(page);
  const mailed = sentByMailWords.test(text);
  if (credentials.totp !== undefined && !(mailed && mailbox)) {
    // A code that runs out on its way would cost the one attempt.
    const left = periodMs - (clock.now().getTime() % periodMs);
    if (left < tooCloseMs) await clock.wait(left + 100, signal);
    return totp(credentials.totp, clock.now());
  }
  if (mailed && mailbox && mailMark) {
    const found = await mailbox.wait(mailMark, 'code');
    if (found?.code !== undefined) return found.code;
    throw explainFailure('mail-missing', label, '');
  }
  throw explainFailure(mailed ? 'by-mail' : sentByPhoneWords.test(text) ? 'by-phone' : 'second-factor', label, '');
}
