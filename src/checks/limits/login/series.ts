import type { GuessTrial } from '../../../collectors/limits-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';

/** How many were sent in all. */
export const countOf = ({ guesses }: Pick<GuessTrial, 'guesses'>) => guesses.at(-1)?.n ?? 0;

export const accountOf = ({ who }: Pick<GuessTrial, 'who'>) =>
  who === 'burner' ? 'the burner account' : 'a name that nobody has';

/** The answer that the limit gave. */
export function limitAnswer({ end, guesses, answers }: Pick<GuessTrial, 'end' | 'guesses' | 'answers'>) {
  if (!('from' in end)) return undefined;
  const { from } = end;
  return answers[guesses.find(({ n }) => n === from)?.answer ?? -1];
}

export function howLimited(trial: GuessTrial): string {
  const answer = limitAnswer(trial);
  const status = `HTTP ${answer?.status ?? 0}`;
  const by = trial.end.by === 'captcha' ? 'with a CAPTCHA' : '';
  const says = answer && answer.says !== '' ? `“${answer.says.slice(0, 100)}”` : '';
  return [status, by, says].filter((one) => one !== '').join(', ');
}

/** A status that means a limit is certain; other words, or another answer, are only very likely one. */
export const signed = ({ end }: GuessTrial): 'certain' | 'firm' => (end.by === 'status' ? 'certain' : 'firm');

/** Seconds that the limit asked to wait, where the right password got in long before they were over. */
export function isSaidOnly(trial: GuessTrial): number | undefined {
  const [straight] = trial.right ?? [];
  if (trial.end.by !== 'status' || !straight?.accepted) return undefined;
  const value = limitAnswer(trial)?.comeBack?.find(({ header }) => header === 'retry-after')?.value ?? '';
  if (!/^\d{1,6}$/.test(value)) return undefined;
  const stated = Number(value);
  // The limit was asked some seconds before its last guess, by the controls.
  return stated >= straight.afterSeconds + 30 ? stated : undefined;
}

export const burnerGap = (why: string) =>
  gap(
    'not-configured',
    `${why}, and no burner account was given.`,
    'Set LR_BURNER_USER and LR_BURNER_PASSWORD to a test account that may be locked, and run again with --permit abuse.',
    5,
  );

/** What was sent and what came, in a few lines. */
export function seriesEvidence(trial: GuessTrial): Answer['evidence'] {
  const { guesses, answers, way, anotherNameLimited, freshLimited = [], spoof, right = [], otherAccountIn } = trial;
  const last = guesses.at(-1);
  const seconds = Math.round((last?.atMs ?? 0) / 100) / 10;
  const items = [
    {
      label: 'wrong passwords',
      value: `${countOf(trial)} of at most ${trial.wanted} for ${accountOf(trial)} within ${seconds} s, ${way === 'request' ? 'by the request of the form' : 'typed into the form'}`,
    },
    ...answers.map(({ status, says, comeBack = [] }, at) => {
      const mine = guesses.filter(({ answer }) => answer === at);
      const back = comeBack.map(({ header, value }) => `, ${header}: ${value}`).join('');
      return {
        label: `wrong password ${mine[0]?.n ?? 0}${mine.length > 1 ? ` to ${mine.at(-1)?.n} (${mine.length} times)` : ''}`,
        value: `HTTP ${status}${back}${says ? `: ${says}` : ''}, ${medianMs(mine.map(({ ms }) => ms))} ms`,
      };
    }),
  ];
  const controls = [
    anotherNameLimited === undefined
      ? undefined
      : {
          label: 'another name that nobody has',
          value: anotherNameLimited ? 'limited as well' : 'answered as at first',
        },
    freshLimited.length === 0
      ? undefined
      : {
          label: 'a browser without cookies',
          value: freshLimited.map((one) => (one ? 'limited' : 'not limited')).join(', '),
        },
    spoof === undefined
      ? undefined
      : {
          label: 'forged addresses in turn with plain guesses',
          value: spoof.guesses
            .map(({ forged, limited }) => `${forged ? 'forged' : 'plain'}: ${limited ? 'limited' : 'answered'}`)
            .join(', '),
        },
    ...right.map(({ afterSeconds, accepted }) => ({
      label: `the right password after ${afterSeconds} s`,
      value: accepted ? 'accepted' : 'refused',
    })),
    otherAccountIn === undefined
      ? undefined
      : { label: 'another account', value: otherAccountIn ? 'signs in meanwhile' : 'does not get in either' },
  ];
  return [...items, ...controls.filter((one) => one !== undefined)];
}

function medianMs(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
