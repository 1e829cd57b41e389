import type { AccountName } from '../../model/identity.ts';
import type { CollectContext } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import { entryUrl } from '../portal/entry.ts';
import { completeForAnother, otherFor } from './invited-address.ts';
import type { Sent, Typed } from './send-form.ts';
import { canSignIn, signsIn } from './sign-in-once.ts';
import { openLink } from './use-link.ts';

type Bound = NonNullable<LinkUse['bound']>;

const order: readonly AccountName[] = ['burner', 'a2', 'b'];

/**
 * Whether a reset link sets the password of whomever the page's request names: where it sends the address along, a further link is used
 * with the address of another test account in its place, and with the password that the link's own account has. A portal that goes by
 * the link changes nothing by that. One that does not has given the other account this password: by the same door it gets its own back.
 * undefined: no address goes along, or there is no other account.
 */
export async function resetForAnother(
  of: { readonly identity: AccountName; readonly typed: Typed; readonly first: Sent },
  freshLink: () => Promise<string | undefined>,
  context: CollectContext,
): Promise<Bound | undefined> {
  const { world, target } = context;
  const { typed, first } = of;
  const other = order.find((name) => {
    const given = world.credentials(name);
    return name !== of.identity && given?.user.includes('@') && given.password !== '' && given.user !== typed.email;
  });
  const victim = other && world.credentials(other);
  const entry = other && entryUrl(target, other);
  const sent = first.request?.postData() ?? '';
  if (!other || !victim || !entry || otherFor(typed.email ?? '', victim.user)(sent) === undefined) return undefined;
  const use = async (password: string): Promise<Sent | undefined> => {
    const link = await freshLink();
    const opened = link === undefined ? undefined : await openLink(link, context);
    if (!opened) return undefined;
    try {
      const { named, sent: answer } = await completeForAnother(opened, { ...typed, password }, victim.user, context);
      return named ? answer : undefined;
    } finally {
      await opened.window.close();
    }
  };
  const id = await world.journal.plan({
    identity: of.identity,
    method: 'POST',
    url: first.request?.url() ?? entry,
    what: `a reset link of ${of.identity} is used with the address of ${other} in its place; if the run died here, ${other} may have the password of ${of.identity}: sign in with that and change it back`,
  });
  const answer = await use(typed.password ?? '');
  if (answer?.ok === false || !answer) {
    await world.journal.settle(id, { state: 'refused', status: answer?.status ?? 0 });
    return answer
      ? { state: 'bound', detail: `with the address of another account it is refused (${answer.said})` }
      : { state: 'unclear', detail: 'a further link could not be used with the address of another account' };
  }
  // Its own password first: where that still opens the account, no wrong one is sent.
  if (await canSignIn(other, context)) {
    await world.journal.settle(id, { state: 'undone', detail: `${other} has its own password` });
    return { state: 'bound', detail: 'the address of another account was sent with it and left aside' };
  }
  const taken = { user: victim.user, password: typed.password ?? '' };
  const fell = await signsIn(taken, entry, `${other} with the password that a link of ${of.identity} set`, context);
  if (!fell) {
    await world.journal.settle(id, { state: 'cannot-undo', detail: `${other} signs in with neither password` });
    return {
      state: 'unclear',
      detail: `${other} signs in neither with its own password nor with the one that was sent`,
    };
  }
  await world.journal.settle(id, { state: 'done', status: answer.status ?? 0 });
  await use(victim.password);
  const back = await canSignIn(other, context);
  await world.journal.settle(
    id,
    back
      ? { state: 'undone', detail: `${other} has its own password again` }
      : {
          state: 'cannot-undo',
          detail: `${other} has the password of ${of.identity}: sign in with it and change it back`,
        },
  );
  if (!back) context.progress(`the account ${other} did not get its own password back: it is that of ${of.identity}`);
  return {
    state: 'any',
    detail: `a link that was sent to ${of.identity} set the password of ${other}, who signed in with it${back ? ', and it was put back' : ''}`,
  };
}
