import { GapError } from '../../model/gap.ts';
import type { CollectContext } from '../collector.ts';
import type { WeakKind, WeakPasswords } from '../password-evidence.ts';
import { journalMail, type WayTo, walkToForm } from './ask-form.ts';
import type { Fields } from './find-way.ts';
import { awaitMail, mailLimitMs, markInboxes, openWindow } from './mail-run.ts';
import { fillFields, sendForm, type Typed } from './send-form.ts';
import { signsIn } from './sign-in-once.ts';

type Trial = WeakPasswords['trials'][number];

/**
 * Weak passwords in the form for a new account, once a long random one was taken there: each with a fresh address. What the
 * page asks of the browser alone is taken away. Taken counts only where mail comes for the new address, or it signs in; then no
 * further one is tried, and the account stays. One that was refused made none.
 */
export async function tryWeakSignUp(
  entry: string,
  way: WayTo,
  freshAddress: () => string | undefined,
  context: CollectContext,
): Promise<WeakPasswords | undefined> {
  const { world } = context;
  const weak: readonly (readonly [WeakKind, string])[] = [
    ['a common one', 'password123'],
    ['seven characters', `qR!7${world.randomHex(2)}`.slice(0, 7)],
  ];
  const trials: Trial[] = [];
  let page = '';
  for (const [kind, password] of weak) {
    const address = freshAddress();
    const window = await openWindow(context);
    try {
      const fields = address === undefined ? undefined : await walkToForm(window, entry, way, context);
      if (!fields || address === undefined || fields.captcha) break;
      page = new URL(window.page.url()).pathname;
      context.progress(`a weak password in the form for a new account: ${kind}`);
      for (const field of fields.passwords) await field.evaluate(withoutLimits).catch(() => undefined);
      const typed: Typed = {
        email: address,
        password,
        name: 'Launch Ready',
        company: `Launch Ready ${world.randomHex(2)}`,
      };
      const { outcome, status, said } = await trial(window, fields, typed, entry, context);
      trials.push({ kind, length: password.length, outcome, status, said: world.vault.redact(said) });
      // What was taken stands for the rest, and limits do not end by asking more.
      if (outcome === 'accepted' || outcome === 'unclear') break;
    } catch (thrown) {
      if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
      break;
    } finally {
      await window.close();
    }
  }
  if (trials.length === 0) return undefined;
  return {
    identity: 'anonymous',
    where: 'sign-up',
    page,
    trials,
    restored: true,
    reproduce: `Open the portal signed out, go to ${page}, and sign up with a fresh address and a password such as “password123”.`,
  };
}

async function trial(
  window: Awaited<ReturnType<typeof openWindow>>,
  fields: Fields,
  typed: Typed,
  entry: string,
  context: CollectContext,
): Promise<Pick<Trial, 'outcome' | 'status' | 'said'>> {
  const address = typed.email ?? '';
  await fillFields(fields, typed);
  const what = 'a sign-up with a weak password; an account stays where it is taken';
  const settle = await journalMail(what, 'anonymous', window.page.url(), context);
  const mark = await markInboxes(address, context);
  const { ok, status = 0, said, request } = await sendForm(window.page, window.recorder, fields, context);
  await settle(status === 0 ? undefined : status, request !== undefined);
  const told = (outcome: Trial['outcome']) => ({ outcome, status, said });
  if (status === 429 || status >= 500) return told('unclear');
  if (ok === false) return told(request === undefined ? 'page-only' : 'refused');
  const { main } = await awaitMail(address, mark, Math.min(mailLimitMs(context), 30_000), context);
  if (main) return told('accepted');
  const credentials = { user: address, password: typed.password ?? '' };
  return told((await signsIn(credentials, entry, 'the new account', context)) ? 'accepted' : 'unclear');
}

/** Runs inside the page: lengths and patterns that only the browser looks at. */
export function withoutLimits(element: HTMLElement): void {
  for (const name of ['minlength', 'pattern', 'maxlength']) element.removeAttribute(name);
  const { form } = element as HTMLInputElement;
  if (form) form.noValidate = true;
}
