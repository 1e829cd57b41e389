import { type AccountName, accountNames } from '../../../model/identity.ts';
import { GapError, gap } from '../../../model/gap.ts';
import { type CollectContext, defineCollector, type Target } from '../../collector.ts';
import type { LiveSlot } from '../../live.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { attachRecorder } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { proveSignedIn } from './prove-signed-in.ts';
import { signIn } from './sign-in.ts';
import { PortalBroke } from './sign-in-failure.ts';

/** Sign-ins that the portal itself broke: the journey's verdict, not a gap of ours. */
export const brokenSlot: LiveSlot<
  readonly { readonly identity: string; readonly step: 'sign-in' | 'refresh'; readonly detail: string }[]
> = { name: 'portal.broken' };

const guesses = ['/login', '/signin', '/sign-in', '/auth/login', '/users/sign_in', '/admin'];

/** Signs each given account in through the portal's own form, in a browser context of its own. One attempt each. */
export const signInCollector = defineCollector({
  id: 'sign-in',
  produces: ['portal.sign-in'],
  permit: 'sign-in',
  timeoutMs: 90_000,
  subjects(target, world) {
    const given = accountNames.filter((name) => name !== 'burner' && world.credentials(name) !== undefined);
    if (!entryUrl(target, 'a'))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    if (given.length > 0) return given;
    return gap(
      'not-configured',
      'No test accounts were given.',
      'Create two test accounts of two different customers and set LR_A_USER, LR_A_PASSWORD, LR_B_USER, LR_B_PASSWORD.',
      5,
    );
  },
  hostOf: (subject, target) => hostOfUrl(entryUrl(target, subject as AccountName) ?? ''),
  async collect(subject, context) {
    try {
      await openSession(subject as AccountName, context);
    } catch (thrown) {
      if (thrown instanceof PortalBroke)
        context.live.set(brokenSlot, [
          ...(context.live.get(brokenSlot) ?? []),
          { identity: subject, step: thrown.step, detail: thrown.gap.detail },
        ]);
      throw thrown;
    }
  },
});

/** Signs one identity in and leaves its session in `live`. */
export async function openSession(identity: AccountName, context: CollectContext): Promise<Session> {
  const { world, target, signal, live } = context;
  const credentials = world.credentials(identity);
  const url = entryUrl(target, identity);
  if (!credentials || !url)
    throw new GapError(
      gap(
        'not-configured',
        `No account ${identity} was given.`,
        `Set LR_${identity.toUpperCase()}_USER and _PASSWORD.`,
      ),
    );
  const browser = await world.browser.context({ identity });
  const recorder = attachRecorder(browser, identity, {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  const page = await browser.newPage();
  const label = `LR_${identity.toUpperCase()}`;
  context.progress(`signing in as ${identity}`);
  const guess = world.scope.isOwned(hostOfUrl(url)) ? guesses : [];
  const entered = await signIn({ page, recorder, url, credentials, label, clock: world.clock, signal, guesses: guess });
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
  const self = [credentials.user, credentials.user.split('@')[0] ?? ''].filter((name) => name.length >= 4);
  const home = page.url();
  const { signedIn, answered, proof } = await proveSignedIn(page, home, self.slice(0, 1), recorder.exchanges);
  if (!signedIn) throw notKept(label, answered || entered.welcomed);
  const session: Session = { identity, context: browser, page, recorder, credentials, home, self };
  const sessions = live.get(sessionsSlot) ?? new Map();
  sessions.set(identity, session);
  live.set(sessionsSlot, sessions);
  context.emit('portal.sign-in', identity, {
    identity,
    url: entered.url,
    steps: entered.steps,
    overlaysDismissed: entered.overlaysDismissed,
    proof,
    cookies: (await browser.cookies()).map((cookie) => ({
      name: cookie.name,
      domain: cookie.domain,
      path: cookie.path,
      httpOnly: cookie.httpOnly,
      secure: cookie.secure,
      sameSite: cookie.sameSite,
      length: cookie.value.length,
    })),
    storageKeys: await page.evaluate(() => Object.keys(localStorage)).catch(() => []),
  });
  return session;
}

/** The page that signed in showed the account, a fresh one asks to sign in: the portal forgets. Else we were never in. */
function notKept(label: string, answered: boolean): GapError {
  if (answered)
    return new PortalBroke(
      'refresh',
      `${label}: signed in, but a fresh page of the same browser asks to sign in again: the session does not survive a refresh.`,
    );
  return new GapError(
    gap(
      'sign-in-failed',
      `${label}: the form went away, but a fresh page still asks to sign in.`,
      'Sign in by hand once with this account and look for a further step.',
    ),
  );
}

/** Hosts that the run may record and replay at: listed ones, and those that a lab maps to this machine. */
export function isContactable({ world }: { readonly world: CollectContext['world'] }): (host: string) => boolean {
  return (host) => world.scope.isListed(host) || world.scope.isOwned(host);
}

export type { Target };
