import { GapError } from '../../../model/gap.ts';
import type { HttpResponse } from '../../../world/world.ts';
import type { GuessAnswer, LimitSign } from '../../limits-evidence.ts';
import { maskText } from '../access/compare-answers.ts';
import type { Exchange } from '../recorder.ts';
import { captchaWords, lockedWords } from '../sign-in/sign-in-words.ts';
import { type AnswerContent, exchangeContent, readAnswer } from '../tenancy/answer-text.ts';

/** One answer to a guess. */
export interface Reply {
  readonly status: number;
  /** What it says, masked, line by line. */
  readonly lines: readonly string[];
  /** The page asks for a CAPTCHA. */
  readonly captcha?: boolean;
  readonly comeBack: NonNullable<GuessAnswer['comeBack']>;
  readonly ms: number;
}

/** Retry-After (RFC 9110 §10.2.3), and the headers that limiters send instead of it or beside it. */
const comeBackHeader =
  /^(retry-after|ratelimit|(x-)?rate-?limit-(reset|policy)|x-ratelimit-reset-after|x-retry-after)$/i;

export function comeBackOf(headers: readonly (readonly [string, string])[]): Reply['comeBack'] {
  return headers
    .filter(([name]) => comeBackHeader.test(name))
    .map(([name, value]) => ({ header: name.toLowerCase(), value: value.slice(0, 80) }));
}

/** What an answer to a script says; nothing where it is a page, which only a browser shows whole. */
export function linesOfContent(content: AnswerContent, typed: readonly string[]): readonly string[] {
  if (content.kind === 'json')
    return content.leaves
      .slice(0, 200)
      .map(({ path, value }) =>
        `${path.replace(/^\$\.?/, '').replace(/\[\d+\]/g, '[]')}=${maskText(value, typed)}`.slice(0, 160),
      );
  return [maskText(content.text, typed).slice(0, 160)].filter((line) => line !== '');
}

/** undefined where the answer is a page or leads to one. */
export function replyOfExchange(exchange: Exchange, typed: readonly string[]): Omit<Reply, 'ms'> | undefined {
  const { status, responseHeaders } = exchange;
  const content = exchangeContent(exchange);
  if (content.kind === 'html' || (status >= 300 && status < 400)) return undefined;
  const headers = Object.entries(responseHeaders);
  return { status, lines: linesOfContent(content, typed), comeBack: comeBackOf(headers) };
}

export function replyOfResponse(response: HttpResponse, typed: readonly string[]): Reply {
  const type = response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return {
    status: response.status,
    lines: linesOfContent(readAnswer(response.body, type), typed),
    comeBack: comeBackOf(response.headers),
    ms: response.totalMs,
  };
}

/** A guess that nobody answered: the connection was dropped, or held until our patience ended. */
export function replyOfSilence(thrown: unknown, ms: number): Reply {
  if (!(thrown instanceof GapError) || !/^(timed-out|unreachable)$/.test(thrown.gap.reason)) throw thrown;
  return { status: 0, lines: [thrown.gap.reason], comeBack: [], ms };
}

/** What an answer is told by: alike are answers that only numbers, keys and times tell apart. */
export const keyOf = ({ status, lines, captcha }: Reply) => JSON.stringify([status, captcha === true, ...lines]);

/** What says that a counter answered, and did not at first (RFC 6585 §4, RFC 4918 §11.3). */
export function signOf(reply: Reply, first: Reply): LimitSign | undefined {
  if (reply.status === 429 || reply.status === 423) return 'status';
  if (reply.status === 503 && reply.comeBack.length > 0) return 'status';
  const before = new Set(first.lines);
  const added = reply.lines.filter((line) => !before.has(line)).join('\n');
  if ((reply.captcha && !first.captcha) || captchaWords.test(added)) return 'captcha';
  return lockedWords.test(added) ? 'words' : undefined;
}

export function answerOf(reply: Reply, first: Reply): GuessAnswer {
  const sign = signOf(reply, first);
  return {
    status: reply.status,
    says: reply.lines.join(' | ').slice(0, 240),
    ...(sign ? { sign } : {}),
    ...(reply.comeBack.length > 0 ? { comeBack: reply.comeBack } : {}),
  };
}
