import type { Page } from 'playwright-core';
import type { SignInForm } from './find-form.ts';

/** Presses the form's own control, else Enter in its last field. Never both where the first may have been sent. */
export async function submit(
  page: Page,
  form: Pick<SignInForm, 'submit' | 'password' | 'code' | 'user' | 'workspace'>,
  isSent: () => boolean = () => false,
): Promise<void> {
  const clicked = form.submit
    ? await form.submit
        .click({ timeout: 4000 })
        .then(() => true)
        .catch(() => false)
    : false;
  // A click that timed out may have been made all the same: a second attempt could lock the account.
  if (clicked || isSent()) return;
  await (form.password ?? form.code ?? form.user ?? form.workspace)
    ?.press('Enter', { timeout: 4000 })
    .catch(() => (isSent() ? undefined : page.keyboard.press('Enter')));
}
