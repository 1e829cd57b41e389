import type { CrossOrigin } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { judgeAsNobody, type NobodyCode } from './judge-as-nobody.ts';

type Code =
  | 'closed'
  | 'public-only'
  | 'token-only'
  | 'open'
  | 'unsafe-scheme'
  | 'session-lost'
  | 'not-settled'
  | NobodyCode;
type Trial = CrossOrigin['trials'][number];

const words: Readonly<Record<Trial['what'], string>> = {
  foreign: 'any foreign site',
  null: 'the origin "null" (sandboxed frames, local files)',
  'ends-like': 'sites whose name ends like the portal’s',
  'begins-like': 'sites whose name begins like the portal’s',
  subdomain: 'any host below the domain',
  'plain-http': 'the portal’s own name without https',
};

/** ASVS v5.0.0-3.4.2, API8:2023: only the portal's own pages may read its answers with a customer's session. */
export const originCheck = defineCheck<'session.cors', Code>({
  id: 'cors.origin',
  question: "Are foreign sites kept from reading the API with a customer's session?",
  why: 'An API that names whatever origin asks, and allows credentials, lets every web page read the data of the customer who has it open.',
  breaks: 'A customer opens a link in a mail, and that page reads their account in the background.',
  proof:
    'A request that names the account is sent with six foreign origins: a stranger, null, names that begin and end like the portal’s, an unknown host below the domain, and the portal without https. It fails when the answer names the account, allows that origin and allows credentials. A wildcard without credentials is no finding. Listed hosts that no account was used at are asked as a foreign page in a visitor’s browser would, at their front page, where scripts of visited pages ask them, and at pages that were visited: what they allow there is a finding, and that they allow nothing proves nothing of what lies behind the sign-in.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-3.4.2', 'API8:2023'],
  needs: ['session.cors'],
  outcomes: {
    closed: { is: 'pass', says: 'None of {count} foreign origins may read answers with the session.' },
    'public-only': { is: 'pass', says: 'Foreign origins may read answers without credentials only.' },
    'token-only': {
      is: 'pass',
      says: 'Foreign origins are allowed, but the session is a header that a foreign page does not have.',
    },
    open: { is: 'fail', says: 'Answers with the customer’s session may be read by {who}.' },
    'unsafe-scheme': { is: 'warn', says: 'Answers with the customer’s session may be read by {who}.' },
    'open-to-nobody': {
      is: 'fail',
      says: '{host} lets {who} read its answers with the visitor’s cookies ({place}); seen without an account.',
    },
    'open-elsewhere': {
      is: 'warn',
      says: '{host} lets {who} read its answers with the visitor’s cookies ({place}); {unused}.',
    },
    'plain-http-allowed': {
      is: 'warn',
      says: '{host} lets {who} read its answers with the visitor’s cookies ({place}): whoever sits in the network can make such a page.',
    },
    'preflight-alone': {
      is: 'warn',
      says: 'The preflight of {host} tells browsers that {who} may send requests with cookies ({place}), and the answers themselves do not: such a page reads nothing, and its PUT goes through.',
    },
    'session-lost': { is: 'unproven', says: 'The session died, so the refusals prove nothing.' },
    'not-settled': { is: 'unproven', says: 'The request with a foreign origin was answered neither way.' },
  },
  fix: {
    summary: 'Compare the Origin header with a list of whole origins; answer others without CORS headers.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'cors({ origin: ["https://app.example.com"], credentials: true }); never origin: true, never a regular expression without ^ and $.',
      'Never allow null, http:// or *.example.com where any host below may be claimed.',
      'Add Vary: Origin. Use * only for public answers, without credentials.',
    ],
  },
  judge(values) {
    const record = values['session.cors'];
    if ('looks' in record) return { ...judgeAsNobody(record, words), identities: [record.identity] };
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord(record: CrossOrigin): Answer<Code> {
  const { trials } = record;
  const evidence = [
    {
      label: record.probe,
      value: `the session is ${record.byCookie ? 'a cookie, sent by the browser itself' : 'a header'}`,
    },
    ...trials.map((one) => ({
      label: words[one.what],
      value: `HTTP ${one.status}; allowed: ${one.allowed}${one.credentials ? ' with credentials' : ''}; preflight: ${one.preflightAllowed}${one.preflightCredentials ? ' with credentials' : ''}`,
    })),
  ];
  const readable = trials.filter((one) => one.allowed === 'this' && one.credentials && one.standing === 'in');
  if (readable.length > 0 && record.byCookie) {
    const weak = readable.every((one) => one.what === 'subdomain' || one.what === 'plain-http');
    const plain = readable.some((one) => one.what === 'plain-http');
    return {
      code: weak && !plain ? 'unsafe-scheme' : 'open',
      data: { who: words[(readable[0] as Trial).what] },
      evidence,
      confidence: 'certain',
    };
  }
  if (record.ownStanding !== 'in')
    return {
      code: 'session-lost',
      evidence,
      gap: gap('session-lost', 'The session was lost.', 'Run again; raise limits for the test accounts.'),
    };
  if (trials.some((one) => one.standing === 'unclear' || one.standing === 'crashed'))
    return {
      code: 'not-settled',
      evidence,
      gap: gap(
        'inconclusive',
        'A request with a foreign origin was answered neither way.',
        'Send the printed request by hand.',
      ),
    };
  if (readable.length > 0) return { code: 'token-only', evidence };
  if (trials.some((one) => one.allowed !== 'no')) return { code: 'public-only', evidence, confidence: 'firm' };
  return { code: 'closed', data: { count: trials.length }, evidence, confidence: 'firm' };
}
