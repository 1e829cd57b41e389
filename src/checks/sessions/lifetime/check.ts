import type { SessionLifetime } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'ends'
  | 'ends-and-renews'
  | 'long-token'
  | 'endless-token'
  | 'long-session'
  | 'days-long-session'
  | 'used-again'
  | 'never-ends'
  | 'still-open'
  | 'not-observed';

/** ASVS v5.0.0-7.3.1, 7.3.2, 10.4.5; RFC 9700, section 4.14: what the server enforces counts; a date in a cookie or token alone never passes. */
export const lifetime = defineCheck<'session.lifetime', Code>({
  id: 'sessions.lifetime',
  question: 'Do sessions end by themselves, idle and in all?',
  why: 'A session that never ends stays open on every computer where a customer once forgot to sign out, and a stolen one is good for ever.',
  breaks: 'Months later somebody opens a shared or sold computer and is in the account.',
  proof:
    'Access tokens that open the account say how long they live: more than an hour fails where scripts send them; a signed token that is itself the session cookie is a session, which may last a day, warns beyond and fails after 30 days. Whether the server ends a session is only seen by waiting: with --wait the audit stays silent for that long and asks once with the old session. Where the browser’s storage holds what renews the session, the audit signs in once more, spoils the access token there, lets the page renew it, and after 65 seconds renews again with the token that had been used up.',
  permit: 'sign-in',
  cites: ['v5.0.0-7.3.1', 'v5.0.0-7.3.2', 'v5.0.0-10.4.5'],
  needs: ['session.lifetime'],
  outcomes: {
    ends: { is: 'pass', says: 'After {minutes} minutes without a request the server had ended the session.' },
    'ends-and-renews': {
      is: 'warn',
      says: 'After {minutes} minutes without a request the server had ended the session; the token that renews it at {operation} stays the same when it is used, and scripts can read it.',
    },
    'used-again': {
      is: 'fail',
      says: 'The token that renews the session at {operation} was replaced when it was used, and the used one renewed it again {seconds} s later.',
    },
    'long-token': {
      is: 'fail',
      says: 'The access token in {name} opens the account for {minutes} minutes; the limit is {limit}.',
    },
    'long-session': {
      is: 'fail',
      says: 'The session cookie {name} is a signed token that is good for {days} days; the limit for a session in all is {limit}.',
    },
    'days-long-session': {
      is: 'warn',
      says: 'The session cookie {name} is a signed token that is good for {days} days: unless the server keeps a list of its own, a copied one opens the account for that long.',
    },
    'endless-token': { is: 'fail', says: 'The access token in {name} names no end.' },
    'never-ends': {
      is: 'fail',
      says: 'After {minutes} minutes without a request the session is still open; the limit is {limit}.',
    },
    'still-open': {
      is: 'unproven',
      says: 'After {minutes} minutes without a request the session was still open; when it ends was not seen.',
    },
    'not-observed': { is: 'unproven', says: 'Whether the server ends sessions by itself was not observed.' },
  },
  fix: {
    summary: 'End sessions after some time without use and after a longest time in all, at the server.',
    effort: '1–2 h',
    owner: 'engineer',
    steps: [
      'Access tokens: at most an hour, better 5–15 minutes, with a refresh token that is replaced at each use.',
      'Sessions: for example 30 minutes to 24 hours idle and 12 hours to 30 days in all, by how sensitive the data is.',
      'Take a refresh token once, and end the whole session where a used one comes again (RFC 9700, section 4.14.2).',
      'Store the start and the last use of a session on the server and compare there; the Max-Age of a cookie binds only honest browsers.',
    ],
  },
  judge(values, { limits }) {
    const record = values['session.lifetime'];
    return {
      ...judgeRecord(record, limits),
      identities: [record.identity],
      reproduce:
        'Open the portal, sign in, copy the session, wait without using it, then send a request that shows the account with the copied value.',
    };
  },
});

function judgeRecord(record: SessionLifetime, limits: Readonly<Record<string, number>>): Answer<Code> {
  const tokens = record.carriers.filter((one) => one.form !== 'opaque');
  const evidence = [
    ...record.carriers.map((one) => ({
      label: `${one.place} ${one.name}`,
      value:
        one.form === 'opaque'
          ? 'an opaque session id'
          : `a signed token, ${one.livesSeconds === undefined ? 'no end named' : `lives ${Math.round(one.livesSeconds / 60)} min`}`,
    })),
    ...(record.cookieKeptSeconds === undefined
      ? []
      : [
          {
            label: 'cookie',
            value: `the browser keeps it for ${Math.round(record.cookieKeptSeconds / 60)} min, which binds nobody`,
          },
        ]),
    ...(record.idle
      ? [
          {
            label: `after ${Math.round(record.idle.seconds / 60)} min without a request`,
            value: `${record.probe}: ${record.idle.standing}`,
          },
        ]
      : []),
  ];
  const { renewal } = record;
  if (renewal)
    evidence.push({
      label: `renewal ${renewal.operation}`,
      value: `${renewal.replaced ? 'replaces its token' : 'keeps its token'}; with the used one ${renewal.afterSeconds === 0 ? 'at once' : `after ${renewal.afterSeconds} s`}: ${renewal.again}`,
    });
  const limit = limits['sessions.lifetime.access-token-minutes'] ?? 60;
  const endless = tokens.find((one) => one.livesSeconds === undefined);
  if (endless) return { code: 'endless-token', data: { name: endless.name }, evidence, confidence: 'firm' };
  const day = 86_400;
  const longest = limits['sessions.lifetime.session-days'] ?? 30;
  // A token in a cookie is the session itself: how long it may last in all is another question than for what a script sends.
  const session = tokens.filter(({ place }) => place === 'cookie').sort(byLife)[0];
  const days = Math.round((session?.livesSeconds ?? 0) / day);
  if (session && (session.livesSeconds ?? 0) > longest * day)
    return { code: 'long-session', data: { name: session.name, days, limit: longest }, evidence, confidence: 'firm' };
  const long = tokens.find(({ place, livesSeconds }) => place === 'header' && (livesSeconds ?? 0) > limit * 60);
  if (long)
    return {
      code: 'long-token',
      data: { name: long.name, minutes: Math.round((long.livesSeconds ?? 0) / 60), limit },
      evidence,
      confidence: 'firm',
    };
  if (renewal?.replaced && renewal.again === 'in' && renewal.afterSeconds > 0)
    return {
      code: 'used-again',
      data: { operation: renewal.operation, seconds: renewal.afterSeconds },
      evidence,
      confidence: 'certain',
    };
  const { idle } = record;
  if (session && (session.livesSeconds ?? 0) > day)
    return { code: 'days-long-session', data: { name: session.name, days }, evidence, confidence: 'firm' };
  if (!idle || idle.standing === 'unclear' || idle.standing === 'crashed')
    return {
      code: 'not-observed',
      evidence,
      gap: gap(
        'inconclusive',
        'Sessions were not watched long enough to see them end.',
        'Run with --wait and the idle time of your portal, for example --wait 31m, or attest it.',
        5,
      ),
    };
  const minutes = Math.round(idle.seconds / 60);
  if (idle.standing === 'out' && renewal && !renewal.replaced && renewal.again === 'in')
    return { code: 'ends-and-renews', data: { minutes, operation: renewal.operation }, evidence, confidence: 'firm' };
  if (idle.standing === 'out') return { code: 'ends', data: { minutes }, evidence, confidence: 'firm' };
  const most = limits['sessions.lifetime.idle-minutes'] ?? 24 * 60;
  if (minutes >= most) return { code: 'never-ends', data: { minutes, limit: most }, evidence, confidence: 'firm' };
  return {
    code: 'still-open',
    data: { minutes },
    evidence,
    gap: gap(
      'inconclusive',
      `The session outlived ${minutes} minutes without use.`,
      'Run with a longer --wait, or attest the idle time.',
      5,
    ),
  };
}

function byLife(a: { readonly livesSeconds?: number }, b: { readonly livesSeconds?: number }): number {
  return (b.livesSeconds ?? 0) - (a.livesSeconds ?? 0);
}
