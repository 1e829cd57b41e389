import type { AnonymousRead } from '../../../collectors/portal-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import {
  allAlive,
  canProve,
  describeAlive,
  describeAtoms,
  describeView,
  holdsOwn,
  inBoth,
  proves,
  unsettled,
} from '../../authz/atom-proof.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'refused'
  | 'neutral'
  | 'declared-public'
  | 'open'
  | 'open-from-within'
  | 'open-before-password'
  | 'contact'
  | 'listed-openly'
  | 'by-link'
  | 'outside'
  | 'one-account'
  | 'one-value'
  | 'nothing-private'
  | 'session-lost'
  | 'nothing-there'
  | 'not-settled';

/** ASVS v5.0.0-8.2.1, API2:2023, API5:2023: what needs a session must not answer without one. */
export const anonymousCheck = defineCheck<'tenancy.anonymous', Code>({
  id: 'auth.anonymous',
  question: 'Does every operation that returns private data refuse those who are not signed in?',
  why: 'An address that answers without a session can be read by anybody who guesses or shares it, and by every crawler.',
  breaks: 'Customer data is public to anyone with the address. It can be indexed, copied and published.',
  proof:
    'Every recorded read whose answer holds values that only its owner sees is sent again twice without cookies and tokens, with all other headers kept, and where the sign-in asks for the name first, by a browser that went no further. It fails when a canary or at least two of those values come back both times. What pages for everybody ask themselves is looked through as well: rows that name both customers and say what each was told alone fail where no page for everybody shows any of it.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.1', 'API2:2023', 'API5:2023'],
  needs: ['tenancy.anonymous'],
  outcomes: {
    refused: { is: 'pass', says: 'Without a session the request is refused ({outcome}).' },
    neutral: { is: 'pass', says: "Without a session the answer holds none of the owner's values." },
    'declared-public': { is: 'pass', says: 'Readable without a session, and the policy declares it public.' },
    open: {
      is: 'fail',
      says: 'Without signing in, the audit received private data: {count|value that only its owner sees|values that only their owner sees} came back, twice.',
    },
    'open-from-within': {
      is: 'fail',
      says: 'Without signing in, but with headers that say the request comes from within, the audit received private data: {count|value that only its owner sees|values that only their owner sees} came back, twice.',
    },
    'open-before-password': {
      is: 'fail',
      says: 'With the user name typed and no password, the audit received private data: {count|value that only its owner sees|values that only their owner sees} came back, twice. Whoever knows the name reads it.',
    },
    'listed-openly': {
      is: 'not-applicable',
      says: 'What leads to it is listed for everybody alike: it is public, or common to all customers, and holds nothing of one alone.',
    },
    'by-link': {
      is: 'warn',
      says: 'Whoever has this long address reads it without signing in: a link that is meant to be handed on, or a leak. Decide and declare it in the policy.',
    },
    outside: {
      is: 'warn',
      says: 'Anyone reads this without signing in, and it stands outside the signed-in pages: a page for everybody, or one that was forgotten. Decide and declare it in the policy.',
    },
    contact: {
      is: 'warn',
      says: 'Without a session the answer holds a name or contact of the account and nothing else: decide and declare it in the policy.',
    },
    'one-account': {
      is: 'unproven',
      says: 'Readable without a session; whether it is private cannot be told from one account.',
    },
    'one-value': {
      is: 'unproven',
      says: "Without a session a single value of the owner's came back: too little to prove anything.",
    },
    'nothing-private': {
      is: 'not-applicable',
      says: 'Nothing in the answer is its owner’s alone: what stays the same in it, others get too.',
    },
    'session-lost': {
      is: 'unproven',
      says: "The owner's session died around this request, so the comparison proves nothing.",
    },
    'nothing-there': { is: 'unproven', says: "The owner's own answer holds nothing that could be recognised." },
    'not-settled': { is: 'unproven', says: 'The request without a session ended in {outcome}, which settles nothing.' },
  },
  fix: {
    summary: 'Require a valid session for this operation before anything is loaded.',
    effort: '30 min – 2 h',
    owner: 'engineer',
    steps: [
      'Put the authentication middleware in front of the whole API and allow-list the few public routes, instead of protecting routes one by one.',
      'Answer 401 without a body that tells anything.',
      'Do not accept Referer, Origin or an internal header in place of a session.',
      'Write the account into the session when its last factor was checked, not when its name was typed.',
    ],
  },
  judge(values) {
    const record = values['tenancy.anonymous'];
    return {
      ...judgeRecord(record),
      operation: { method: record.method, template: record.template },
      identities: [record.owner, 'anonymous'],
      reproduce: record.reproduce,
    };
  },
});

function judgeRecord(record: AnonymousRead): Answer<Code> {
  const [view] = record.anonymousViews;
  const held = inBoth(record.anonymousViews);
  const within = record.fromWithin
    ? ', as if from within'
    : record.beforePassword
      ? ', the name typed and no password'
      : '';
  const evidence = [
    ...describeView(`${record.owner} asks (owner)`, record.ownerViews[0]),
    ...describeView(`nobody asks${within}`, view),
    ...describeView(`nobody asks again${within}`, record.anonymousViews[1]),
    ...describeAtoms(record.atoms, held),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  if (!view) return answer('not-settled', unsettled('no answer'));
  const proof = proves(record.atoms, held);
  const planted = record.atoms.some((atom) => atom.source === 'canary' && held.includes(atom.mark));
  if (proof === 'leak' && !record.compared && !planted && !record.declaredPublic)
    return answer('one-account', {
      gap: gap(
        'nothing-to-compare',
        'With one account alone it cannot be told what is private and what everybody sees.',
        'Set LR_A_… and LR_B_… to accounts of two customers that can both sign in.',
      ),
    });
  if (proof === 'leak' && record.openBy === 'link') return answer('by-link');
  if (proof === 'leak' && record.openBy === 'outside')
    return answer(record.declaredPublic ? 'declared-public' : 'outside');
  if (proof === 'leak' && record.openBy === 'listing' && !planted) return answer('listed-openly');
  if (proof === 'leak')
    return record.declaredPublic
      ? answer('declared-public')
      : answer(record.beforePassword ? 'open-before-password' : record.fromWithin ? 'open-from-within' : 'open', {
          data: { count: held.length },
          confidence: 'certain',
        });
  const told = { outcome: `HTTP ${view.status}, ${view.outcome}` };
  // A refusal needs no live owner: nobody was asked for less than with a session.
  if (view.outcome === 'denied' || view.outcome === 'sign-in') return answer('refused', { data: told });
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap(
        'session-lost',
        "The owner's session was lost while this was asked.",
        'Run again; if it recurs, give the accounts longer sessions or raise the rate limit for them.',
      ),
    });
  if (record.atoms.length === 0 && record.ownerViews.every((one) => one.outcome === 'data'))
    return answer('nothing-private');
  const owned = record.ownerViews.every((one) => one.outcome === 'data') && holdsOwn(record.atoms);
  if (owned && proof === 'nothing' && ['error-body', 'empty', 'redirect'].includes(view.outcome))
    return answer('refused', { data: told });
  if (!canProve(record.atoms) || record.ownerViews.some((one) => one.outcome !== 'data'))
    return answer('nothing-there', {
      gap: gap(
        'nothing-to-compare',
        `Nothing distinctive behind ${record.method} ${record.template}.`,
        'Give the account a record with a few distinctive values.',
        5,
      ),
    });
  if (proof === 'contact') return answer('contact');
  if (proof === 'one-atom')
    return answer('one-value', {
      gap: gap(
        'inconclusive',
        'One value in an answer proves nothing either way.',
        'Look at the answer without a session by hand.',
        5,
      ),
    });
  if (view.outcome === 'error-body' || view.outcome === 'redirect') return answer('refused', { data: told });
  if (view.outcome === 'data' || view.outcome === 'empty') return answer('neutral');
  if (view.outcome === 'client-error') return answer('refused', { data: told });
  return answer('not-settled', unsettled(told.outcome));
}
