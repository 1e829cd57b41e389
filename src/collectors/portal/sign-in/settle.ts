import { waitUntilQuiet } from '../quiet.ts';
import { findSignInForm, isForm, type SignInForm } from './find-form.ts';
import type { SignInOptions } from './sign-in.ts';
import { alertText, explainFailure, failureOf, PortalBroke, shownText, signInFailed } from './sign-in-failure.ts';
import { captchaWords, passwordWords, sentByMailWords } from './sign-in-words.ts';
import type { LoginAnswers } from './watch-answers.ts';

const settleLimitMs = 25_000;
const calmMs = 5000;
/** What was typed is not right, whatever else stands on the page. */
const credentialWords = new RegExp(
  `credential|incorrect|invalid|wrong|do(es)? not match|${passwordWords.source}`,
  'iu',
);

/**
 * Waits for what follows a step: `done` where no form is left, `sent` where a link or code is on its way by mail, else
 * the next form. Throws where the portal refuses what was entered, with the reason by name.
 */
export async function settle(
  options: SignInOptions,
  answers: LoginAnswers,
  entered: ReadonlySet<'workspace' | 'user' | 'password' | 'code'>,
  before: string,
): Promise<'done' | 'sent' | SignInForm> {
  const { page, recorder, clock, signal, label } = options;
  const end = clock.monotonicMs() + settleLimitMs;
  const through = () => entered.has('password') || entered.has('code');
  let calmSince: number | undefined;
  let last: SignInForm | undefined;
  let missing = false;
  let asked = options.credentials.password === '' || entered.has('password') || !entered.has('user');
  while (clock.monotonicMs() < end) {
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500 });
    if (answers.refused !== undefined && !answers.accepted) await refuse(options, answers);
    const form = await findSignInForm(page, options.origins).catch(() => undefined);
    last = form ?? last;
    if (form) {
      if (form.password && !entered.has('password')) return form;
      // Something else is asked for first, a code by mail or a passkey: a password is what we have.
      if (!asked && form.passwordWay && !form.user) {
        asked = true;
        await form.passwordWay.click({ timeout: 2000 }).catch(() => undefined);
        continue;
      }
      if (form.code && !entered.has('code') && !form.password) return form;
      if (form.newPassword && entered.has('password') && !form.user) throw explainFailure('must-change', label, '');
      if (form.user && !entered.has('user')) return form;
      // A page between two pages shows nothing at all: twice, and with every answer there, is no accident.
      const gone = through() && !isForm(form) && !form.code && answers.open <= 0;
      if (gone && missing) return 'done';
      missing = gone;
      const text = await shownText(page);
      if (!form.password && text !== before && entered.has('user') && !through() && sentByMailWords.test(text))
        return 'sent';
    }
    calmSince = answers.open > 0 ? undefined : (calmSince ?? clock.monotonicMs());
    if (calmSince !== undefined && clock.monotonicMs() - calmSince > calmMs) break;
    await clock.wait(200, signal);
  }
  const said = await alertText(page);
  const text = await shownText(page);
  if (last?.captcha && !(credentialWords.test(said) && !captchaWords.test(said)))
    throw explainFailure('captcha', label, said);
  if (!through())
    throw signInFailed(
      `${label}: no password field appeared after the user name was entered${said ? ` ("${said}")` : ''}.`,
      'Check the user name, and whether this account signs in by a code or link sent by mail.',
    );
  if (last?.code && entered.has('code')) throw explainFailure('wrong-code', label, said);
  // The portal took the password and still shows the form: slow, or broken. A fresh page of the same browser tells.
  if (answers.welcomed !== undefined && said === '') return 'done';
  throw explainFailure(failureOf(said || added(before, text)) ?? 'refused', label, said);
}

async function refuse(options: SignInOptions, answers: LoginAnswers): Promise<never> {
  const { page, clock, signal, label } = options;
  // The refusal is known before the page has shown it.
  for (let look = 0; look < 6 && (await alertText(page)) === ''; look++) await clock.wait(150, signal);
  const status = answers.refused ?? 0;
  const said = (await alertText(page)) || answers.said;
  if (status >= 500)
    throw new PortalBroke(
      'sign-in',
      `${label}: the portal failed on sign-in (HTTP ${status}${said ? `, "${said}"` : ''}).`,
      true,
    );
  const form = await findSignInForm(page, options.origins).catch(() => undefined);
  const kind = status === 429 || status === 423 ? 'locked' : failureOf(said);
  throw explainFailure(kind ?? (form?.captcha ? 'captcha' : 'wrong'), label, said, status);
}

/** What the page says now and did not say before: labels and links of the form are no message. */
function added(before: string, now: string): string {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return now
    .split('\n')
    .filter((line) => !known.has(line.trim()))
    .join('\n')
    .slice(0, 600);
}
