import type { LinkUse } from '../../../collectors/delivery-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'sound'
  | 'sound-sign-in'
  | 'reusable'
  | 'signs-in'
  | 'host-followed'
  | 'in-answer'
  | 'not-bound'
  | 'never-ends'
  | 'not-settled'
  | 'end-not-seen';

/** A reset link of a day is longer than any mail says; others may live for a week, and one that signs in an hour (ASVS v5.0.0-6.5.5: ten minutes). */
const longestMinutes: Readonly<Record<LinkUse['flow'], number>> = {
  reset: 1440,
  invite: 20_160,
  verification: 20_160,
  'sign-in': 60,
};

/** Links of mails are keys: once, for a while, and only where they were meant to go. */
export const resetTokenCheck = defineCheck<'link.use', Code>({
  id: 'sessions.reset-token',
  question: 'Do reset, invite, verification and sign-in links work once, and expire?',
  why: 'Whoever reads a mailbox later, a proxy’s log or a shared screen finds these links; what still works then is a way in.',
  breaks: 'Old mail opens customers’ accounts.',
  proof:
    'Links from real mails to the declared test accounts are opened in clean browsers: once to see whether opening alone signs in, once to the end, and once more afterwards, beside a made-up link that has to be refused. The mail is asked for again with a host name of our own in the headers that proxies use, and in the Host header itself; the answer to whoever asked is searched for the token of the mail; where no inbox can be read, for a link that sets the present password of the account, which a made-up one must not. An invitation whose page sends the invited address is first accepted with another one in its place; a reset link whose page sends the address is used with that of another test account, which gets its own password back. Links that sign in are asked the same where the account signs in by one. With --wait an unused link is kept that long and then used.',
  permit: 'write',
  cites: ['v5.0.0-6.4.1', 'v5.0.0-6.4.3', 'v5.0.0-6.5.1', 'v5.0.0-6.5.5'],
  needs: ['link.use'],
  outcomes: {
    sound: {
      is: 'pass',
      says: 'The {flow} link works once, does not sign in on opening, keeps its host and is refused after {minutes} min.',
    },
    'sound-sign-in': {
      is: 'pass',
      says: 'The sign-in link works once, keeps its host and is refused after {minutes} min.',
    },
    reusable: { is: 'fail', says: 'The {flow} link works a second time: {detail}.' },
    'signs-in': { is: 'fail', says: 'Opening the {flow} link alone signs in, before anything is confirmed.' },
    'host-followed': {
      is: 'fail',
      says: 'The {flow} link is built from a header that whoever asks can choose: {detail}.',
    },
    'in-answer': {
      is: 'fail',
      says: 'The answer to whoever asks for a reset holds the token of the {flow} link, which belongs into the mail alone: nobody needs the mailbox.',
    },
    'not-bound': {
      is: 'fail',
      says: 'The {flow} link works for another address than the one that it was made for: {detail}.',
    },
    'never-ends': { is: 'fail', says: 'The {flow} link still works after {minutes} min{stated}.' },
    'not-settled': { is: 'unproven', says: 'Of the {flow} link it could not be told: {detail}.' },
    'end-not-seen': { is: 'unproven', says: 'When the {flow} link ends was not seen ({detail}).' },
  },
  fix: {
    summary:
      'Store only a hash of each token with its end, delete it in the transaction that uses it, and build the link from a configured origin.',
    effort: '1–3 h',
    owner: 'engineer',
    steps: [
      'Keep SHA-256 of the token, the user and `expires_at` (reset 30–60 min, verification 24 h, invitation 7 days); compare in constant time.',
      'Use and delete it in one statement (DELETE … RETURNING), so that two uses at once cannot both win; a new request ends the older ones.',
      'Take the address of an invited account, and whose password a reset sets, from what is stored with the token, never from the request; compare it where somebody signed in accepts.',
      'Answer every request for a reset with the same words, and put the token into the mail alone (search the handler for a debug answer).',
      'Opening the link only shows a form: a POST with the token does the work, and mail scanners that open links spend nothing.',
      'Build links from APP_URL, never from Host or X-Forwarded-Host (Django ALLOWED_HOSTS, Laravel URL::forceRootUrl, Rails default_url_options, NextAuth AUTH_URL).',
    ],
  },
  judge(values): readonly Answer<Code>[] {
    const use = values['link.use'];
    const { flow, expiry } = use;
    const evidence = [
      {
        label: 'opening',
        value: use.opensSignedIn === null ? 'not settled' : use.opensSignedIn ? 'signs in' : 'does not sign in',
      },
      { label: 'second use', value: `${use.secondUse}: ${use.secondUseDetail}` },
      ...(use.inAnswer === undefined
        ? []
        : [{ label: 'the answer to whoever asked', value: use.inAnswer ? 'holds the token' : 'holds no token' }]),
      { label: 'host of ours', value: `${use.hostFollowed}: ${use.hostDetail}` },
      ...(use.bound ? [{ label: 'another address', value: `${use.bound.state}: ${use.bound.detail}` }] : []),
      {
        label: 'end',
        value: `${expiry.state} after ${expiry.waitedMinutes} min: ${expiry.detail}${expiry.statedMinutes ? `; the mail says ${expiry.statedMinutes} min` : ''}`,
      },
    ];
    const reproduce = `Open the ${flow} link of a mail to a test account in a private window, use it, then open and use it again in another.`;
    const settled = { evidence, reproduce, confidence: 'certain' as const };
    const answers = [
      ...failures(use).map((one) => ({ ...one, ...settled })),
      ...openQuestions(use).map((one) => ({ ...one, evidence, reproduce })),
    ];
    if (answers.length > 0) return answers;
    const code = flow === 'sign-in' ? 'sound-sign-in' : 'sound';
    return [{ code, data: { flow, minutes: expiry.waitedMinutes }, ...settled }];
  },
});

type Bare = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function failures({
  flow,
  opensSignedIn,
  secondUse,
  secondUseDetail,
  hostFollowed,
  hostDetail,
  inAnswer,
  bound,
  expiry,
}: LinkUse): readonly Bare[] {
  const { statedMinutes, waitedMinutes } = expiry;
  const outlived = waitedMinutes > (statedMinutes ?? longestMinutes[flow]) || waitedMinutes >= longestMinutes[flow];
  const stated = statedMinutes === undefined ? '' : `, though the mail says ${statedMinutes}`;
  return [
    // Confirming an address twice gives nobody anything.
    ...(secondUse === 'accepted' && flow !== 'verification'
      ? [{ code: 'reusable' as const, data: { flow, detail: secondUseDetail } }]
      : []),
    ...(opensSignedIn === true && flow !== 'sign-in' ? [{ code: 'signs-in' as const, data: { flow } }] : []),
    ...(hostFollowed === 'yes' ? [{ code: 'host-followed' as const, data: { flow, detail: hostDetail } }] : []),
    ...(inAnswer === true ? [{ code: 'in-answer' as const, data: { flow } }] : []),
    ...(bound?.state === 'any' ? [{ code: 'not-bound' as const, data: { flow, detail: bound.detail } }] : []),
    ...(expiry.state === 'alive' && outlived
      ? [{ code: 'never-ends' as const, data: { flow, minutes: waitedMinutes, stated } }]
      : []),
  ];
}

function openQuestions(use: LinkUse): readonly Bare[] {
  const { flow, expiry } = use;
  const doubts = [
    ...(use.opensSignedIn === null ? ['whether opening it signs in'] : []),
    ...(use.secondUse === 'unclear' || use.secondUse === 'not-tried'
      ? [`whether it works twice (${use.secondUseDetail})`]
      : []),
    // Invitations and confirmations are asked for by somebody who is signed in or new: nobody poisons them for another.
    ...((flow === 'reset' || flow === 'sign-in') && ['unclear', 'not-tried'].includes(use.hostFollowed)
      ? [`whether it keeps its host (${use.hostDetail})`]
      : []),
    ...(use.bound?.state === 'unclear' ? [`whether it is bound to the invited address (${use.bound.detail})`] : []),
    ...(expiry.state === 'unclear' ? [`whether it ends (${expiry.detail})`] : []),
  ];
  const open: Bare[] = doubts.map((detail) => ({
    code: 'not-settled',
    data: { flow, detail },
    gap: gap(
      'inconclusive',
      `Not settled: ${detail}.`,
      'Use the link of a mail twice by hand, each time in a private window.',
      10,
    ),
  }));
  const unseen =
    expiry.state === 'not-waited' ||
    (expiry.state === 'alive' && failures(use).every(({ code }) => code !== 'never-ends'));
  if (unseen) {
    const minutes = (expiry.statedMinutes ?? 60) + 1;
    const detail = expiry.state === 'alive' ? `it still works after ${expiry.waitedMinutes} min` : expiry.detail;
    open.push({
      code: 'end-not-seen',
      data: { flow, detail: use.secondUse === 'refused' ? `${detail}; it works once only` : detail },
      gap: gap(
        'inconclusive',
        `The end of the ${flow} link was not seen.`,
        flow === 'reset' || flow === 'sign-in'
          ? `Run with --wait ${minutes}m, or attest when these links end.`
          : 'Attest when these links end, with a link to the code or setting that says so.',
        2,
      ),
    });
  }
  return open;
}
