import type { GuessTrial } from '../../../collectors/limits-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { countOf, limitAnswer, seriesEvidence } from '../login/series.ts';
import { saysWhen } from './says-when.ts';

type Code = 'said' | 'said-otherwise' | 'words-only' | 'not-said' | 'unreadable' | 'no-limit' | 'not-settled';

/** RFC 6585 §4, RFC 9110 §10.2.3: who is asked to wait is told for how long. */
export const limitsRetryAfter = defineCheck<'limits.sign-in', Code>({
  id: 'limits.retry-after',
  question: 'Does a limit say when to come back?',
  why: 'People and programs that are refused without a time try again at once, and again. That is more load, and a longer lock.',
  breaks: 'Customers who mistyped give up or call; programs of partners hammer the portal while it is busy.',
  proof:
    'Once wrong passwords at sign-in are limited (limits.login), the headers and the words of the refusal are read: Retry-After as seconds or a date, the RateLimit fields of the IETF draft and their older kin, or a time in the text.',
  permit: 'abuse',
  cites: ['RFC 6585 §4', 'RFC 9110 §10.2.3'],
  needs: ['limits.sign-in'],
  outcomes: {
    said: { is: 'pass', says: 'The limit of the sign-in says when to come back (Retry-After: {value}).' },
    'said-otherwise': { is: 'pass', says: 'The limit of the sign-in says when to come back: {value}.' },
    'words-only': {
      is: 'warn',
      says: 'The limit of the sign-in (HTTP {status}) says in words when to come back, and programs cannot read it: there is no Retry-After.',
    },
    'not-said': { is: 'warn', says: 'The limit of the sign-in (HTTP {status}) does not say when to come back.' },
    unreadable: {
      is: 'warn',
      says: 'The limit of the sign-in says Retry-After: {value}, which is neither seconds nor a date.',
    },
    'no-limit': {
      is: 'unproven',
      says: 'No limit was met within {count} wrong passwords, so none could say when to come back.',
    },
    'not-settled': { is: 'unproven', says: 'No limit was seen that could say when to come back: {detail}.' },
  },
  fix: {
    summary: 'Send Retry-After with every 429, and say the time in the text.',
    effort: '15 min',
    owner: 'engineer',
    steps: [
      'Answer 429 with Retry-After in seconds until the count is over (RFC 9110 §10.2.3); the same for 503 of a limit at the edge.',
      'Show the time to people: “Too many tries. Please try again in 2 minutes.”',
      'nginx: limit_req_status 429 and add_header Retry-After 30 always for that status; express-rate-limit: standardHeaders; Django REST framework sends it by itself.',
    ],
  },
  judge(values) {
    const trial = values['limits.sign-in'];
    return { ...judgeTime(trial), reproduce: `${trial.reproduce} Then read the headers of the last answer.` };
  },
});

function judgeTime(trial: GuessTrial): Answer<Code> {
  const { end } = trial;
  const evidence = seriesEvidence(trial);
  const answer = limitAnswer(trial);
  const open = (code: Code, data: Answer['data'], detail: string): Answer<Code> => ({
    code,
    data: data ?? {},
    evidence,
    gap: gap('nothing-to-compare', detail, 'See limits.login first, then run again.'),
  });
  if (end.by === 'not-settled') return open('not-settled', { detail: end.detail }, 'No limit was met at sign-in.');
  if (!('from' in end) || !answer) return open('no-limit', { count: countOf(trial) }, 'No limit was met at sign-in.');
  const asksToWait = end.by === 'status' || end.by === 'words';
  if (!asksToWait)
    return open(
      'not-settled',
      { detail: 'nobody is asked to come back later' },
      'The limit asks for something else than time.',
    );
  const { status, comeBack = [], says } = answer;
  const retry = comeBack.find(({ header }) => header === 'retry-after')?.value.trim();
  if (retry !== undefined) {
    const readable = /^\d{1,8}$/.test(retry) || (/[a-z]{3}/i.test(retry) && !Number.isNaN(Date.parse(retry)));
    return { code: readable ? 'said' : 'unreadable', data: { value: retry }, evidence, confidence: 'certain' };
  }
  const [other] = comeBack.filter(({ header }) => !/policy$/.test(header));
  if (other)
    return { code: 'said-otherwise', data: { value: `${other.header}: ${other.value}` }, evidence, confidence: 'firm' };
  // A lock that is told in the page of the form is for people, and no header belongs to it.
  if (saysWhen(says))
    return status === 429 || status === 503
      ? { code: 'words-only', data: { status }, evidence, confidence: 'firm' }
      : { code: 'said-otherwise', data: { value: `“${says.slice(0, 100)}”` }, evidence, confidence: 'firm' };
  return { code: 'not-said', data: { status }, evidence, confidence: 'firm' };
}
