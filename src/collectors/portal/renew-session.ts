import { signInMeans } from './sign-in/sign-in-means.ts';
import { GapError } from '../../model/gap.ts';
import type { AccountName } from '../../model/identity.ts';
import type { CollectContext } from '../collector.ts';
import type { LiveSlot } from '../live.ts';
import { entryUrl } from './entry.ts';
import { gatesSlot } from './gates.ts';
import { waitUntilQuiet } from './quiet.ts';
import type { Session } from './session.ts';
import { findSignInForm, isForm } from './sign-in/find-form.ts';
import { originsOf } from './sign-in/sign-in-hosts.ts';
import { signIn } from './sign-in/sign-in.ts';

/** Identities that were signed in a second time: real portals lock accounts, so there is no third. */
const renewedSlot: LiveSlot<Set<string>> = { name: 'portal.renewed' };

/** Reloads the page so that it refreshes its tokens; where it asks to sign in, signs in once more in this run. */
export async function renewSession(session: Session, context: CollectContext): Promise<void> {
  const { page, recorder, identity, credentials } = session;
  const { world, signal, live, target } = context;
  await page.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal);
  const look = () => findSignInForm(page, originsOf(context, identity as AccountName)).catch(() => undefined);
  let form = await look();
  // A page with nothing but the way to a provider: it may still know who is there, and ask nothing.
  if (form?.entry && !isForm(form)) {
    await form.entry.click({ timeout: 2000 }).catch(() => undefined);
    await waitUntilQuiet(page, recorder, world.clock, signal);
    form = await look();
  }
  const renewed = live.get(renewedSlot) ?? new Set<string>();
  const url = entryUrl(target, identity as AccountName);
  if (!credentials || !url || renewed.has(identity) || !(form?.password || form?.firstStep)) return;
  // Without a password a person or a mail let this account in: that is not repeated behind anybody's back.
  if (credentials.password === '') return;
  live.set(renewedSlot, renewed.add(identity));
  const holder = live.get(gatesSlot)?.get(identity);
  const carries = (body: string) =>
    [credentials.user, credentials.password].some(
      (one) => body.includes(one) || body.includes(encodeURIComponent(one)),
    );
  if (holder) holder.gate = async (request) => carries(request.postData() ?? '');
  try {
    context.progress(`the session of ${identity} was lost: signing in once more`);
    // A mailed link or code is not asked for a second time behind anybody's back.
    const { mailbox: _, ...means } = signInMeans(identity as AccountName, { url, user: credentials.user }, context);
    await signIn({
      page,
      recorder,
      url,
      credentials,
      ...means,
      guesses: [],
    });
  } catch (thrown) {
    // Still lost: the probes around the batch say so, and what it covered is unproven.
    if (!(thrown instanceof GapError)) throw thrown;
    context.progress(thrown.gap.detail);
  } finally {
    if (holder) holder.gate = async () => false;
  }
}
