import type { Flaw } from '../flaws.ts';

/** The operations desk: one depot reaches what is the other's. */
export const opsFlaws = [
  {
    id: 'ops-ticket-without-depot-check',
    title: 'The page of a ticket is found by its number alone',
    area: 'authz',
    flips: ['authz.read'],
    may: [],
    proof: 'GET /tickets/{number} of the other depot answers 200 with the ticket',
    edition: 'ops',
  },
  {
    id: 'ops-search-over-both-depots',
    title: 'The search that the pages fetch looks through both depots',
    area: 'authz',
    flips: ['authz.list'],
    may: [],
    proof: 'GET /api/search?q= answers with tickets of the other depot',
    edition: 'ops',
  },
  {
    id: 'ops-print-for-visitors',
    title: 'The print view of an approval asks nobody to sign in',
    area: 'auth',
    flips: ['auth.anonymous'],
    may: ['auth.pages'],
    proof: 'GET /approvals/{id}/print answers 200 without a session',
    edition: 'ops',
  },
] as const satisfies readonly Flaw[];
export type OpsFlawId = (typeof opsFlaws)[number]['id'];
