import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { canSignIn } from '../../delivery/sign-in-once.ts';
import type { GuessTrial } from '../../limits-evidence.ts';
import { nobodyLike } from '../access/known-person.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { guessSeries, isLimited, type Series } from './guess-series.ts';
import { guessAfresh, type Lane, openLane } from './lanes.ts';
import { tryRightPassword } from './lock-out.ts';
import type { Reply } from './reply.ts';
import { trySpoof } from './spoof.ts';

/** As many wrong passwords in a row as NIST SP 800-63B-4 §3.2.2 allows an account at most. */
const guessesAtMost = 100;
const seriesLimitMs = 6 * 60_000;

interface Guessed {
  readonly who: GuessTrial['who'];
  readonly identity: AccountName;
  readonly user: string;
}

/**
 * limits.login, limits.spoof, limits.retry-after: wrong passwords in a row for the burner account, else for a name that
 * nobody has; never for an account that somebody uses. Last of all: the portal may shut out this machine for a while.
 */
export const signInLimitsCollector = defineCollector({
  id: 'sign-in-limits',
  produces: ['limits.sign-in'],
  permit: 'abuse',
  uses: ['sign-in'],
  after: [
    'crawl',
    'take-back',
    'sessions',
    'callback-urls',
    'cross-site',
    'forged-sign-in',
    'journeys',
    'second-factor',
    'mail-invite',
    'mail-sign-up',
    'mail-reset',
    'mail-sign-in',
    'mail-notices',
    'password-change',
    'enumeration',
    'panels',
    'administrators',
  ],
  phase: 'disturbs',
  timeoutMs: 150 * 60_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? ['sign-in']
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    refuseElsewhere(context);
    const whose = await whoseName(context);
    context.progress(
      `up to ${guessesAtMost} wrong passwords for ${whose.who === 'burner' ? 'the burner account' : 'a name that nobody has'}`,
    );
    context.emit('limits.sign-in', subject, await trial(whose, context));
  },
});

/** Nothing is guessed at an identity provider's. */
function refuseElsewhere(context: CollectContext): void {
  for (const { value } of context.seen('portal.sign-in')) {
    const host = hostOfUrl(value.url);
    if (host === '' || !context.world.scope.refuses('abuse', host)) continue;
    throw new GapError(
      gap(
        'no-consent',
        `The accounts sign in at ${host}, which is not a listed host of the portal; no passwords are guessed there.`,
        'Look at the settings of its brute-force protection, and attest limits.login with them.',
        10,
      ),
    );
  }
}

/** The burner where it is given and gets in, else nobody, with a name like those of the accounts. */
async function whoseName(context: CollectContext): Promise<Guessed> {
  const { world } = context;
  const burner = world.credentials('burner');
  if (burner && burner.user !== '' && burner.password !== '') {
    // What was tried before may have locked it for a minute.
    for (const pauseMs of [0, 65_000]) {
      if (pauseMs > 0) await world.clock.wait(pauseMs, context.signal);
      if (await canSignIn('burner', context)) return { who: 'burner', identity: 'burner', user: burner.user };
    }
    throw new GapError(
      gap(
        'sign-in-failed',
        'The burner account could not be signed in before any wrong password was tried, so a lock would not be told from that.',
        'Check LR_BURNER_USER and LR_BURNER_PASSWORD by signing in by hand once.',
      ),
    );
  }
  for (const identity of ['a', 'b', 'a2'] as const) {
    const known = world.credentials(identity);
    const proven = context.seen('portal.sign-in').some((one) => one.subject === identity);
    if (!known || known.user === '' || known.password === '' || !proven) continue;
    return { who: 'nobody', identity, user: nobodyLike(known.user, world.randomHex) };
  }
  throw new GapError(
    gap(
      'sign-in-failed',
      'No account with a password could be signed in, so the form for a name and a password is not known.',
      'Set LR_A_USER and LR_A_PASSWORD to an account that signs in, and LR_BURNER_… to one that may be locked.',
    ),
  );
}

async function trial({ who, identity, user }: Guessed, context: CollectContext): Promise<GuessTrial> {
  const { world, signal, target } = context;
  const lane = await openLane(user, identity, context);
  try {
    const series = await guessSeries(() => lane.guess({ user }), {
      wanted: guessesAtMost,
      sent: lane.sent(),
      limitMs: seriesLimitMs,
      clock: world.clock,
      signal,
    });
    const { answers, guesses, end } = series;
    const base = {
      who,
      way: lane.way,
      wanted: guessesAtMost,
      answers,
      guesses,
      end,
      reproduce: `Open the address ${entryUrl(target, identity)} in a private window and sign in ${guesses.at(-1)?.n} times with a wrong password as ${who === 'burner' ? 'the burner account, then with its right one' : 'a name that nobody has'}.`,
    };
    const more = 'from' in end ? await controls({ who, identity, user }, lane, series, context) : {};
    const lasts = end.by !== 'not-settled' && who === 'burner';
    const right = lasts ? await tryRightPassword(context, statedSeconds(series.last)) : {};
    return { ...base, ...more, ...right };
  } finally {
    await lane.close();
  }
}

/** What the limit goes by: the name, the address, the visitor's cookies, or what the request says of itself. */
async function controls(
  { identity, user }: Guessed,
  lane: Lane,
  series: Series,
  context: CollectContext,
): Promise<Pick<GuessTrial, 'anotherNameLimited' | 'freshLimited' | 'spoof' | 'spoofNotTried'>> {
  // Forged addresses first: they need a limit that is still on.
  const spoof =
    series.end.by === 'delay'
      ? { spoofNotTried: 'a delay is told from a busy portal only by many guesses' }
      : { spoof: await trySpoof(lane, user, series) };
  const freshLimited = await afresh(user, identity, lane, series, context);
  const another = await lane.guess({ user: nobodyLike(user, context.world.randomHex) });
  return { ...spoof, freshLimited, anotherNameLimited: isLimited(another, series) };
}

/**
 * The same name without the cookies of the guesses so far, twice. Each time a plain guess has to be limited before it, and as
 * long afterwards as it took: else the limit was over by itself, and nothing is said.
 */
async function afresh(
  user: string,
  identity: AccountName,
  lane: Lane,
  series: Series,
  context: CollectContext,
): Promise<readonly boolean[]> {
  const { clock } = context.world;
  const limited = async (reply: Promise<Reply>) => isLimited(await reply, series);
  const seen: boolean[] = [];
  for (let round = 0; round < 2; round++) {
    if (!(await limited(lane.guess({ user })))) return [];
    const began = clock.monotonicMs();
    seen.push(await limited(guessAfresh(user, identity, context, lane.way)));
    if (seen.at(-1)) return seen;
    const tookMs = clock.monotonicMs() - began;
    if (!(await limited(lane.guess({ user })))) return [];
    await clock.wait(Math.min(tookMs, 25_000), context.signal);
    if (!(await limited(lane.guess({ user })))) return [];
  }
  return seen;
}

function statedSeconds({ comeBack }: Reply): number | undefined {
  const value = comeBack.find(({ header }) => header === 'retry-after')?.value ?? '';
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
