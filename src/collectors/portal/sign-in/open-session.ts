import { signInMeans } from './sign-in-means.ts';
import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { attachRecorder } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { carryToken, setCookies, signInByJson } from './enter-by-config.ts';
import { orKeptAway } from './kept-away.ts';
import { proveSignedIn } from './prove-signed-in.ts';
import { signIn } from './sign-in.ts';
import { isContactable } from './sign-in-hosts.ts';
import { alertText, explainFailure, failureOf, PortalBroke, signInFailed } from './sign-in-failure.ts';

const byScript = ['json', 'bearer', 'cookie', 'storage-state', 'basic'];

/** Signs one identity in, by the form or as the config says, proves it, and leaves its session in `live`. */
export async function openSession(identity: AccountName, context: CollectContext): Promise<Session> {
  const { world, target, signal, live } = context;
  const label = `LR_${identity.toUpperCase()}`;
  const credentials = world.credentials(identity);
  const url = entryUrl(target, identity);
  if (!credentials || !url)
    throw new GapError(
      gap('not-configured', `No account ${identity} was given.`, `Set ${label}_USER and ${label}_PASSWORD.`),
    );
  const account = target.config.accounts?.[identity];
  const kind = account?.signIn?.kind ?? kindOf(credentials);
  const isListed = isContactable(context);
  const saved = kind === 'storage-state' ? await world.savedSignIn(identity, hostOfUrl(url)) : undefined;
  const browser = await world.browser.context({
    identity,
    ...(saved ? { storageState: saved.state } : {}),
    ...(kind === 'basic'
      ? { basic: { username: credentials.user, password: credentials.password, origin: new URL(url).origin } }
      : {}),
  });
  if (saved && Object.keys(saved.sessionStorage).length > 0)
    await browser.addInitScript((stored: Readonly<Record<string, Readonly<Record<string, string>>>>) => {
      for (const [key, value] of Object.entries(stored[location.origin] ?? {}))
        if (sessionStorage.getItem(key) === null) sessionStorage.setItem(key, value);
    }, saved.sessionStorage);
  await browser.addInitScript(openShadowRoots);
  const recorder = attachRecorder(browser, identity, { isListed, nowMs: () => world.clock.monotonicMs() });
  context.progress(`signing in as ${identity}`);
  const by = { context, browser, identity, credentials, url, label, isListed };
  const token = kind === 'json' ? (await signInByJson(by)).token : kind === 'bearer' ? credentials.token : undefined;
  if (token !== undefined) await carryToken(browser, token, isListed);
  if (kind === 'cookie') await setCookies(browser, credentials.cookie ?? '', url, label);
  const page = await browser.newPage();
  const scripted = byScript.includes(kind);
  const { entered, home, proof, self } = await orKeptAway(
    async () => {
      const entered = scripted
        ? await arrive()
        : await signIn({
            page,
            recorder,
            url,
            credentials,
            ...signInMeans(identity, { url, user: credentials.user }, context),
          });
      await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
      const self = [credentials.user, credentials.user.split('@')[0] ?? ''].filter((name) => name.length >= 4);
      let home = withoutLink(page.url(), entered.factors, url);
      let proved = await proveSignedIn(page, home, self.slice(0, 1), recorder.exchanges);
      // Slow portals keep the session a moment later than they take the form away; while the page moves on, so does the proof.
      for (let more = 0; more < 4 && !proved.signedIn && !scripted; more++) {
        if (more >= 2) await world.clock.wait(2500, signal);
        if (more >= 2 && withoutLink(page.url(), entered.factors, url) === home) break;
        await world.clock.wait(1200, signal);
        await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
        // Where the sign-in led to: the page with the form may stay until the next one has come.
        home = withoutLink(page.url(), entered.factors, url);
        proved = await proveSignedIn(page, home, self.slice(0, 1), recorder.exchanges);
      }
      const { signedIn, answered, proof } = proved;
      const carried = token !== undefined && recorder.exchanges.some((one) => one.afterSignIn && one.status < 400);
      if (!signedIn && !(carried && answered)) {
        const said = scripted || answered ? '' : await alertText(page);
        // No form any more, and no way in either: the page that came says why.
        if (said !== '') throw explainFailure(failureOf(said) ?? 'wrong', label, said);
        throw notKept(label, kind, answered || entered.welcomed, entered.formStayed);
      }
      return { entered, home: scripted ? home : await pastSignIn(home, self), proof, self };
    },
    { recorder, world, label },
  );
  const session: Session = { identity, context: browser, page, recorder, credentials, home, self };
  const sessions = live.get(sessionsSlot) ?? new Map();
  sessions.set(identity, session);
  live.set(sessionsSlot, sessions);
  context.emit('portal.sign-in', identity, {
    identity,
    url: entered.url,
    steps: entered.steps,
    ...(entered.factors ? { factors: entered.factors } : {}),
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

  /** The page with the form may stay for a moment after the form has gone: a walk that began there would end there. */
  async function pastSignIn(here: string, self: readonly string[]): Promise<string> {
    const isForm = (address: string) => signInPath.test(new URL(address).pathname);
    if (!isForm(here)) return here;
    for (let look = 0; look < 15 && isForm(page.url()); look++) await world.clock.wait(200, signal);
    const next = isForm(page.url()) ? new URL('./', here).href : page.url();
    const { signedIn } = await proveSignedIn(page, next, self.slice(0, 1), recorder.exchanges);
    return signedIn ? next : here;
  }

  /** Opens the portal with what the config brought along: nothing is typed. */
  async function arrive() {
    recorder.markSignedIn();
    const start = kind === 'json' ? (target.url ?? new URL('/', url).href) : (url ?? '');
    const response = await page.goto(start, { waitUntil: 'domcontentloaded', timeout: 20_000 }).catch(() => undefined);
    if (response === undefined)
      throw new GapError(gap('unreachable', `The browser could not open ${start}.`, 'Check that the portal is up.'));
    const status = response?.status() ?? 0;
    if (status === 401 || status === 403)
      throw signInFailed(
        `${label}: the portal refuses what was given (${kind}, HTTP ${status}).`,
        renewBy(kind, label),
      );
    return { url: start, steps: 0, factors: undefined, overlaysDismissed: 0, welcomed: false, formStayed: false };
  }
}

const signInPath = /\/(log|sign)[-_]?in\/?$/i;

/** The address of a link from a mail says nothing of the session: it shows the same to everybody, or that it is spent. */
function withoutLink(here: string, factors: readonly string[] | undefined, entry: string | undefined): string {
  const { pathname, search } = URL.parse(here) ?? { pathname: '', search: '' };
  const isLink = factors?.includes('mail') === true && /[\w-]{24,}/.test(`${pathname}${search}`);
  return isLink && entry !== undefined ? new URL('/', entry).href : here;
}

/** Without a password, what else was given says how. */
function kindOf(credentials: { password: string; token?: string; cookie?: string; state?: string }): string {
  if (credentials.state !== undefined) return 'storage-state';
  if (credentials.password !== '') return 'form';
  if (credentials.token !== undefined) return 'bearer';
  return credentials.cookie !== undefined ? 'cookie' : 'form';
}

function renewBy(kind: string, label: string): string {
  if (kind === 'storage-state') return 'The recorded sign-in is over; record it again: launch-ready record sign-in.';
  if (kind === 'bearer') return `Set ${label}_TOKEN to a fresh token.`;
  if (kind === 'cookie') return `Set ${label}_COOKIE to the cookies of a fresh sign-in.`;
  return `Check ${label}_USER and ${label}_PASSWORD.`;
}

/** The page that signed in showed the account, a fresh one asks to sign in: the portal forgets. Else we were never in. */
function notKept(label: string, kind: string, answered: boolean, formStayed: boolean): GapError {
  if (byScript.includes(kind))
    return signInFailed(
      `${label}: with what was given (${kind}) the portal still asks to sign in.`,
      renewBy(kind, label),
    );
  if (answered && formStayed)
    return new PortalBroke(
      'sign-in',
      `${label}: the portal took the password and then showed the sign-in form again, in this page and in a fresh one: the session is not kept.`,
    );
  if (answered)
    return new PortalBroke(
      'refresh',
      `${label}: signed in, but a fresh page of the same browser asks to sign in again: the session does not survive a refresh.`,
    );
  if (formStayed) return explainFailure('refused', label, '');
  return signInFailed(
    `${label}: the form went away, but a fresh page still asks to sign in.`,
    'Sign in by hand once with this account and look for a further step.',
  );
}

/** Runs in every page first: parts that a page closes to scripts are closed to nobody who looks at it. */
export function openShadowRoots(): void {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attach.call(this, { ...init, mode: 'open' });
  };
}
