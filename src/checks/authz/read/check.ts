import type { CrossRead, View } from '../../../collectors/portal-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
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
} from '../atom-proof.ts';

type Code =
  | 'denied'
  | 'same-for-all'
  | 'nothing-of-its-own'
  | 'neutral'
  | 'shared-as-declared'
  | 'open-to-all'
  | 'leak'
  | 'existence'
  | 'structure'
  | 'contact'
  | 'one-value'
  | 'session-lost'
  | 'nothing-there'
  | 'not-settled';

/** OWASP API1:2023, ASVS v5.0.0-8.2.2: object-level authorization across tenants, judged by the owner's own values. */
export const readCheck = defineCheck<'tenancy.read', Code>({
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
    leak: {
      is: 'fail',
      says: "Signed in as customer A, the audit received customer B's data: {count} values that stand only in B's own answer came back, twice.",
    },
    existence: {
      is: 'warn',
      says: 'Refused, but B’s reference is answered {cross} and an absent one {absent}: A can tell which records exist.',
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
      ...judgeRecord(record),
      operation: { method: record.method, template: record.template },
      identities: [record.owner, record.asker],
      reproduce: record.reproduce,
    };
  },
});

function judgeRecord(record: CrossRead): Answer<Code> {
  const [cross] = record.crossViews;
  const held = inBoth(record.crossViews);
  const evidence = [
    { label: 'reference', value: `${record.slot.place} ${record.slot.name} of ${record.owner}, ${record.origin}` },
    ...describeView(`${record.owner} asks (owner)`, record.ownerViews[0]),
    ...describeView(`${record.asker} asks for the same`, cross),
    ...describeView(`${record.asker} asks again`, record.crossViews[1]),
    ...describeView(`${record.asker} asks for an absent one`, record.nullControl),
    ...describeView('nobody asks', record.anonymousView),
    ...describeAtoms(record.atoms, held),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  if (!cross) return answer('not-settled', unsettled('no answer'));
  const proof = proves(record.atoms, held);
  if (proof === 'leak') {
    if (proves(record.atoms, record.anonymousView?.holds ?? []) === 'leak') return answer('open-to-all');
    if (record.declared === 'shared') return answer('shared-as-declared');
    return answer('leak', { data: { count: held.length }, confidence: 'certain' });
  }
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap(
        'session-lost',
        'A session was lost while this was asked.',
        'Run again; if it recurs, give the accounts longer sessions or raise the rate limit for them.',
      ),
    });
  const [first, second] = record.ownerViews;
  if (isShell(record)) return answer('same-for-all');
  if (first?.outcome === 'data' && record.atoms.length === 0 && record.tellingValues >= 2)
    return answer('nothing-of-its-own', { data: { count: record.tellingValues } });
  if (
    first?.outcome !== 'data' ||
    second?.outcome !== 'data' ||
    !(canProve(record.atoms) || (holdsOwn(record.atoms) && isPlainRefusal(cross, record.nullControl)))
  )
    return answer('nothing-there', {
      gap: gap(
        'nothing-to-compare',
        `${record.owner.toUpperCase()} has nothing distinctive behind ${record.method} ${record.template}.`,
        'Give customer B a record with a few distinctive values, or permit a planted canary with --permit write.',
        5,
      ),
    });
  if (proof === 'contact') return answer('contact');
  if (proof === 'one-atom')
    return answer('one-value', {
      gap: gap(
        'inconclusive',
        "One value of B's in A's answer proves nothing either way.",
        'Look at the two answers by hand, or permit a planted canary with --permit write.',
        10,
      ),
    });
  return settle(record, cross, answer);
}

/** A single-page application answers every path with its one page: the owner's answer is the answer to nonsense. */
function isShell({ atoms, ownerViews: [first], nonsense, anonymousView }: CrossRead): boolean {
  const same = (view: View | undefined) =>
    view !== undefined &&
    first !== undefined &&
    view.status === first.status &&
    view.shape === first.shape &&
    Math.abs(view.bytes - first.bytes) <= 64;
  return atoms.length === 0 && first?.outcome === 'data' && (same(nonsense) || same(anonymousView));
}

/** A refusal that needs no atoms to be believed: by its kind, or because an absent reference gets the very same. */
function isPlainRefusal(cross: View, control: View | undefined): boolean {
  if (['denied', 'sign-in', 'error-body'].includes(cross.outcome)) return true;
  const same = control !== undefined && control.status === cross.status && control.shape === cross.shape;
  return same && cross.outcome === 'empty';
}

const refusals = ['denied', 'sign-in', 'error-body', 'empty', 'redirect', 'client-error'];

function settle(
  record: CrossRead,
  cross: View,
  answer: (code: Code, extra?: Partial<Answer<Code>>) => Answer<Code>,
): Answer<Code> {
  const control = record.nullControl;
  const told = { outcome: `HTTP ${cross.status}, ${cross.outcome}` };
  if (refusals.includes(cross.outcome)) {
    const telling =
      control !== undefined &&
      refusals.includes(control.outcome) &&
      control.status !== cross.status &&
      [401, 403].includes(cross.status) &&
      [400, 404, 410, 422].includes(control.status);
    if (telling) return answer('existence', { data: { cross: cross.status, absent: control.status } });
    if (cross.outcome === 'client-error' && control?.status !== cross.status)
      return answer('not-settled', unsettled(told.outcome));
    return answer('denied', { data: told });
  }
  if (cross.outcome !== 'data') return answer('not-settled', unsettled(told.outcome));
  const alike = [control, record.nonsense, record.ownView].some(
    (view) =>
      view !== undefined && view.outcome === 'data' && view.shape === cross.shape && view.status === cross.status,
  );
  if (alike) return answer('neutral');
  if (cross.shape === record.ownerViews[0]?.shape) return answer('structure');
  return answer('not-settled', unsettled(`an answer of another kind (HTTP ${cross.status}) without any value of B's`));
}
