import { GapError, gap } from '../../../model/gap.ts';
import { accountNames } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { World } from '../../../world/world.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { openOwnSession, type OwnSession } from '../sessions/own-session.ts';
import { findWhoAmIs } from '../sessions/who-am-i.ts';
import { hold, lookAtOthers } from './ended-sessions.ts';
import { findChangeForm } from './find-change-form.ts';
import { openLock } from './lock.ts';
import { tryWeak } from './try-weak.ts';
import { tryWrongPresent } from './try-wrong-present.ts';

const kinds = ['session.password', 'access.weak-password'] as const;

/**
 * sessions.password-change and auth.password-policy: the disposable account (burner) gets another password through the
 * portal's own form while a second browser is signed in; then weak ones are tried; at the end it has its own one again. Where none was
 * given, the second user of A's customer (A2) gets another password once and its own one back, where that is no weak one itself; no weak one is tried. Every
 * password that is sent is the account's own one with a known ending, or noted, so that nobody is locked out by a run that dies.
 */
export const passwordChangeCollector = defineCollector({
  id: 'password-change',
  produces: kinds,
  permit: 'write',
  after: ['sign-in', 'tenancy', 'take-back', 'sessions', 'callback-urls', 'journeys', 'mail-reset'],
  phase: 'disturbs',
  timeoutMs: 8 * 60_000,
  subjects(target, world) {
    const identity = whoseOf(world);
    const url = identity && (entryUrl(target, identity) ?? entryUrl(target, 'a'));
    if (!identity) return entryUrl(target, 'a') ? noBurner : noPortal;
    if (!url) return noPortal;
    const others = accountNames.filter((name) => name !== identity).map((name) => world.credentials(name)?.user);
    if (others.includes(world.credentials(identity)?.user))
      return gap(
        'not-configured',
        'The disposable account is one of the other test accounts, so its password was not changed.',
        'Give LR_BURNER_USER an account of its own.',
      );
    return [hostOfUrl(url)];
  },
  async collect(subject, context) {
    const opened: OwnSession[] = [];
    try {
      await examine(subject, opened, context);
    } finally {
      for (const one of opened) await one.context.close().catch(() => undefined);
    }
  },
});

/**
 * Whose password may be changed and put back: of A2 only where its password alone lets it in, so that what became of it can be told, and
 * where the portal's own rules will hardly refuse it when it comes back.
 */
function whoseOf({ credentials }: Pick<World, 'credentials'>): 'burner' | 'a2' | undefined {
  if ((credentials('burner')?.password ?? '') !== '') return 'burner';
  const second = credentials('a2');
  return second && second.totp === undefined && isSound(second.password ?? '') ? 'a2' : undefined;
}

/** What was given out with the account may be weaker than what its owner may choose: such a one could not be put back. */
function isSound(password: string): boolean {
  const kindsOfSign = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  return password.length >= 12 && kindsOfSign >= 3;
}

async function examine(subject: string, opened: OwnSession[], context: CollectContext): Promise<void> {
  const { progress } = context;
  const identity = whoseOf(context.world) ?? 'burner';
  progress(`signing in twice as ${called(identity)}, to change its password`);
  const first = await openOwnSession(identity, context, { unchecked: true });
  opened.push(first);
  const form = await findChangeForm(first, context);
  if (!form) throw new GapError(noForm(first.home, identity));
  const second = await openOwnSession(identity, context, { unchecked: true });
  opened.push(second);
  await lookHome(second, context);
  const held = await hold(await findWhoAmIs(second, context));
  // Where each sign-in ends the one before it, what ended the other session cannot be told.
  const single = held.length > 0 && (await findWhoAmIs(first, context)).length === 0;
  const lock = openLock(first, form, context);
  try {
    if (identity !== 'burner' && !(await lock.opensOwn())) throw new GapError(notProven);
    const changed = await lock.turn(lock.derived());
    if (!changed.turned) throw new GapError(notChanged(changed.said, identity));
    const others = single ? undefined : await lookAtOthers(second, held, context);
    const weak = identity === 'burner' ? await tryWeak(lock, context) : undefined;
    const wrongPresent = await tryWrongPresent(lock, form, context);
    const restored = await lock.putBack();
    const page = new URL(form.url).pathname;
    const isTold = others && (held.length > 0 || others.browserIsIn === true);
    if (!isTold && wrongPresent !== 'taken') context.gap('session.password', subject, others ? noProbe : oneSession);
    else
      context.emit('session.password', subject, {
        identity,
        page,
        changed: true,
        ...(others ?? { probes: [], browserIsIn: null }),
        ...(wrongPresent ? { wrongPresent } : {}),
        restored,
        reproduce: `Open the portal in two private windows, sign in to the same account in both, change the password in one (${page}), and reload the other.`,
      });
    if (!weak || identity !== 'burner') return context.gap('access.weak-password', subject, noBurner);
    context.emit('access.weak-password', subject, {
      identity,
      page,
      trials: weak,
      restored,
      reproduce: `Open the portal with a disposable account, go to ${page}, and choose a password of seven characters, then one such as “password123”.`,
    });
  } finally {
    await lock.putBack();
  }
}

/** Opens the first page again, so that who is asking is on record. */
async function lookHome({ page, home, recorder }: OwnSession, { world, signal }: CollectContext): Promise<void> {
  await page.goto(home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
}

const called = (identity: 'burner' | 'a2') =>
  identity === 'burner' ? 'the disposable account' : 'the second user of A’s customer';

const noPortal = gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
const oneSession = gap(
  'nothing-to-compare',
  'A second sign-in of the account ended the first one, so there is no other session for a password change to end.',
  'Sign in by a second device that the portal allows beside the first, and change the password by hand.',
  10,
);
const noBurner = gap(
  'not-configured',
  'No disposable account was given, and the passwords of A, B and staff are not changed.',
  'Create a test account whose password may be changed and put back, set LR_BURNER_USER and LR_BURNER_PASSWORD, and grant write; for other sessions alone a second user of A’s customer serves (LR_A2_…) whose password has twelve characters and three kinds of them.',
  5,
);
const noForm = (home: string, identity: 'burner' | 'a2') =>
  gap(
    'inconclusive',
    `No form for a new password was found from ${new URL(home).pathname} as ${called(identity)}.`,
    'Check that the account reaches its own password form by links from its first page; where passwords are kept by an identity provider, attest how it is set up.',
    10,
  );
const notProven = gap(
  'sign-in-failed',
  'The second user of A’s customer did not get in once more by its password alone, so it was not changed.',
  'Give LR_BURNER_USER an account whose password may be changed and put back.',
);
const notChanged = (said: string, identity: 'burner' | 'a2') =>
  gap(
    'refused',
    `The portal did not take a long random password for ${called(identity)} (${said}).`,
    'Change the password by hand once in the same form, and look what it asks for besides.',
    10,
  );
const noProbe = gap(
  'inconclusive',
  'No answer of the portal names the account whose password was changed, so it cannot be told whether its other session ended.',
  'Check that the account sees its own name or e-mail somewhere in the portal.',
);
