import { defineCheck } from '../../define-check.ts';
import { type CrossReadCode, judgeCrossRead } from '../judge-cross-read.ts';

type Code = CrossReadCode | 'names-no-tenant';

/** OWASP API1:2023, ASVS v5.0.0-8.2.2, -8.4.1: the tenant comes from the session, whatever the request says. */
export const bodyTenantCheck = defineCheck<'tenancy.tenant', Code>({
  id: 'authz.body-tenant',
  question: 'Are tenant, owner and user ids that a body, a header or a cookie carries ignored or refused?',
  why: 'What the browser sends can be changed by whoever sits in front of it: an organisation id in a header is a wish, not a fact.',
  breaks: "A customer changes one id in a request and works in another customer's account.",
  proof:
    "Wherever a recorded request of A names a tenant, an owner or a user in its body, a header or an unsigned cookie, that one value is replaced by B's and sent in A's session. It fails when B's own values come back, twice.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.2', 'v5.0.0-8.4.1', 'API1:2023'],
  needs: ['tenancy.tenant'],
  outcomes: {
    denied: { is: 'pass', says: "A's request that names B's tenant is refused ({outcome})." },
    neutral: { is: 'pass', says: "A's request that names B's tenant is answered as if it had named none of B's." },
    'names-no-tenant': {
      is: 'not-applicable',
      says: 'None of the {count} recorded operations names a tenant, an owner or a user in a body, a header or a cookie.',
    },
    'same-for-all': { is: 'not-applicable', says: 'The answer is the same for everybody: it holds nothing of B.' },
    'nothing-of-its-own': {
      is: 'not-applicable',
      says: 'All {count} telling values of this answer are ones that A meets in ordinary use: nothing in it is B’s alone.',
    },
    'shared-as-declared': { is: 'pass', says: "B's data comes back, and the policy declares it shared." },
    'open-to-all': { is: 'not-applicable', says: 'Anyone can read this without signing in: see auth.anonymous.' },
    'shared-by-all': {
      is: 'not-applicable',
      says: "A's own lists name this record too, so that A reads it proves nothing: whether those lists may name it is the question of authz.list.",
    },
    leak: {
      is: 'fail',
      says: "Signed in as customer A, the audit named customer B in the request and received B's data: {count|value that stands|values that stand} only in B's own answer, twice.",
    },
    existence: {
      is: 'warn',
      says: 'Refused, but B’s tenant is answered {cross} and an absent one {absent}: A can tell which customers exist.',
    },
    structure: { is: 'warn', says: "A gets an answer of the shape of B's, without B's values." },
    contact: {
      is: 'warn',
      says: "A's answer holds B's name or contact data and nothing else of B's: a directory, or a leak; decide and declare it in the policy.",
    },
    'one-value': {
      is: 'unproven',
      says: "A's answer holds a single value of B's: too little to prove a leak or to rule it out.",
    },
    'session-lost': { is: 'unproven', says: 'A session died around this request, so its refusal proves nothing.' },
    'nothing-there': { is: 'unproven', says: "B's own answer holds nothing that could be recognised in A's." },
    'not-settled': { is: 'unproven', says: "A's request ended in {outcome}, which settles nothing." },
  },
  fix: {
    summary: 'Take the tenant and the user from the session on the server, and nowhere else.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Set the tenant in the authentication middleware from the session or the verified token, and let queries use that value only.',
      'Where one person works for several customers, check the id in the header or cookie against the memberships of the session on every request, and answer 403 otherwise.',
      'Drop tenant, owner and user ids from request bodies at validation (an allow-list of fields), or compare them with the session.',
      'Sign a cookie that carries a tenant, or keep it in the server-side session.',
    ],
  },
  judge(values) {
    const record = values['tenancy.tenant'];
    if ('none' in record)
      return {
        code: 'names-no-tenant',
        data: { count: record.operations },
        evidence: [{ label: 'operations looked through', value: String(record.operations) }],
        reproduce: 'Open the network panel of the developer tools and look through the request headers and bodies.',
      };
    return {
      ...judgeCrossRead(record),
      operation: { method: record.method, template: record.template },
      identities: [record.owner, record.asker],
      reproduce: record.reproduce,
    };
  },
});
