import type { Clock } from '../../../world/world.ts';
import type { Guess, GuessAnswer, SeriesEnd } from '../../limits-evidence.ts';
import { answerOf, keyOf, type Reply, signOf } from './reply.ts';

/** A way to send one guess after the other for a name. */
export type Guesser = () => Promise<Reply>;

export interface Series {
  readonly answers: readonly GuessAnswer[];
  readonly guesses: readonly Guess[];
  readonly end: SeriesEnd;
  /** How guesses were answered before any limit. */
  readonly first: Reply;
  /** How they were in the end. */
  readonly last: Reply;
}

/** So many alike in a row are the counter's: a status says it by itself, words may only warn of a lock to come. */
const inARow = { status: 3, captcha: 3, words: 6, 'another-answer': 6, delay: 4 } as const;
const slowByMs = 1000;

/** Sends wrong passwords until a limit shows, all are sent, or the time is over. */
export async function guessSeries(
  guess: Guesser,
  of: {
    readonly wanted: number;
    /** Guesses that were sent before this series, while its way was looked for. */
    readonly sent: number;
    readonly limitMs: number;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
): Promise<Series> {
  const { wanted, sent, limitMs, clock, signal } = of;
  const began = clock.monotonicMs();
  const replies: Reply[] = [];
  const guesses: Guess[] = [];
  const answers: GuessAnswer[] = [];
  const kinds = new Map<string, number>();
  const finish = (end: SeriesEnd): Series => {
    const [first] = replies;
    const last = replies.at(-1);
    if (!first || !last) throw new Error('A series of guesses was ended before the first.');
    return { answers, guesses, end: 'from' in end ? { ...end, from: end.from + sent } : end, first, last };
  };
  while (sent + guesses.length < wanted) {
    signal.throwIfAborted();
    const atMs = Math.round(clock.monotonicMs() - began);
    const reply = await guess();
    replies.push(reply);
    const [first = reply] = replies;
    const key = keyOf(reply);
    let answer = kinds.get(key);
    if (answer === undefined) {
      // What is made anew each time is told once and counted as the last kind that is kept.
      answer = Math.min(answers.length, 11);
      kinds.set(key, answer);
      answers[answer] ??= answerOf(reply, first);
    }
    guesses.push({ n: sent + guesses.length + 1, atMs, ms: Math.round(reply.ms), answer });
    const end = endOf(replies);
    if (end) return finish(end);
    if (clock.monotonicMs() - began > limitMs && sent + guesses.length < wanted)
      return finish({
        by: 'not-settled',
        detail: `${sent + guesses.length} of ${wanted} guesses took ${Math.round(limitMs / 1000)} s`,
      });
  }
  return finish(nowAndThen(replies) ?? { by: 'all-sent' });
}

/** A limit of so many a second lets the next ones through again: some are refused, never many in a row. */
function nowAndThen(replies: readonly Reply[]): SeriesEnd | undefined {
  const [first] = replies;
  const counted = replies.flatMap((one, at) => (first && signOf(one, first) === 'status' ? [at + 1] : []));
  const [from] = counted;
  return from !== undefined && counted.length >= 3 ? { by: 'status', from } : undefined;
}

/** What the newest answers say of a limit. Pure. */
export function endOf(replies: readonly Reply[]): SeriesEnd | undefined {
  const [first] = replies;
  if (!first || replies.length < 2) return undefined;
  for (const sign of ['status', 'captcha', 'words'] as const) {
    const count = inARow[sign];
    const newest = replies.slice(-count);
    if (newest.length < count || !newest.every((one) => signOf(one, first) === sign)) continue;
    // “Two tries left before your account is locked” is another sentence each time.
    if (sign === 'words' && new Set(newest.map(keyOf)).size > 1) continue;
    return { by: sign, from: startOf(replies, (one) => signOf(one, first) === sign) };
  }
  const answered = replies.filter(({ status }) => status > 0);
  if (replies.length - answered.length >= 3 && replies.slice(-3).every(({ status }) => status === 0))
    return { by: 'not-settled', detail: `from guess ${replies.length - 2} on nobody answered` };
  return anotherAnswer(replies, first) ?? delay(replies);
}

/** The same other answer again and again, where the first ones were all alike. */
function anotherAnswer(replies: readonly Reply[], first: Reply): SeriesEnd | undefined {
  const count = inARow['another-answer'];
  const newest = replies.slice(-count);
  const [one] = newest;
  const alikeAtFirst = replies.slice(0, 3).every((reply) => keyOf(reply) === keyOf(first));
  if (!one || replies.length < count + 3 || !alikeAtFirst || keyOf(one) === keyOf(first)) return undefined;
  if (newest.some((reply) => keyOf(reply) !== keyOf(one) || signOf(reply, first) !== undefined)) return undefined;
  const from = startOf(replies, (reply) => keyOf(reply) === keyOf(one));
  if (one.status >= 500 && one.status !== 503)
    return { by: 'not-settled', detail: `from guess ${from} on the portal failed (HTTP ${one.status})` };
  return { by: 'another-answer', from };
}

/** Each of the newest took a second longer than any of the first ones. */
function delay(replies: readonly Reply[]): SeriesEnd | undefined {
  const count = inARow.delay;
  if (replies.length < count + 3) return undefined;
  const usual = Math.max(...replies.slice(0, 3).map(({ ms }) => ms));
  const isSlow = ({ ms }: Reply) => ms >= Math.max(usual + slowByMs, 2 * usual);
  return replies.slice(-count).every(isSlow) ? { by: 'delay', from: startOf(replies, isSlow) } : undefined;
}

/** Number of the first of the row that the newest belongs to. */
function startOf(replies: readonly Reply[], belongs: (reply: Reply) => boolean): number {
  let at = replies.length;
  while (at > 0 && belongs(replies[at - 1] as Reply)) at -= 1;
  return at + 1;
}

/** Whether a further guess is still answered as the limited ones were. */
export function isLimited(reply: Reply, { end, first, last }: Pick<Series, 'end' | 'first' | 'last'>): boolean {
  if (end.by === 'delay') return reply.ms >= 0.5 * last.ms;
  if (end.by === 'another-answer') return keyOf(reply) === keyOf(last);
  return signOf(reply, first) !== undefined;
}
