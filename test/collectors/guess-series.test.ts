import { describe, expect, it } from 'vitest';
import type { Lane } from '../../src/collectors/portal/limits/lanes.ts';
import { endOf, guessSeries, isLimited, type Series } from '../../src/collectors/portal/limits/guess-series.ts';
import type { Reply } from '../../src/collectors/portal/limits/reply.ts';
import { trySpoof } from '../../src/collectors/portal/limits/spoof.ts';
import { saysWhen } from '../../src/checks/limits/retry-after/says-when.ts';
import type { Clock } from '../../src/world/world.ts';

const reply = (status: number, line: string, more: Partial<Reply> = {}): Reply => ({
  status,
  lines: [line],
  comeBack: [],
  ms: 40,
  ...more,
});
const wrong = reply(401, 'wrong');
const times = (count: number, one: Reply) => Array.from({ length: count }, () => one);

/** Each guess takes as long as its answer says, by a clock of its own. */
async function run(answers: (n: number) => Reply, { wanted = 100, sent = 0, limitMs = 300_000 } = {}): Promise<Series> {
  let nowMs = 0;
  let n = sent;
  const clock = { monotonicMs: () => nowMs } as Clock;
  const guess = async () => {
    const one = answers(++n);
    nowMs += one.ms + 50;
    return one;
  };
  return await guessSeries(guess, { wanted, sent, limitMs, clock, signal: new AbortController().signal });
}

describe('wrong passwords in a row', () => {
  it('are a hundred where all are answered alike, those before the series counted in', async () => {
    const series = await run(() => wrong, { sent: 2 });
    expect(series.end).toEqual({ by: 'all-sent' });
    expect([series.guesses.length, series.guesses.at(-1)?.n, series.answers.length]).toEqual([98, 100, 1]);
  });

  it('end at the third 429 in a row', async () => {
    const series = await run((n) => (n > 20 ? reply(429, 'too many') : wrong), { sent: 2 });
    expect(series.end).toEqual({ by: 'status', from: 21 });
    expect(series.guesses.at(-1)?.n).toBe(23);
  });

  it('that a limit of so many a second refuses now and then are limited', async () => {
    const series = await run((n) => (n % 2 === 0 ? reply(429, 'slow down') : wrong));
    expect(series.end).toEqual({ by: 'status', from: 2 });
  });

  it('are not locked while the page only warns of a lock', async () => {
    const warning = (left: number) => reply(401, `‹n› ${'tries '.repeat(left)}left before the account is locked`);
    const series = await run((n) => (n < 10 ? warning(10 - n) : reply(401, 'The account is locked')));
    expect(series.end).toEqual({ by: 'words', from: 2 });
    expect(series.guesses.length).toBe(15);
  });

  it('that are answered otherwise for good are limited, and those that break the portal are not', async () => {
    expect((await run((n) => (n > 9 ? reply(403, 'no') : wrong))).end).toEqual({ by: 'another-answer', from: 10 });
    expect((await run((n) => (n > 9 ? reply(500, 'oops') : wrong))).end).toMatchObject({ by: 'not-settled' });
    expect((await run((n) => (n > 9 ? reply(503, 'limit') : wrong))).end).toEqual({ by: 'another-answer', from: 10 });
    expect((await run((n) => (n > 9 ? reply(0, 'timed-out') : wrong))).end).toMatchObject({ by: 'not-settled' });
  });

  it('whose answers change each time are all sent', async () => {
    expect((await run((n) => reply(401, `odd ${'x'.repeat(n % 7)}`))).end).toEqual({ by: 'all-sent' });
  });

  it('that take longer and longer are slowed down; a portal that is slow by itself is not', async () => {
    const growing = await run((n) => reply(401, 'wrong', { ms: n < 6 ? 60 : 60 * 2 ** (n - 4) }));
    expect(growing.end).toEqual({ by: 'delay', from: 9 });
    expect((await run(() => reply(401, 'wrong', { ms: 2500 }))).end).toEqual({ by: 'all-sent' });
    expect((await run((n) => reply(401, 'wrong', { ms: n % 3 === 0 ? 3000 : 40 }))).end).toEqual({ by: 'all-sent' });
  });

  it('end when their time is over', async () => {
    const series = await run(() => reply(401, 'wrong', { ms: 10_000 }), { limitMs: 60_000 });
    expect(series.end).toMatchObject({ by: 'not-settled', detail: '6 of 100 guesses took 60 s' });
  });

  it('meet a CAPTCHA where the page asks for one later, not where it did from the beginning', () => {
    const asks = reply(200, 'wrong', { captcha: true });
    expect(endOf([...times(5, wrong), ...times(3, asks)])).toEqual({ by: 'captcha', from: 6 });
    expect(endOf(times(9, asks))).toBeUndefined();
  });
});

describe('forged addresses among plain guesses', () => {
  const limitedBy = reply(429, 'too many');
  const series = { end: { by: 'status', from: 11 }, first: wrong, last: limitedBy, answers: [], guesses: [] } as Series;
  const laneOf = (answer: (headers: readonly string[], n: number) => Reply) => {
    const addresses: string[] = [];
    let n = 0;
    const lane = {
      guess: async ({ headers = [] }) => {
        addresses.push(...headers.map(([, value]) => value));
        return answer(
          headers.map(([name]) => name),
          ++n,
        );
      },
    } as Lane;
    return { lane, addresses };
  };

  it('reset the count where each of them is let through and no plain one is', async () => {
    const { lane, addresses } = laneOf((names) => (names.includes('X-Real-IP') ? wrong : limitedBy));
    const spoof = await trySpoof(lane, 'ann', series);
    expect(spoof.enough).toBe('X-Real-IP');
    expect(spoof.guesses.every(({ forged, limited }) => forged !== limited)).toBe(true);
    expect(addresses.every((one) => one.includes('203.0.113.'))).toBe(true);
  });

  it('end with the first that is refused', async () => {
    const { lane } = laneOf(() => limitedBy);
    expect((await trySpoof(lane, 'ann', series)).guesses).toHaveLength(2);
  });

  it('say nothing where a limit of so many a second lets plain ones through as well', async () => {
    for (const every of [2, 3]) {
      const { lane } = laneOf((_names, n) => (n % every === 0 ? wrong : limitedBy));
      const { guesses } = await trySpoof(lane, 'ann', series);
      expect(guesses.some(({ forged, limited }) => forged === limited)).toBe(true);
    }
  });

  it('are held against what the limit showed itself by', () => {
    const otherwise = { ...series, end: { by: 'another-answer', from: 7 } as const, last: reply(403, 'no') };
    expect([isLimited(reply(403, 'no'), otherwise), isLimited(wrong, otherwise)]).toEqual([true, false]);
    const slow = { ...series, end: { by: 'delay', from: 7 } as const, last: reply(401, 'wrong', { ms: 8000 }) };
    expect([isLimited(reply(401, 'wrong', { ms: 7000 }), slow), isLimited(wrong, slow)]).toEqual([true, false]);
  });
});

it.each([
  'Try again in ‹n› minutes',
  'Bitte in ‹n› Minuten erneut versuchen',
  'Réessayez dans ‹n› secondes',
  'Inténtelo de nuevo en ‹n› minutos',
  'Riprova tra ‹n› minuti',
  'Tente novamente em ‹n› minutos',
  'Probeer het over ‹n› minuten opnieuw',
  'Spróbuj ponownie za ‹n› godzin',
  '‹n›分後にもう一度お試しください',
  '请‹n›分钟后再试',
  'Try again in an hour',
  'Please wait ten minutes and try again.',
  'Bitte warten Sie einige Minuten.',
  'Réessayez dans quelques minutes',
  'Vuelva a intentarlo en quince minutos',
])('“%s” says when to come back', (text) => {
  expect(saysWhen(text)).toBe(true);
  expect(saysWhen('Too many tries (status ‹n›), please write to the desk')).toBe(false);
});
