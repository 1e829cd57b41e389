import type { AccountName } from '../../model/identity.ts';
import type { Credentials } from '../../world/world.ts';
import type { CollectContext } from '../collector.ts';
import { entryUrl } from '../portal/entry.ts';
import { proveSignedIn } from '../portal/sign-in/prove-signed-in.ts';
import { signIn } from '../portal/sign-in/sign-in.ts';
import { openWindow } from './mail-run.ts';

/** Whether an account gets in, tried once in a browser without history. */
export async function canSignIn(identity: AccountName, context: CollectContext): Promise<boolean> {
  const credentials = context.world.credentials(identity);
  const url = entryUrl(context.target, identity);
  return credentials && url ? await signsIn(credentials, url, `LR_${identity.toUpperCase()}`, context) : false;
}

export async function signsIn(
  credentials: Credentials,
  url: string,
  label: string,
  context: CollectContext,
): Promise<boolean> {
  const { world, signal } = context;
  const window = await openWindow(context);
  const { page, recorder } = window;
  try {
    await signIn({ page, recorder, url, credentials, label, clock: world.clock, signal, guesses: [] });
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
