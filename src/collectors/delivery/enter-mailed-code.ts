import type { InboxMessage } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { MailStep } from '../delivery-evidence.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import { findSignInForm } from '../portal/sign-in/find-form.ts';
import { codeIn } from '../portal/sign-in/mailbox-of.ts';
import { alertText } from '../portal/sign-in/sign-in-failure.ts';
import { submit } from '../portal/sign-in/submit.ts';
import { findFields } from './find-way.ts';
import { refusedWords } from './mail-words.ts';
import { seconds, type Window } from './mail-run.ts';
import { type Sent, sendForm, type Typed } from './send-form.ts';

/**
 * Types the code that a message brought into the page that asked for the mail, and after it the password where one is asked for.
 * undefined where the message holds no code or the page asks for none.
 */
export async function enterMailedCode(
  window: Window,
  message: InboxMessage,
  typed: Typed,
  context: CollectContext,
): Promise<{ readonly sent: Sent; readonly steps: readonly MailStep[] } | undefined> {
  const code = codeIn(message);
  if (code === undefined) return undefined;
  const form = await findSignInForm(window.page).catch(() => undefined);
  if (!form?.code && !form?.codeBoxes.length) return undefined;
  context.world.vault.add(code, 'code by mail');
  const sent = await typeCode(window, form, { code, typed }, context);
  const steps: MailStep[] = [
    { step: 'arrived', ok: true, detail: `the mail arrived after ${seconds(message)} s` },
    { step: 'opened', ok: true, detail: 'the page asks for the code that the mail holds' },
    {
      step: 'completed',
      ok: sent.status === 429 || sent.status === 503 ? null : sent.ok,
      detail:
        sent.ok === true ? `the code was taken (${sent.said})` : `the code was not seen to be taken (${sent.said})`,
      closeBy: 'Type the code of such a mail in by hand.',
    },
  ];
  return { sent, steps };
}

async function typeCode(
  { page, recorder }: Window,
  form: Awaited<ReturnType<typeof findSignInForm>>,
  { code, typed }: { readonly code: string; readonly typed: Typed },
  context: CollectContext,
): Promise<Sent> {
  const { world, signal } = context;
  const before = recorder.exchanges.length;
  const writes = () =>
    recorder.exchanges.slice(before).filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
  const fillPasswords = async () => {
    const fields = await findFields(page, 'password').catch(() => undefined);
    for (const field of fields?.passwords ?? [])
      if ((await field.inputValue().catch(() => 'x')) === '' && typed.password !== undefined)
        await field.fill(typed.password, { timeout: 3000 }).catch(() => undefined);
    return fields;
  };
  await fillPasswords();
  if (form.codeBoxes.length > 1) {
    // Boxes listen for keys and move on by themselves.
    await form.codeBoxes[0]?.click({ timeout: 2000 }).catch(() => undefined);
    await page.keyboard.type(code, { delay: 30 });
  } else await form.code?.fill(code, { timeout: 4000 }).catch(() => undefined);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 1500 });
  // Some pages send the code with its last digit.
  if (writes().length === 0) await submit(page, form, () => writes().length > 0);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
  const status = Math.max(0, ...writes().map((one) => one.status));
  const alert = await alertText(page).catch(() => '');
  const said = `${status === 0 ? 'the page sent nothing' : `HTTP ${status}`}${alert === '' ? '' : `, "${alert.slice(0, 140)}"`}`;
  const base = { ...(status === 0 ? {} : { status }), said };
  if (status >= 400 || (alert !== '' && refusedWords.test(alert))) return { ...base, ok: false };
  const again = await findSignInForm(page).catch(() => undefined);
  if (again?.code) return { ...base, ok: null };
  const next = again?.newPassword ? await fillPasswords() : undefined;
  if (next && next.passwords.length > 0) return await sendForm(page, recorder, next, context);
  return { ...base, ok: true };
}
