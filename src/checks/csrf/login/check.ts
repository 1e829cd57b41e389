import type { ForgedSignIn } from '../../../collectors/forgery-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'refused' | 'signs-in' | 'no-cookie' | 'no-control' | 'not-settled';

/** ASVS v5.0.0-3.5.1: nobody is signed in to somebody else's account by opening a page. */
export const csrfLogin = defineCheck<'session.forged-sign-in', Code>({
  id: 'csrf.login',
  question: 'Is a visitor kept from being signed in to somebody else’s account by a foreign site?',
  why: 'A page elsewhere can send the sign-in form with the attacker’s own account. The visitor then works in that account without noticing, and leaves data, files and payment details there.',
  breaks: 'A customer uploads documents or saves a card in an account that a stranger reads.',
  proof:
    'The sign-in of a test account is sent once more as a page elsewhere can have a stranger’s browser send it: as a form or as JSON in text/plain, without any cookie and header of the portal’s own, with a foreign Origin, with the right password. It fails when the cookies of the answer open the account, asked twice. When it is refused, the portal’s own page has to let the account in afterwards.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-3.5.1', 'v5.0.0-7.6.2'],
  needs: ['session.forged-sign-in'],
  outcomes: {
    refused: { is: 'pass', says: 'A sign-in that a foreign page sends is refused, the portal’s own is taken.' },
    'signs-in': {
      is: 'fail',
      says: 'A foreign page can sign a visitor in to an account of its choice ({way}, answered {status}).',
    },
    'no-cookie': {
      is: 'not-applicable',
      says: 'The session is no cookie: the answer to a foreign page’s request leaves nothing in the visitor’s browser.',
    },
    'no-control': {
      is: 'unproven',
      says: 'The forged sign-in was refused, and so was the portal’s own straight after.',
    },
    'not-settled': { is: 'unproven', says: 'The forged sign-in was answered neither way (HTTP {status}).' },
  },
  fix: {
    summary:
      'Guard the sign-in like every other change: a token of the visitor’s own session before sign-in, or an Origin check.',
    effort: '30 min – 2 h',
    owner: 'engineer',
    steps: [
      'Refuse a sign-in whose Origin (else Referer) is not the portal’s own, or whose Sec-Fetch-Site is cross-site.',
      'Forms: give visitors a session and a token before they sign in, and compare both (Django and Rails do so unless the view is exempt; Auth.js has /api/auth/csrf; Spring Security keeps csrf() on for /login).',
      'JSON sign-ins: take application/json only, answer 415 otherwise.',
      'Sign-in links and single sign-on: bind them to the browser that asked (state, nonce).',
    ],
  },
  judge(values) {
    const record = values['session.forged-sign-in'];
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord(record: ForgedSignIn): Answer<Code> {
  const { trials } = record;
  const evidence = [
    {
      label: record.operation,
      value: `recorded as ${record.contentType || 'no type'}; ${record.tokens.length > 0 ? `with ${record.tokens.join(', ')}` : 'without a token against forged requests'}`,
    },
    ...trials.map((one) => ({
      label: one.way,
      value: `answered HTTP ${one.status}, ${one.setCookies} cookies set; with them the account is ${one.standing}`,
    })),
    ...(trials.length > 0
      ? [
          {
            label: 'the portal’s own page',
            value: record.control ? 'lets the account in' : 'does not let it in either',
          },
        ]
      : []),
  ];
  if (!record.sessionByCookie) return { code: 'no-cookie', evidence, confidence: 'certain' };
  const hit = trials.find(({ standing }) => standing === 'in');
  if (hit) return { code: 'signs-in', data: { way: hit.way, status: hit.status }, evidence, confidence: 'certain' };
  const doubt = trials.find(({ standing }) => standing !== 'out');
  if (doubt || trials.length === 0)
    return {
      code: 'not-settled',
      data: { status: doubt?.status ?? 0 },
      evidence,
      gap: gap(
        'inconclusive',
        'The sign-in as a foreign page sends it was answered neither way.',
        'Run again when the sign-in is not limited, or try it by hand.',
      ),
    };
  if (!record.control)
    return {
      code: 'no-control',
      evidence,
      gap: gap(
        'sign-in-failed',
        'The account could not sign in again from the portal’s own page, so the refusal says nothing.',
        'Let the test account sign in more than once in a run.',
      ),
    };
  return { code: 'refused', evidence, confidence: 'firm' };
}
