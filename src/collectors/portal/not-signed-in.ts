import { type Gap, gap } from '../../model/gap.ts';
import { accountNames, type IdentityName } from '../../model/identity.ts';
import type { CollectContext } from '../collector.ts';
import { brokenSlot } from './sign-in/collector.ts';

const kinds: Partial<Readonly<Record<IdentityName, string>>> = {
  a: 'a test account of a customer',
  b: 'a test account of another customer',
  a2: 'a second user of the first customer',
};

/** Why an account is not signed in: what its own sign-in met, so that one cause asks for one thing wherever it hurts. */
export function notSignedIn(identity: IdentityName, context: CollectContext): Gap {
  const name = identity.toUpperCase();
  if (identity !== 'anonymous' && !context.world.credentials(identity))
    return gap(
      'not-configured',
      `No account ${name} was given.`,
      `Set LR_${name}_USER and LR_${name}_PASSWORD to ${kinds[identity] ?? 'a test account with that role'}.`,
    );
  const failed = context.brokenLooks('portal.sign-in').find((one) => one.subject === identity);
  if (failed) return failed.gap;
  const broken = context.live.get(brokenSlot)?.find((one) => one.identity === identity);
  return gap(
    'sign-in-failed',
    broken ? `LR_${name}: ${broken.detail}` : `Account ${name} is not signed in.`,
    broken ? 'Repair the sign-in, then run again.' : `Sign in as LR_${name} by hand once, then run again.`,
    broken ? 60 : undefined,
  );
}

/** The same where no account at all is signed in: of the first that was given. */
export function nobodySignedIn(context: CollectContext): Gap {
  return notSignedIn(accountNames.find((name) => context.world.credentials(name)) ?? 'a', context);
}
