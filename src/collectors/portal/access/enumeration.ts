import { gap } from '../../../model/gap.ts';
import type { EnumerationTrial } from '../../access-evidence.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { openWindow } from '../../delivery/mail-run.ts';
import { canSignIn } from '../../delivery/sign-in-once.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import type { Exchange } from '../recorder.ts';
import type { Seen } from './compare-answers.ts';
import { compareReplays, type Timed } from './compare-replays.ts';
import { askForReset, askForSignUp } from './enumeration-forms.ts';
import { pairsOf } from './ask-in-pairs.ts';
import { knownPerson, type Person } from './known-person.ts';
import { carriersOf, seeAnswers } from './see-answers.ts';
import { trySignIn } from './try-sign-in.ts';

const surfaces = ['sign-in', 'reset', 'sign-up'] as const;
const timedPairs = 14;

/**
 * auth.enumeration: sign-in, reset and sign-up, each sent for a declared test account and for a name that nobody has. One
 * wrong password for a real account where the answers are alike, two where they are not, and a right one afterwards.
 */
export const enumerationCollector = defineCollector({
  id: 'enumeration',
  produces: ['access.enumeration'],
  permit: 'abuse',
  uses: ['sign-in'],
  after: [
    'crawl',
    'tenancy',
    'take-back',
    'sessions',
    'callback-urls',
    'journeys',
    'second-factor',
    'mail-invite',
    'mail-sign-up',
    'mail-reset',
    'password-change',
  ],
  phase: 'disturbs',
  timeoutMs: 5 * 60_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? surfaces
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    const person = await knownPerson(context);
    context.progress(`${subject} for somebody known and for nobody`);
    const trial =
      subject === 'sign-in'
        ? await signInTrial(person, context)
        : subject === 'reset'
          ? await askForReset(person, context)
          : await askForSignUp(person, context);
    context.emit('access.enumeration', subject, trial);
  },
});

async function signInTrial(person: Person, context: CollectContext): Promise<EnumerationTrial> {
  const { world, target } = context;
  const password = `Lr-${world.randomHex(6)}-Wq4!`;
  world.vault.add(password, 'wrong password');
  const kept: { known?: Exchange; unknown?: Exchange } = {};
  let wrongPasswords = 0;
  const see = async (who: 'known' | 'unknown'): Promise<Seen> => {
    const user = who === 'known' ? person.user : person.nobody;
    const window = await openWindow(context);
    try {
      if (who === 'known') wrongPasswords += 1;
      const typing = await trySignIn(window, { user, password, identity: person.identity }, context);
      const seen = await seeAnswers(window, typing);
      const carrier = carriersOf(window, { typed: [password], mark: typing.mark }).at(-1);
      if (carrier) kept[who] = carrier;
      return seen;
    } finally {
      await window.close();
    }
  };
  try {
    const pairs = await pairsOf(see);
    const timed = await timesOf(person, kept, context);
    return {
      surface: 'sign-in',
      ...pairs,
      ...timed,
      wrongPasswords,
      ...(person.isBurner ? {} : { signsInAfter: await canSignIn(person.identity, context) }),
      reproduce: `Open the address ${entryUrl(target, person.identity)} in a private window and sign in twice with a wrong password: as a test account and as a name that nobody has.`,
    };
  } catch (thrown) {
    // Whatever went wrong: a right password takes the count of wrong ones back.
    if (!person.isBurner && wrongPasswords > 0 && !context.signal.aborted) await canSignIn(person.identity, context);
    throw thrown;
  }
}

async function timesOf(
  person: Person,
  { known, unknown }: { readonly known?: Exchange; readonly unknown?: Exchange },
  context: CollectContext,
): Promise<Timed> {
  if (!person.isBurner)
    return { timeNotTried: 'more than two wrong passwords are tried with a burner account only, and none was given' };
  if (!known || !unknown) return { timeNotTried: 'the answer to the password alone does not tell' };
  context.progress(`times of ${2 * timedPairs} refused sign-ins`);
  return await compareReplays(
    {
      exchange: known,
      recorded: person.user,
      known: person.user,
      unknown: person.nobody,
      knownTimes: timedPairs,
      unknownTimes: timedPairs,
      expected: { known: known.status, unknown: unknown.status },
    },
    context,
  );
}
