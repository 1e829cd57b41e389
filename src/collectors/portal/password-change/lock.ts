import type { Request } from 'playwright-core';
import type { AccountName } from '../../../model/identity.ts';
import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import { signsIn } from '../../delivery/sign-in-once.ts';
import { entryUrl } from '../entry.ts';
import { openOwnSession, type OwnSession } from '../sessions/own-session.ts';
import type { ChangeForm } from './find-change-form.ts';
import { type Attempt, setPassword } from './set-password.ts';

export interface Turned extends Attempt {
  /** The account signed in with it afterwards. */
  readonly turned: boolean;
}

/** A change that was taken: its request, and the two passwords in it. Memory only. */
export interface TakenChange {
  readonly request: Request;
  readonly current: string;
  readonly fresh: string;
}

/** The password of an account: what it is now, how it is changed, how it gets its own one back. */
export interface Lock {
  readonly user: string;
  /** Its own password with an ending that nobody has used before. */
  readonly derived: () => string;
  /** Whether the account gets in by its own password alone. */
  readonly opensOwn: () => Promise<boolean>;
  /** Changes it, journalled before it is sent, and proves the change by signing in. `current`: what is said to be the present one, where that is a lie. */
  readonly turn: (password: string, current?: string) => Promise<Turned>;
  /** Its own password again. False where that failed: then it is said, and stands in the journal. */
  readonly putBack: () => Promise<boolean>;
}

/**
 * No password is written down: the journal says which ending was put behind the account's own one, or that a weak one was
 * tried. The session is opened anew where a change ended it. `session` is closed by whoever opened it.
 */
export function openLock(session: OwnSession, form: ChangeForm, context: CollectContext): Lock {
  const { world, progress } = context;
  const identity = session.identity as AccountName;
  const variable = `LR_${identity.toUpperCase()}_PASSWORD`;
  const label = identity === 'burner' ? 'the disposable account' : `the account ${identity}`;
  const own = session.credentials?.password ?? '';
  const user = session.credentials?.user ?? '';
  const url = entryUrl(context.target, identity) ?? session.signInUrl;
  let now = own;
  let at = session;
  let endings = 0;
  let taken: TakenChange | undefined;
  /** The journal's entry of the change that stands. */
  let stands: string | undefined;
  /** A password that may have become the account's without our seeing it. */
  let doubt: string | undefined;
  let over = false;

  const opens = (password: string) => signsIn({ user, password }, url, label, context);
  const anew = async (): Promise<OwnSession> => {
    const fresh = await openOwnSession(identity, context, { unchecked: true, password: now });
    if (at !== session) await at.context.close().catch(() => undefined);
    at = fresh;
    return at;
  };
  const settle = async (id: string, state: 'undone' | 'cannot-undo', detail: string) =>
    world.journal.settle(id, { state, detail });
  const named = (password: string): string =>
    password === own
      ? 'its own one'
      : password.startsWith(own)
        ? `its own one (${variable}) followed by ${password.slice(own.length)}`
        : `a weak one of ${password.length} characters that was tried`;

  async function turn(password: string, current = now): Promise<Turned> {
    const id = await world.journal.plan({
      identity,
      method: 'POST',
      url: form.url,
      what: `the password of ${identity} becomes ${named(password)}; if the run died here, sign in with that or with ${variable} and change it back`,
    });
    const words = { current, fresh: password };
    let tried = await setPassword(at, form, words, context, taken);
    if (tried.outcome === 'no-form') tried = await setPassword(await anew(), form, words, context, taken);
    const sent = tried.outcome === 'taken' || tried.outcome === 'unclear';
    const turned = sent && (await opens(password));
    if (turned) {
      now = password;
      doubt = undefined;
      if (tried.request) taken = { request: tried.request, ...words };
      if (stands !== undefined) await settle(stands, 'undone', 'the password was changed again');
      stands = password === own ? undefined : id;
      if (password === own) await settle(id, 'undone', 'the account has its own password again');
      else await world.journal.settle(id, { state: 'done', status: tried.status });
    } else if (!sent || (await opens(now))) {
      await world.journal.settle(id, { state: 'refused', status: tried.status });
      // The new one opens nothing and the former one does: whatever the page said, it was not taken.
      const limited = tried.status === 429 || tried.status >= 500;
      if (sent && !limited) return { ...tried, outcome: 'refused', turned };
    } else {
      doubt = password;
      await settle(id, 'cannot-undo', `neither ${named(password)} nor ${named(now)} opened the account`);
    }
    return { ...tried, turned };
  }

  return {
    user,
    derived() {
      const password = `${own}-Lr${++endings}!${world.randomHex(2)}`;
      world.vault.add(password, 'changed password');
      return password;
    },
    turn,
    opensOwn: () => opens(own),
    async putBack() {
      if (doubt !== undefined && (await opens(doubt))) now = doubt;
      for (let tries = 0; tries < 2 && now !== own && !over; tries++) {
        try {
          if ((await turn(own)).turned) break;
          await anew();
        } catch (thrown) {
          if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
          progress(thrown.gap.detail);
        }
      }
      if (at !== session) await at.context.close().catch(() => undefined);
      at = session;
      if (now === own) return doubt === undefined;
      if (!over) {
        progress(`${label} did not get its password back: it is ${named(now)}`);
        if (stands !== undefined) await settle(stands, 'cannot-undo', `the password is ${named(now)}`);
      }
      over = true;
      return false;
    },
  };
}
