import type { CollectContext } from '../../collector.ts';
import type { PasswordChange } from '../../password-evidence.ts';
import type { ChangeForm } from './find-change-form.ts';
import type { Lock } from './lock.ts';
import { carries } from './set-password.ts';

/**
 * Whether the present password is looked at where the form asks for it (ASVS v5.0.0-6.2.3): one more change, once one was taken, with
 * another one in its place. It counts where the server was sent that one: what a page alone compares says nothing of the server, and a
 * page that sends a digest is not judged. undefined: the form asks for none.
 */
export async function tryWrongPresent(
  lock: Lock,
  { current }: Pick<ChangeForm, 'current'>,
  { world, progress }: Pick<CollectContext, 'world' | 'progress'>,
): Promise<PasswordChange['wrongPresent']> {
  if (!current) return undefined;
  progress('a change of the password with a present one that is wrong');
  const wrong = `Lr-${world.randomHex(6)}!Wrong`;
  const { turned, outcome, request } = await lock.turn(lock.derived(), wrong);
  if (turned) return request && carries(request, wrong) ? 'taken' : 'unclear';
  return outcome === 'refused' || outcome === 'page-only' ? 'refused' : 'unclear';
}
