import { GapError, gap } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { Window } from '../../delivery/mail-run.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { findSignInForm, type SignInForm } from '../sign-in/find-form.ts';
import { openForm } from '../sign-in/open-form.ts';
import { mayTypeAt, originsOf } from '../sign-in/sign-in-hosts.ts';
import { shownText } from '../sign-in/sign-in-failure.ts';
import { submit } from '../sign-in/submit.ts';
import { carriersOf, type Typing } from './see-answers.ts';

const answerLimitMs = 10_000;
const stepsAtMost = 3;

/**
 * Enters a name and a password at a sign-in form, each once, and waits for what the portal answers to it; makes nothing of
 * the answer. Throws GapError where there is no form.
 */
export async function trySignIn(
  window: Window,
  {
    user,
    password,
    identity,
    url,
    mayType: may,
  }: {
    readonly user: string;
    readonly password: string;
    readonly identity: AccountName;
    readonly url?: string;
    readonly mayType?: (host: string) => boolean;
  },
  context: CollectContext,
): Promise<Typing> {
  const { world, signal, target } = context;
  const mayType = may ?? mayTypeAt(context);
  const { page, recorder } = window;
  const origins = originsOf(context, identity);
  const { form: first } = await openForm({
    page,
    recorder,
    url: url ?? entryUrl(target, identity) ?? '',
    credentials: { user, password },
    label: `LR_${identity.toUpperCase()}`,
    clock: world.clock,
    signal,
    guesses: [],
    origins,
    mayType,
  });
  const typed = [user, ...(user.includes('@') ? [user.split('@')[0] ?? user] : []), password];
  await recorder.settled();
  const typing = { typed, before: await shownText(page), mark: recorder.exchanges.length };
  let form: SignInForm = first;
  const entered = new Set<string>();
  for (let step = 0; step < stepsAtMost; step++) {
    const host = hostOfUrl(form.frame.url() === 'about:srcdoc' ? page.url() : form.frame.url() || page.url());
    if (host !== '' && !mayType(host)) throw notOurs(host);
    const tenant = target.config.accounts?.[identity]?.tenant;
    if (form.workspace && tenant !== undefined && !entered.has('workspace'))
      await form.workspace.fill(tenant, { timeout: 5000 });
    if (form.workspace) entered.add('workspace');
    if (form.user && !entered.has('user')) {
      await form.user.fill(user, { timeout: 5000 });
      entered.add('user');
    }
    if (form.password && !entered.has('password')) {
      await form.password.fill(password, { timeout: 5000 });
      entered.add('password');
    }
    const answered = carriersOf(window, typing).length;
    // A button may have been enabled by what was typed.
    const ready = await findSignInForm(page, origins).catch(() => form);
    await submit(page, ready.user || ready.password ? ready : form);
    const end = world.clock.monotonicMs() + answerLimitMs;
    while (carriersOf(window, typing).length === answered && world.clock.monotonicMs() < end) {
      await world.clock.wait(60, signal);
      const next = await findSignInForm(page, origins).catch(() => undefined);
      if (next?.password && !entered.has('password')) break;
    }
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
    const next = await findSignInForm(page, origins).catch(() => undefined);
    if (entered.has('password') || !next?.password) break;
    form = next;
  }
  return typing;
}

const notOurs = (host: string) =>
  new GapError(
    gap(
      'no-consent',
      `The sign-in goes on at ${host}, to which nothing of this kind is sent.`,
      'Try it by hand, or look at the settings of whoever runs the sign-in page.',
      5,
    ),
  );
