import { GapError, gap } from '../../../model/gap.ts';
import type { EnumerationTrial } from '../../access-evidence.ts';
import type { CollectContext } from '../../collector.ts';
import { journalMail, walkToForm, type WayTo } from '../../delivery/ask-form.ts';
import { comeNearer, type Gone } from '../../delivery/come-nearer.ts';
import { findWay } from '../../delivery/find-way.ts';
import { openWindow, requireMailPermit } from '../../delivery/mail-run.ts';
import { forgotPaths, forgotWords, signUpPaths, signUpWords } from '../../delivery/mail-words.ts';
import { fillFields, sendForm, type Typed } from '../../delivery/send-form.ts';
import { freshAddressOf } from '../../delivery/sign-up-collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import { findSignInForm, isForm } from '../sign-in/find-form.ts';
import { shownText } from '../sign-in/sign-in-failure.ts';
import type { Seen } from './compare-answers.ts';
import { compareReplays, type Timed } from './compare-replays.ts';
import { pairsOf } from './ask-in-pairs.ts';
import type { Person } from './known-person.ts';
import { carriersOf, seeAnswers } from './see-answers.ts';
import { takenSaid } from './taken-words.ts';

const resetWay: WayTo = {
  words: forgotWords,
  paths: forgotPaths,
  guesses: [
    '/forgot-password',
    '/password/reset',
    '/reset-password',
    '/accounts/password/reset/',
    '/users/password/new',
  ],
  needs: 'email-alone',
};
const signUpWay: WayTo = {
  words: signUpWords,
  paths: signUpPaths,
  guesses: ['/sign-up', '/signup', '/register', '/users/sign_up'],
  needs: 'email-and-password',
};
/** Mails that the burner account gets for the sake of the clock. */
const timedMails = 5;
const timedNobodies = 12;

/** The form for a forgotten password; a mail to the test account each time. */
export async function askForReset(person: Person, context: CollectContext): Promise<EnumerationTrial> {
  const entry = entryUrl(context.target, person.identity) ?? '';
  requireMailPermit(hostOfUrl(entry), context);
  const kept: { known?: Exchange; unknown?: Exchange } = {};
  const ask = async (who: 'known' | 'unknown'): Promise<Seen | undefined> => {
    const email = who === 'known' ? person.user : person.nobody;
    const what = `a password reset was asked for (${who === 'known' ? `account ${person.identity}` : 'an address that nobody has'})`;
    const sent = await sendOnce(
      named(resetWay, person, context),
      entry,
      { email, name: 'Launch Ready', company: 'Launch Ready' },
      what,
      context,
    );
    if (sent?.carrier) kept[who] = sent.carrier;
    return sent?.seen;
  };
  const first = await ask('known');
  const base = { surface: 'reset' as const, wrongPasswords: 0, reproduce: reproduce(entry, 'forgotten password') };
  if (!first) return { ...base, notOffered: true, pairs: [], lasting: [] };
  const pairs = await pairsOf(startingWith(first, ask));
  return { ...base, ...pairs, ...(await resetTimes(person, kept, context)) };
}

async function resetTimes(
  person: Person,
  { known, unknown }: { readonly known?: Exchange; readonly unknown?: Exchange },
  context: CollectContext,
): Promise<Timed> {
  if (!person.isBurner)
    return { timeNotTried: 'as many mails are asked for with a burner account only, and none was given' };
  if (!known || !unknown) return { timeNotTried: 'the answer to the form alone does not tell' };
  context.progress(`times of ${timedMails + timedNobodies} resets`);
  return await compareReplays(
    {
      exchange: known,
      recorded: person.user,
      known: person.user,
      unknown: person.nobody,
      knownTimes: timedMails,
      unknownTimes: timedNobodies,
      expected: { known: known.status, unknown: unknown.status },
      beforeKnown: async () => {
        const what = 'a password reset was asked for once more, for its time (account burner)';
        const settle = await journalMail(what, person.identity, known.url, context);
        await settle(undefined);
      },
    },
    context,
  );
}

/**
 * The form for a new account. Known people first: where it says by itself that an address is taken, nobody has to be signed
 * up. Else one new account with an address of the inbox, or two.
 */
export async function askForSignUp(person: Person, context: CollectContext): Promise<EnumerationTrial> {
  const { world } = context;
  const entry = entryUrl(context.target, person.identity) ?? '';
  requireMailPermit(hostOfUrl(entry), context);
  if (!person.user.includes('@'))
    throw new GapError(
      gap(
        'nothing-to-compare',
        'The test account has no mail address as its name, so the form for a new account cannot be asked for it.',
        'Give LR_BURNER_USER as a mail address.',
      ),
    );
  const password = `Lr-${world.randomHex(6)}-Xq7!`;
  world.vault.add(password, 'sign-up password');
  const ask = async (who: 'known' | 'unknown'): Promise<Seen | undefined> => {
    const email = who === 'known' ? person.user : freshAddressOf(context, 'known').address;
    const company = `Launch Ready ${world.randomHex(2)}`;
    const what =
      who === 'known'
        ? `a new account was asked for with the address of the account ${person.identity}`
        : 'a new account was signed up for with an address of the inbox; it stays';
    return (
      await sendOnce(
        { ...signUpWay, name: person.user },
        entry,
        { email, password, name: 'Launch Ready', company },
        what,
        context,
      )
    )?.seen;
  };
  const first = await ask('known');
  const base = { surface: 'sign-up' as const, wrongPasswords: 0, reproduce: reproduce(entry, 'new account') };
  const without = { ...base, pairs: [], lasting: [] };
  if (!first) return { ...without, notOffered: true };
  const says = takenSaid(first);
  if (says !== undefined) {
    const again = await ask('known');
    if (again && takenSaid(again) === says) return { ...without, saysTaken: says };
  }
  return { ...base, ...(await pairsOf(startingWith(first, ask))) };
}

/** The name alone may be entered on the way to the form, but where it has the portal send a link or a code. */
function named(way: WayTo, { identity, user }: Person, context: CollectContext): WayTo {
  const signedIn = context.seen('portal.sign-in').find(({ subject }) => subject === identity);
  return signedIn?.value.factors?.includes('mail') ? way : { ...way, name: user };
}

/** The answer that is known already counts as the first of the known ones. */
function startingWith(first: Seen, ask: (who: 'known' | 'unknown') => Promise<Seen | undefined>) {
  let given: Seen | undefined = first;
  return async (who: 'known' | 'unknown'): Promise<Seen> => {
    const seen = who === 'known' && given ? given : await ask(who);
    if (who === 'known') given = undefined;
    if (!seen)
      throw new GapError(gap('inconclusive', 'The form was found once and not again.', 'Compare the answers by hand.'));
    return seen;
  };
}

/** undefined where the sign-in page was examined and leads to no such form. */
async function sendOnce(
  way: WayTo,
  entry: string,
  typed: Typed,
  what: string,
  context: CollectContext,
): Promise<{ readonly seen: Seen; readonly carrier?: Exchange } | undefined> {
  const { world, signal } = context;
  const window = await openWindow(context);
  const { page, recorder } = window;
  try {
    const fields = await walkToForm(window, entry, way, context);
    if (!fields) {
      await page.goto(entry, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
      await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
      const gone: Gone = new Set();
      // The form for signing in may be a page further on.
      for (let look = 0; look < 2; look++) {
        const form = await findSignInForm(page).catch(() => undefined);
        const leads = await findWay(page, way.words, way.paths).catch(() => undefined);
        if (form && isForm(form) && !leads) return undefined;
        if (leads || !(await comeNearer(window, undefined, gone, context))) break;
      }
      throw new GapError(
        gap('inconclusive', `The form was not found from ${entry}.`, 'Compare the two answers by hand.', 10),
      );
    }
    if (fields.captcha)
      throw new GapError(
        gap('refused', 'A CAPTCHA guards the form.', 'Switch it off for the test accounts, or compare by hand.', 10),
      );
    await fillFields(fields, typed);
    await recorder.settled();
    const email = typed.email ?? '';
    const names = [email, email.split('@')[0] ?? email, typed.company, ...(typed.password ? [typed.password] : [])];
    const typing = { typed: names, before: await shownText(page), mark: recorder.exchanges.length };
    const settle = await journalMail(what, 'anonymous', page.url(), context);
    const sent = await sendForm(page, recorder, fields, context);
    await settle(sent.status);
    const seen = await seeAnswers(window, typing);
    const carrier = carriersOf(window, { typed: [email], mark: typing.mark }).at(-1);
    return { seen, ...(carrier ? { carrier } : {}) };
  } finally {
    await window.close();
  }
}

function reproduce(entry: string, form: string): string {
  return `Open the address ${entry} in a private window and send its form for a ${form} twice: with the address of a test account and with one that nobody has.`;
}
