import type { UnprovenCase } from '../flaws.ts';

const tenancy = ['authz.read', 'authz.list'] as const;

/** Circumstances in which an honest auditor of the portal must say that it does not know. */
export const portalUnprovenCases = [
  {
    id: 'b-has-no-data',
    title: 'Customer B’s account has nothing in it and may not create anything',
    unproven: tenancy,
    may: [],
  },
  {
    id: 'b-password-wrong',
    title: 'The password given for customer B is wrong',
    unproven: [...tenancy, 'authz.body-tenant', 'authz.status', 'authz.files', 'authz.realtime', 'authz.baas'],
    may: ['auth.anonymous', 'journeys.login', 'journeys.console'],
  },
  {
    id: 'b-account-locked',
    title: 'Customer B’s account is locked',
    unproven: tenancy,
    may: ['auth.anonymous', 'journeys.login', 'journeys.console'],
  },
  {
    id: 'a-account-locked',
    title: 'Customer A’s account is locked',
    unproven: ['authz.read', 'authz.list', 'auth.anonymous', 'journeys.login', 'journeys.console'],
    may: ['errors.no-internals'],
  },
  {
    id: 'both-accounts-in-one-tenant',
    title: 'The accounts given as A and B belong to the same customer',
    unproven: tenancy,
    may: ['auth.anonymous'],
  },
  {
    id: 'api-503-after-sign-in',
    title: 'The API answers 503 to everything after sign-in',
    unproven: ['authz.read', 'authz.list', 'auth.anonymous', 'cors.origin', 'csrf.state-change'],
    may: ['journeys.login', 'journeys.console', 'errors.no-internals'],
  },
  {
    id: 'session-killed-midway',
    title: 'Customer A’s session ends after 60 requests, every later one after five',
    unproven: tenancy,
    may: ['auth.anonymous', 'journeys.login', 'journeys.console', 'errors.no-internals'],
  },
  {
    id: 'rate-limited-429',
    title: 'The API answers 429 to every signed-in request after the twelfth',
    unproven: ['authz.read', 'authz.list', 'auth.anonymous'],
    may: ['journeys.login', 'journeys.console', 'errors.no-internals'],
  },
] as const satisfies readonly UnprovenCase[];
