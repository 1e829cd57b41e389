import { GapError } from '../../model/gap.ts';
import type { CollectContext } from '../collector.ts';
import type { WeakKind, WeakPasswords } from '../password-evidence.ts';
import { findFields } from './find-way.ts';
import { fillFields, type Sent, sendForm, type Typed } from './send-form.ts';
import { signsIn } from './sign-in-once.ts';
import { completeLink, openLink } from './use-link.ts';
import { withoutLimits } from './weak-sign-up.ts';

type Trial = WeakPasswords['trials'][number];

export interface WeakReset {
  readonly typed: Typed;
  readonly user: string;
  readonly entry: string;
  /** A reset link that nobody used, by a mail of its own; undefined where none came. */
  readonly freshLink: () => Promise<string | undefined>;
}

/**
 * Weak passwords in the form behind a reset link, of the disposable account alone and once such a link gave it its own password:
 * so a further link can give that back. What the page asks of the browser alone is taken away. Taken counts only where it signs in; then no
 * further one is tried. undefined: no further link came, or its page asks for no password.
 */
export async function tryWeakReset(of: WeakReset, context: CollectContext): Promise<WeakPasswords | undefined> {
  const { world, progress } = context;
  const weak: readonly (readonly [WeakKind, string])[] = [
    ['a common one', 'password123'],
    ['a common one with capital and mark', 'Password123!'],
    ['seven characters', `qR!7${world.randomHex(2)}`.slice(0, 7)],
  ];
  const trials: Trial[] = [];
  const link = await of.freshLink();
  let [page, restored] = ['', true];
  for (const [kind, password] of weak) {
    if (link === undefined) break;
    progress(`a weak password behind a reset link of the disposable account: ${kind}`);
    const id = await world.journal.plan({
      identity: 'burner',
      method: 'POST',
      url: new URL(link).origin,
      what: `the password of burner becomes a weak one of ${password.length} characters that was tried; if the run died here, set LR_BURNER_PASSWORD by a reset`,
    });
    const sent = await sendWeak(link, { ...of.typed, password }, context);
    if (!sent) {
      await world.journal.settle(id, { state: 'undone', detail: 'nothing was sent' });
      break;
    }
    page = sent.page;
    const { ok, status = 0, said, request } = sent;
    const opens = (one: string) =>
      signsIn({ user: of.user, password: one }, of.entry, 'the disposable account', context);
    const isIn = ok !== false && (await opens(password));
    const limited = status === 429 || status >= 500;
    // The new one opens nothing and the former one does: whatever the page said, it was not taken.
    const stayed = !limited && (ok === false || (!isIn && (await opens(of.typed.password ?? ''))));
    const refused = request === undefined ? 'page-only' : 'refused';
    const outcome: Trial['outcome'] = isIn ? 'accepted' : stayed ? refused : 'unclear';
    trials.push({ kind, length: password.length, outcome, status, said: world.vault.redact(said) });
    if (outcome === 'refused' || outcome === 'page-only') {
      await world.journal.settle(id, { state: 'refused', status });
      continue;
    }
    restored = await giveBack(of, context);
    await world.journal.settle(id, {
      state: restored ? 'undone' : 'cannot-undo',
      detail: restored ? 'the account has its own password again' : 'the account did not get its own password back',
    });
    break;
  }
  if (trials.length === 0) return undefined;
  return {
    identity: 'burner',
    where: 'reset',
    page,
    trials,
    restored,
    reproduce: `Ask for a password reset of a disposable account, open its link, and choose a password such as “password123”.`,
  };
}

async function sendWeak(
  link: string,
  typed: Typed,
  context: CollectContext,
): Promise<(Sent & { readonly page: string }) | undefined> {
  const opened = await openLink(link, context);
  try {
    const page = new URL(opened.window.page.url()).pathname.split('/').slice(0, 2).join('/');
    const fields = opened.offers === 'password' ? await findFields(opened.window.page, 'password') : undefined;
    // A refusal may spend the link as well.
    if (!fields) return undefined;
    for (const field of fields.passwords) await field.evaluate(withoutLimits).catch(() => undefined);
    await fillFields(fields, typed);
    return { ...(await sendForm(opened.window.page, opened.window.recorder, fields, context)), page };
  } finally {
    await opened.window.close();
  }
}

/** By a further link; whether the account's own password opens it then. */
async function giveBack({ typed, user, entry, freshLink }: WeakReset, context: CollectContext): Promise<boolean> {
  const { password = '' } = typed;
  for (let tries = 0; tries < 2; tries++) {
    try {
      const link = await freshLink();
      const opened = link === undefined ? undefined : await openLink(link, context);
      if (opened?.offers === 'password') await completeLink(opened, typed, context);
      await opened?.window.close();
    } catch (thrown) {
      if (!(thrown instanceof GapError) || context.signal.aborted) throw thrown;
      context.progress(thrown.gap.detail);
    }
    if (await signsIn({ user, password }, entry, 'the disposable account', context)) return true;
  }
  context.progress('the disposable account did not get its password back: set LR_BURNER_PASSWORD by a reset');
  return false;
}
