import type { BackendTable } from '../../../collectors/surface-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { allAlive, canProve, describeAlive, describeAtoms, describeView, proves } from '../atom-proof.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'row-level'
  | 'public-key-reads'
  | 'others-read'
  | 'contact'
  | 'names-other-tenant'
  | 'no-backend'
  | 'not-listed'
  | 'session-lost'
  | 'nothing-there'
  | 'not-settled';

/** OWASP API1:2023, API8:2023: the browser talks to the database, so row policies are the whole guard (PostgREST, Supabase). */
export const baasCheck = defineCheck<'tenancy.backend', Code>({
  id: 'authz.baas',
  question: 'Does the back end as a service give each session its own rows only?',
  why: 'With Supabase, PostgREST and their like the public key stands in the bundle: what a table’s policies do not refuse, everybody can read.',
  breaks: 'Whole tables of all customers are read with the key that every visitor’s browser has.',
  proof:
    "Each table that B's pages read is read again with the public key alone and in A's session, with B's own filter, with none (at most twenty rows), and with B's tenant for a filter (at most five). It fails when a canary or two values of B's come back. A service on a host that is not listed is not asked at all.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.2', 'API1:2023', 'API8:2023'],
  needs: ['tenancy.backend'],
  outcomes: {
    'row-level': { is: 'pass', says: 'With the public key and as A, {count|read|reads} gave none of B’s rows.' },
    'public-key-reads': {
      is: 'fail',
      says: "With the public key alone, without signing in, the table gave B's rows ({what}).",
    },
    'others-read': { is: 'fail', says: "Signed in as customer A, the table gave B's rows ({what})." },
    contact: {
      is: 'warn',
      says: "The table gives B's name or contact data and nothing else of B's: decide and declare it.",
    },
    'names-other-tenant': {
      is: 'warn',
      says: 'Signed in as customer A, the table gave {rows} rows whose {name} is that of customer B: shared on purpose, or without row-level security. Decide and declare it in the policy.',
    },
    'no-backend': {
      is: 'not-applicable',
      says: 'No page talks to a database or a back end as a service ({count|operation|operations} seen).',
    },
    'not-listed': {
      is: 'unproven',
      says: 'The pages talk to {product} at a host that is not listed: its rules were not tried.',
    },
    'session-lost': { is: 'unproven', says: 'A session died around these reads, so they prove nothing.' },
    'nothing-there': { is: 'unproven', says: "B's own rows hold nothing that could be recognised." },
    'not-settled': { is: 'unproven', says: 'A read ended in {outcome}, which settles nothing.' },
  },
  fix: {
    summary:
      'Switch row-level security on for every table in an exposed schema, with a policy that compares the row’s tenant with the token.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      "PostgreSQL: alter table … enable row level security; create policy own_rows on … for select to authenticated using (org_id = (auth.jwt() ->> 'org_id')::uuid);",
      'Revoke what anon needs not: revoke select on … from anon; keep tables that are no API out of the exposed schema.',
      'Look at views (security_invoker = true), functions with security definer, storage buckets and realtime: policies do not reach them by themselves.',
      'Firebase: rules that compare request.auth.token.org with the document’s org, never allow read: if true or request.auth != null alone. Hasura: a row check per role and table.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['tenancy.backend'];
    if ('none' in record)
      return {
        code: 'no-backend',
        data: { count: record.operations },
        evidence: [{ label: 'operations looked through', value: String(record.operations) }],
        reproduce: 'Open the network panel of the developer tools and look for requests to a database service.',
      };
    if (record.kind === 'third-party')
      return {
        code: 'not-listed',
        data: { product: record.product },
        evidence: [{ label: 'asked by the pages', value: record.host }],
        reproduce: `curl -sS -i 'https://${record.host}/rest/v1/' -H 'apikey: PUBLIC_KEY'`,
        gap: gap(
          'not-configured',
          `${record.host} belongs to ${record.product}; only the pages' own requests reached it.`,
          `List ${record.host} under target.hosts and prove that the project is yours, or try each table by hand with the public key.`,
          20,
        ),
      };
    return { ...judgeTable(record), identities: [record.owner, record.asker], reproduce: record.reproduce };
  },
});

function judgeTable(record: BackendTable): Answer<Code> {
  const evidence = [
    ...describeView(`${record.owner} reads (owner)`, record.ownerView),
    ...record.tries.flatMap(({ who, what, view }) =>
      describeView(`${who === 'anonymous' ? 'public key alone' : who}, ${what}`, view),
    ),
    ...describeAtoms(
      record.atoms,
      record.tries.flatMap(({ view }) => view.holds),
    ),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  for (const { who, what, view } of record.tries)
    if (proves(record.atoms, view.holds) === 'leak')
      return answer(who === 'anonymous' ? 'public-key-reads' : 'others-read', {
        data: { what },
        confidence: 'certain',
      });
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap('session-lost', 'A session was lost while the tables were read.', 'Run again with longer sessions.'),
    });
  if (record.underOthers)
    return answer(record.underOthers.who === 'anonymous' ? 'public-key-reads' : 'others-read', {
      data: {
        what: `${record.underOthers.what}: ${record.underOthers.owner} rows under records that only B's lists name`,
      },
      confidence: 'firm',
    });
  if (record.tries.some(({ view }) => proves(record.atoms, view.holds) === 'contact')) return answer('contact');
  if (record.ofTenant)
    return answer('names-other-tenant', {
      data: { rows: record.ofTenant.rows, name: record.ofTenant.name },
      confidence: 'firm',
    });
  if (!canProve(record.atoms))
    return answer('nothing-there', {
      gap: gap(
        'nothing-to-compare',
        "B's rows in this table hold nothing distinctive.",
        'Give customer B two distinctive rows.',
        5,
      ),
    });
  const bad = record.tries.find(({ view }) => ['server-error', 'rate-limited', 'failed'].includes(view.outcome));
  if (bad) {
    const outcome = `HTTP ${bad.view.status}, ${bad.view.outcome}`;
    return answer('not-settled', {
      data: { outcome },
      gap: gap('inconclusive', `A read ended in ${outcome}.`, 'Run again.', 5),
    });
  }
  return answer('row-level', { data: { count: record.tries.length } });
}
