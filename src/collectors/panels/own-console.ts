import { GapError } from '../../model/gap.ts';
import type { PanelTrial } from '../access-evidence.ts';
import type { CollectContext } from '../collector.ts';
import { openWindow } from '../delivery/mail-run.ts';
import { carriersOf } from '../portal/access/see-answers.ts';
import { trySignIn } from '../portal/access/try-sign-in.ts';
import { findSignInForm, isForm } from '../portal/sign-in/find-form.ts';
import { proveSignedIn } from '../portal/sign-in/prove-signed-in.ts';
import { exchangeContent } from '../portal/tenancy/answer-text.ts';
import { outcomeOf } from '../portal/tenancy/view.ts';

type Try = PanelTrial['tries'][number];

/**
 * The portal's own console: its sign-in form with what installations are left with most, `admin` as name and password. Where
 * the form asks for a mail address, `admin@` the portal's domain. Two tries at most.
 */
export async function tryOwnConsole(
  url: string,
  ours: ReadonlySet<string>,
  context: CollectContext,
): Promise<PanelTrial | undefined> {
  const asked = await asksForMail(url, context);
  if (asked === undefined) return undefined;
  const domain = domainOf(new URL(url).hostname, context);
  const user = asked ? `admin@${domain}` : 'admin';
  const base = {
    product: 'the portal’s own console',
    url,
    knownBy: 'a sign-in form where the configuration, or the address, says that administrators sign in',
    reproduce: `Open the address ${url} in a private window and sign in as ${user} with the password admin.`,
  };
  if (ours.has(user)) return { ...base, tries: [], notTried: `${user} is one of the declared accounts` };
  const tries: Try[] = [];
  for (const password of ['admin', 'password']) {
    const one = await attempt(url, user, password, context);
    tries.push(one);
    if (one.outcome !== 'refused') break;
  }
  if (tries.at(-1)?.outcome !== 'accepted') return { ...base, tries };
  const made = asked ? `lr-${context.world.randomHex(5)}@${domain}` : `lr-${context.world.randomHex(5)}`;
  const control = await attempt(url, made, context.world.randomHex(10), context);
  return { ...base, tries, takesAnything: control.outcome === 'accepted' };
}

/** The mail domain that the configuration lists for this host, else the host without its first label. */
function domainOf(host: string, { target }: CollectContext): string {
  const listed = target.config.target.domains.find(({ name }) => host === name || host.endsWith(`.${name}`))?.name;
  const labels = host.split('.');
  return listed ?? (labels.length > 2 ? labels.slice(1).join('.') : host);
}

/** Whether the form takes mail addresses alone; undefined where there is no form with a password or a first step. */
async function asksForMail(url: string, context: CollectContext): Promise<boolean | undefined> {
  const { world, signal } = context;
  const window = await openWindow(context);
  try {
    await window.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
    for (let look = 0; look < 12; look++) {
      const form = await findSignInForm(window.page).catch(() => undefined);
      if (form && isForm(form))
        return (await form.user?.evaluate((one) => (one as HTMLInputElement).type === 'email')) ?? false;
      await world.clock.wait(250, signal);
    }
    return undefined;
  } finally {
    await window.close();
  }
}

async function attempt(url: string, user: string, password: string, context: CollectContext): Promise<Try> {
  const window = await openWindow(context);
  const { page, recorder } = window;
  try {
    const typing = await trySignIn(window, { user, password, identity: 'admin', url }, context);
    await recorder.settled();
    const carrier = carriersOf(window, { typed: [password], mark: typing.mark }).findLast(
      ({ method }) => method !== 'GET',
    );
    if (!carrier) return { user, outcome: 'unclear', status: 0, note: 'the form sent nothing' };
    const { status, responseHeaders } = carrier;
    const limited = status === 429 || status === 423 || status >= 500;
    if (limited) return { user, outcome: 'unclear', status, note: `HTTP ${status}` };
    const form = await findSignInForm(page).catch(() => undefined);
    if (form?.captcha) return { user, outcome: 'unclear', status, note: 'a CAPTCHA stands in the way' };
    const outcome = outcomeOf(status, exchangeContent(carrier), responseHeaders.location);
    const stays = form !== undefined && (form.password !== undefined || form.firstStep);
    if (status >= 400 || stays || outcome === 'error-body') return { user, outcome: 'refused', status };
    if (form?.code) return { user, outcome: 'unclear', status, note: 'a code is asked for' };
    recorder.markSignedIn();
    const { signedIn } = await proveSignedIn(page, page.url(), [user], recorder.exchanges);
    return signedIn
      ? { user, outcome: 'accepted', status }
      : { user, outcome: 'unclear', status, note: 'a fresh page asks to sign in again' };
  } catch (thrown) {
    if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return { user, outcome: 'unclear', status: 0, note: thrown.gap.detail };
  } finally {
    await window.close();
  }
}
