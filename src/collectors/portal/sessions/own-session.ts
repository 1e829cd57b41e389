import { signInMeans } from '../sign-in/sign-in-means.ts';
import type { Cookie, Page } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { entryUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { notSignedIn } from '../not-signed-in.ts';
import { attachRecorder } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { brokenSlot } from '../sign-in/collector.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { openShadowRoots } from '../sign-in/open-session.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { rememberBox, rememberWords } from './remember-box.ts';

/** A further session of an account, in a browser context of its own: what it suffers hurts no other proof. */
export interface OwnSession extends Session {
  /** Cookies from before the sign-in, those of the server and the planted ones. */
  readonly before: readonly Cookie[];
  readonly planted: readonly Cookie[];
  readonly signInUrl: string;
  /** The form of the sign-in has a box for staying signed in. */
  readonly offersToRemember: boolean;
}

export interface OwnSessionOptions {
  /** Ticks the box for staying signed in, where the form has one. */
  readonly remember?: true;
  /** Opened in place of the account's entry. */
  readonly url?: string;
  /** Put into the browser before the sign-in where the server has set none of that name. */
  readonly plant?: readonly Cookie[];
  /** Called with the page before it opens anything. */
  readonly onPage?: (page: Page) => void;
  /** An account that this run has not signed in before. */
  readonly unchecked?: true;
  /** In place of the account's own password, where the run has changed it. */
  readonly password?: string;
}

/** Why a further sign-in makes no sense; undefined where it does. One refused password must not become two. */
export function noFurtherSignIn(identity: AccountName, context: CollectContext) {
  if (context.live.get(sessionsSlot)?.has(identity)) return undefined;
  if (context.live.get(brokenSlot)?.some((one) => one.identity === identity && one.step === 'refresh'))
    return undefined;
  return notSignedIn(identity, context);
}

/** One more session, for what can be left out where it cannot be had. */
export async function openSpare(
  identity: AccountName,
  context: CollectContext,
  options: OwnSessionOptions = {},
): Promise<OwnSession | undefined> {
  return openOwnSession(identity, context, options).catch((thrown: unknown) => {
    if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return undefined;
  });
}

/** Signs an account in once more. Throws GapError where it cannot be, see `signIn`. */
export async function openOwnSession(
  identity: AccountName,
  context: CollectContext,
  options: OwnSessionOptions = {},
): Promise<OwnSession> {
  const { world, target, signal } = context;
  const why = options.unchecked ? undefined : noFurtherSignIn(identity, context);
  if (why) throw new GapError(why);
  const given = world.credentials(identity);
  const credentials = given && options.password !== undefined ? { ...given, password: options.password } : given;
  const entry = entryUrl(target, identity);
  if (!credentials || !entry)
    throw new GapError(gap('not-configured', `No account ${identity} was given.`, 'Set its LR_ variables.'));
  const url = options.url ?? entry;
  const browser = await world.browser.context({ identity });
  await browser.addInitScript(openShadowRoots);
  const recorder = attachRecorder(browser, identity, {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  try {
    const page = await browser.newPage();
    options.onPage?.(page);
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 20_000 }).catch(() => null);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2000 });
    const set = await browser.cookies();
    const planted = (options.plant ?? []).filter(
      (one) => !set.some((known) => known.name === one.name && known.domain === one.domain),
    );
    if (planted.length > 0) await browser.addCookies(planted.map((one) => ({ ...one })));
    // What the portal has set by the time the password is sent is what an attacker would have known: often it is the
    // sign-in page that sets it, and it may have put its own in the place of a planted one.
    let before = [...set, ...planted];
    let offersToRemember = false;
    const beforeSending = async () => {
      before = await browser.cookies();
      const tick = { source: rememberWords.source, tick: options.remember === true };
      offersToRemember = await page.evaluate(rememberBox, tick).catch(() => false);
    };
    const means = signInMeans(identity, { url, user: credentials.user }, context);
    const entered = await signIn({ page, recorder, url, credentials, ...means, beforeSending });
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
    await recorder.settled();
    return {
      identity,
      context: browser,
      page,
      recorder,
      credentials,
      home: page.url(),
      self: [credentials.user, credentials.user.split('@')[0] ?? ''].filter((name) => name.length >= 4),
      before,
      planted: before.filter((one) => planted.some((other) => other.name === one.name && other.value === one.value)),
      signInUrl: entered.url,
      offersToRemember,
    };
  } catch (thrown) {
    await browser.close().catch(() => undefined);
    throw thrown;
  }
}
