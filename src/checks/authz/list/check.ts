import type { OrdinaryRead, View } from '../../../collectors/portal-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { allAlive, describeAlive, describeAtoms, describeView, proves, unsettled } from '../atom-proof.ts';

type Code =
  | 'shared-as-declared'
  | 'public'
  | 'own-only'
  | 'leak'
  | 'tenant-parameter'
  | 'rows-of-others'
  | 'contact'
  | 'names-other-tenant'
  | 'counts-others'
  | 'no-canary'
  | 'session-lost'
  | 'not-settled';

/** OWASP API1:2023 and API3:2023, ASVS v5.0.0-8.2.2: lists, searches, exports and counts stay inside the tenant. */
export const listCheck = defineCheck<'tenancy.list', Code>({
  id: 'authz.list',
  question: "Do lists, searches and exports keep out other customers' rows?",
  why: 'A list that is filtered only in the browser, or by a parameter that anyone can change, hands over every customer at once.',
  breaks: "One request returns other customers' records. Whoever opens the browser's developer tools sees them.",
  proof:
    "A canary is planted as B (or declared in the config) and must show in B's own list. Everything A receives from the same operation, in ordinary use, with the tenant parameter swapped, and when searching for the canary, is searched for it; so are rows that go by the id of a record which B gets and A is refused, in answers that hold other records beside their own. Without a canary in B's list nothing is claimed.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.2', 'API1:2023', 'API3:2023'],
  needs: ['tenancy.list'],
  outcomes: {
    'own-only': { is: 'pass', says: "B's list holds B's canary; none of the {count} answers A received does." },
    'shared-as-declared': { is: 'not-applicable', says: 'The policy declares this list shared by all tenants.' },
    public: {
      is: 'not-applicable',
      says: 'Nobody signed in gets the same list: it is public and holds nothing of one customer alone.',
    },
    leak: {
      is: 'fail',
      says: "Signed in as customer {asker}, in ordinary use, the audit received customer {owner}'s rows, whatever the page shows of them.",
    },
    'tenant-parameter': {
      is: 'fail',
      says: "Signed in as customer {asker}, the audit received customer {owner}'s rows ({what}).",
    },
    'rows-of-others': {
      is: 'fail',
      says: "{count} rows that A receives in ordinary use stand under records that B's lists name and A's do not: every customer gets every customer's rows.",
    },
    contact: {
      is: 'warn',
      says: "A's ordinary answer holds B's name or contact data: a shared directory, or a leak; decide and declare it in the policy.",
    },
    'names-other-tenant': {
      is: 'warn',
      says: 'Rows that A receives name customer B as their owner: shared on purpose, or not kept apart. Declare it in the policy, or permit a planted canary, which proves it.',
    },
    'counts-others': {
      is: 'warn',
      says: 'A is shown {rows} rows and told of {total}, the same number that B is told: the count seems to take in every customer.',
    },
    'no-canary': {
      is: 'unproven',
      says: "B's own list holds no value that is known to be B's alone (a canary), so A's clean list proves nothing.",
    },
    'session-lost': { is: 'unproven', says: 'A session died around these requests, so they prove nothing.' },
    'not-settled': { is: 'unproven', says: "A's request ended in {outcome}, which settles nothing." },
  },
  fix: {
    summary:
      'Filter the query by the tenant of the session on the server, and ignore tenant ids that the request sends.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Add the tenant of the session to the WHERE clause (or row-level security) of this query, its count, its search index and its export.',
      'Take the tenant from the session only; refuse or ignore parameters and headers that name one.',
      'Remove filters in the browser that hide rows: they hide the mistake, not the data.',
    ],
  },
  judge(values) {
    const record = values['tenancy.list'];
    return {
      ...judgeRecord(record),
      operation: { method: record.method, template: record.template },
      identities: [record.owner, record.asker],
      reproduce: record.reproduce,
    };
  },
});

/** Searches that each found one row of the owner's, seen twice: together they prove what one of them would with more in its row. */
function severalTogether({ variants, atoms }: OrdinaryRead): OrdinaryRead['variants'][number] | undefined {
  const held = variants.filter(({ what }) => what.startsWith('searched')).flatMap(({ view }) => view.holds);
  const twice = [...new Set(held.filter((mark, at) => held.indexOf(mark) !== at))];
  const [first] = variants.filter(({ view }) => view.holds.some((mark) => twice.includes(mark)));
  return first && proves(atoms, twice) === 'leak' ? { ...first, view: { ...first.view, holds: twice } } : undefined;
}

function judgeRecord(record: OrdinaryRead): Answer<Code> {
  const canaries = new Set(
    record.atoms.filter((atom) => atom.source === 'canary' || atom.source === 'credential').map((atom) => atom.mark),
  );
  const known = new Set(record.atoms.map((atom) => atom.mark));
  // Marks beyond the owner's own view of this operation are canaries planted elsewhere.
  const canaryIn = (view: View) => view.holds.some((mark) => canaries.has(mark) || !known.has(mark));
  const evidence = [
    ...describeView(`${record.owner}'s own list`, record.ownerView),
    ...record.askerViews.slice(0, 3).flatMap((view) => describeView(`${record.asker} receives`, view)),
    ...record.variants.flatMap(({ what, view }) => describeView(`${record.asker}, ${what}`, view)),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  const who = { asker: record.asker.toUpperCase(), owner: record.owner.toUpperCase() };
  const hits = record.askerViews.filter(canaryIn);
  if (
    hits.length >= 2 ||
    (hits.length === 1 && record.askerViews.length > 2 && !canaryIn(record.askerViews[0] as View))
  )
    return answer('leak', {
      data: who,
      confidence: 'certain',
      evidence: [...evidence, ...describeAtoms(record.atoms, hits[0]?.holds ?? [])],
    });
  const swapped =
    record.variants.find(({ view }) => canaryIn(view) || proves(record.atoms, view.holds) === 'leak') ??
    severalTogether(record);
  if (swapped)
    return answer('tenant-parameter', {
      data: { what: swapped.what, ...who },
      confidence: 'certain',
      evidence: [...evidence, ...describeAtoms(record.atoms, swapped.view.holds)],
    });
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap(
        'session-lost',
        'A session was lost while lists were asked for.',
        'Run again; if it recurs, give the accounts longer sessions or raise the rate limit for them.',
      ),
    });
  if (record.underOthers && !record.declaredShared)
    return answer('rows-of-others', { data: { count: record.underOthers.owner }, confidence: 'firm' });
  const bad = record.askerViews.find(
    (view) => !['data', 'empty', 'denied', 'sign-in', 'error-body'].includes(view.outcome),
  );
  if (bad) return answer('not-settled', unsettled(`HTTP ${bad.status}, ${bad.outcome}`));
  if (record.askerViews.some((view) => proves(record.atoms, view.holds) === 'contact')) return answer('contact');
  if (record.declaredShared) return answer('shared-as-declared');
  if (!record.canaryInOwnersView && record.namesOwnersTenant) return answer('names-other-tenant');
  if (record.sameForAnyone) return answer('public');
  if (record.counts) return answer('counts-others', { data: record.counts });
  if (!record.canaryInOwnersView)
    return answer('no-canary', {
      gap: gap(
        'nothing-to-compare',
        `B's own answer to ${record.method} ${record.template} holds no value that is known to be B's alone (a canary).`,
        'Let the audit create marked records as B (--permit write), or list values that only B may see under canaries in the config.',
        3,
      ),
    });
  return answer('own-only', { data: { count: record.askerViews.length + record.variants.length } });
}
