import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { canSignIn } from '../../delivery/sign-in-once.ts';
import type { LiveSlot } from '../../live.ts';

/** Somebody whom the portal knows for certain, and the same kind of name that nobody has. */
export interface Person {
  readonly identity: AccountName;
  readonly user: string;
  readonly nobody: string;
  /** This account may be locked: it was given for that. */
  readonly isBurner: boolean;
}

/** Who may be asked for with a wrong password; the burner first, an administrator never. */
const order: readonly AccountName[] = ['burner', 'a2', 'b', 'a'];
const personSlot: LiveSlot<Person> = { name: 'access.person' };

/** Throws GapError where no test account is proven to exist. */
export async function knownPerson(context: CollectContext): Promise<Person> {
  const { world, live } = context;
  const before = live.get(personSlot);
  if (before) return before;
  for (const identity of order) {
    const credentials = world.credentials(identity);
    if (!credentials || credentials.password === '' || credentials.user === '') continue;
    const proven = context.seen('portal.sign-in').some(({ subject }) => subject === identity);
    if (!proven && (identity !== 'burner' || !(await canSignIn(identity, context)))) continue;
    const { user } = credentials;
    const person = { identity, user, nobody: nobodyLike(user, world.randomHex), isBurner: identity === 'burner' };
    live.set(personSlot, person);
    return person;
  }
  throw new GapError(
    gap(
      'sign-in-failed',
      'No test account with a password could be signed in, so nobody is known for certain.',
      'Set LR_A_USER and LR_A_PASSWORD, or LR_BURNER_USER and LR_BURNER_PASSWORD, to an account that signs in.',
    ),
  );
}

/** As long as the known name and of the same kind, at the same domain: only that nobody has it differs. */
export function nobodyLike(user: string, randomHex: (bytes: number) => string): string {
  const [local = '', domain] = user.split('@');
  const digits = /^\d+$/.test(local);
  const random = randomHex(Math.max(10, local.length));
  const made = digits ? `${BigInt(`0x${random}`)}` : `lr${random}`;
  const name = made.slice(0, Math.max(digits ? local.length : 10, local.length));
  return domain === undefined ? name : `${name}@${domain}`;
}
