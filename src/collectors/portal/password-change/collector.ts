import { GapError, gap } from '../../../model/gap.ts';
import { accountNames } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { openOwnSession, type OwnSession } from '../sessions/own-session.ts';
import { findWhoAmIs } from '../sessions/who-am-i.ts';
import { hold, lookAtOthers } from './ended-sessions.ts';
import { findChangeForm } from './find-change-form.ts';
import { openLock } from './lock.ts';
import { tryWeak } from './try-weak.ts';

const kinds = ['session.password', 'access.weak-password'] as const;

/**
 * sessions.password-change and auth.password-policy: the disposable account (burner) gets another password through the
 * portal's own form while a second browser is signed in; then weak ones are tried; at the end it has its own one again. Every
 * password that is sent for it is its own one with a known ending, or noted, so that nobody is locked out by a run that dies.
 */
export const passwordChangeCollector = defineCollector({
  id: 'password-change',
  produces: kinds,
  permit: 'write',
  after: ['sign-in', 'tenancy', 'take-back', 'sessions', 'callback-urls', 'journeys', 'mail-reset'],
  phase: 'disturbs',
  timeoutMs: 8 * 60_000,
  subjects(target, world) {
    const url = entryUrl(target, 'burner') ?? entryUrl(target, 'a');
    if (!url) return gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
    const burner = world.credentials('burner');
    if (!burner || burner.password === '') return noBurner;
    const others = accountNames.filter((name) => name !== 'burner').map((name) => world.credentials(name)?.user);
    if (others.includes(burner.user))
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

async function examine(subject: string, opened: OwnSession[], context: CollectContext): Promise<void> {
  const { progress } = context;
  progress('signing in twice as the disposable account, to change its password');
  const first = await openOwnSession('burner', context, { unchecked: true });
  opened.push(first);
  const form = await findChangeForm(first, context);
  if (!form) throw new GapError(noForm(first.home));
  const second = await openOwnSession('burner', context, { unchecked: true });
  opened.push(second);
  await lookHome(second, context);
  const held = await hold(await findWhoAmIs(second, context));
  // Where each sign-in ends the one before it, what ended the other session cannot be told.
  const single = held.length > 0 && (await findWhoAmIs(first, context)).length === 0;
  const lock = openLock(first, form, context);
  try {
    const changed = await lock.turn(lock.derived());
    if (!changed.turned) throw new GapError(notChanged(changed.said));
    const others = single ? undefined : await lookAtOthers(second, held, context);
    const weak = await tryWeak(lock, context);
    const restored = await lock.putBack();
    const page = new URL(form.url).pathname;
    if (!others) context.gap('session.password', subject, oneSession);
    else if (held.length === 0 && others.browserIsIn !== true) context.gap('session.password', subject, noProbe);
    else
      context.emit('session.password', subject, {
        identity: 'burner',
        page,
        changed: true,
        ...others,
        restored,
        reproduce: `Open the portal in two private windows, sign in to the same account in both, change the password in one (${page}), and reload the other.`,
      });
    context.emit('access.weak-password', subject, {
      identity: 'burner',
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

const oneSession = gap(
  'nothing-to-compare',
  'A second sign-in of the account ended the first one, so there is no other session for a password change to end.',
  'Sign in by a second device that the portal allows beside the first, and change the password by hand.',
  10,
);
const noBurner = gap(
  'not-configured',
  'No disposable account was given, and no other account’s password is changed.',
  'Create a test account whose password may be changed and put back, set LR_BURNER_USER and LR_BURNER_PASSWORD, and grant write.',
  5,
);
const noForm = (home: string) =>
  gap(
    'inconclusive',
    `No form for a new password was found from ${new URL(home).pathname} as the disposable account.`,
    'Check that the account reaches its own password form by links from its first page; where passwords are kept by an identity provider, attest how it is set up.',
    10,
  );
const notChanged = (said: string) =>
  gap(
    'refused',
    `The portal did not take a long random password for the disposable account (${said}).`,
    'Change the password by hand once in the same form, and look what it asks for besides.',
    10,
  );
const noProbe = gap(
  'inconclusive',
  'No answer of the portal names the disposable account, so it cannot be told whether its other session ended.',
  'Check that the account sees its own name or e-mail somewhere in the portal.',
);
