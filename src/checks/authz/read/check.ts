import { defineCheck } from '../../define-check.ts';
import { type CrossReadCode, judgeCrossRead } from '../judge-cross-read.ts';

/** OWASP API1:2023, ASVS v5.0.0-8.2.2: object-level authorization across tenants, judged by the owner's own values. */
export const readCheck = defineCheck<'tenancy.read', CrossReadCode>({
  id: 'authz.read',
  question: "Is another customer's data refused when its reference is asked for?",
  why: 'A reference in an address, a parameter or a body can be changed by anybody who is signed in.',
  breaks:
    "One customer reads another customer's records. You owe notices to customers and authorities, and lose their trust.",
  proof:
    "Signed in as A, every reference that only B has is asked for. B's answer (twice), A's own, nobody's, and A's answer for a reference that does not exist are compared. A leak is declared on a planted canary or at least two values that only B's answer holds, seen again on a repeat; a status alone proves nothing.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.2', 'v5.0.0-8.4.1', 'API1:2023'],
  needs: ['tenancy.read'],
  outcomes: {
    denied: { is: 'pass', says: "A asked for B's reference and was refused ({outcome})." },
    'same-for-all': {
      is: 'not-applicable',
      says: 'The answer is the same page for everybody and every path: it holds nothing of B.',
    },
    'nothing-of-its-own': {
      is: 'not-applicable',
      says: 'All {count} telling values of this answer are ones that A meets in ordinary use: nothing in it is B’s alone.',
    },
    neutral: { is: 'pass', says: "A asked for B's reference and got the same answer as for one that does not exist." },
    'shared-as-declared': { is: 'pass', says: "A reads B's object, and the policy declares it shared." },
    'open-to-all': { is: 'not-applicable', says: 'Anyone can read this without signing in: see auth.anonymous.' },
    'shared-by-all': {
      is: 'not-applicable',
      says: "A's own lists name this record too, so that A reads it proves nothing: whether those lists may name it is the question of authz.list.",
    },
    leak: {
      is: 'fail',
      says: "Signed in as customer A, the audit received customer B's data: {count|value that stands|values that stand} only in B's own answer came back, twice.",
    },
    existence: {
      is: 'warn',
      says: 'B’s reference is answered {cross} and an absent one {absent}: A sees no record, and can tell which ones exist.',
    },
    structure: { is: 'warn', says: "A gets an answer of the shape of B's record, without B's values." },
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
    summary: 'Check in the data query itself that the record belongs to the signed-in tenant.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'In the handler of this operation, load the record by its id AND the tenant of the session, not by its id alone.',
      'Answer 404 when nothing is found, the same as for an id that does not exist.',
      'Do the same for every sibling: files, exports, nested resources, updates, deletes.',
      'Add a test that signs in as one customer and asks for the id of another.',
    ],
  },
  judge(values) {
    const record = values['tenancy.read'];
    return {
      ...judgeCrossRead(record),
      operation: { method: record.method, template: record.template },
      identities: [record.owner, record.asker],
      reproduce: record.reproduce,
    };
  },
});
