import type { AccountName } from '../../model/identity.ts';
import type { Credentials } from '../../world/world.ts';
import type { CollectContext } from '../collector.ts';
import { entryUrl } from '../portal/entry.ts';
import { proveSignedIn } from '../portal/sign-in/prove-signed-in.ts';
import { signIn } from '../portal/sign-in/sign-in.ts';
import { signInMeans } from '../portal/sign-in/sign-in-means.ts';
import { openWindow } from './mail-run.ts';

/** Whether an account gets in, tried once in a browser without history. */
export async function canSignIn(identity: AccountName, context: CollectContext): Promise<boolean> {
  const credentials = context.world.credentials(identity);
  const url = entryUrl(context.target, identity);
  if (!credentials || !url) return false;
  // The password alone is asked about: a link or a code by mail would let in without it.
  const { mailbox: _, ...means } = signInMeans(identity, { url, user: credentials.user }, context);
  return await signsIn(credentials, url, means.label, context, means);
}

/** Whether these credentials get in, tried once; `means` is what an account's own sign-in is given besides. */
export async function signsIn(
  credentials: Credentials,
  url: string,
  label: string,
  context: CollectContext,
  means: Partial<ReturnType<typeof signInMeans>> = {},
): Promise<boolean> {
  const { world, signal } = context;
  const window = await openWindow(context);
  const { page, recorder } = window;
  try {
    await signIn({ page, recorder, url, credentials, ...means, label, clock: world.clock, signal, guesses: [] });
    const proof = await proveSignedIn(page, page.url(), [credentials.user], recorder.exchanges);
    return proof.signedIn;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    context.progress(
      `${label}: no sign-in after the mail (${thrown instanceof Error ? thrown.message.split('\n')[0] : 'failed'})`,
    );
    return false;
  } finally {
    await window.close();
  }
}
