import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { moveChecks, nameChecks, pageChecks, tlsChecks } from './host-checks.ts';

const area = 'edge';
const tenancy = ['auth.anonymous', 'authz.read', 'authz.list', 'authz.files'];

export const flaws = [
  {
    id: 'edge-absent-on-api',
    title: 'The API does not stand behind the edge',
    area,
    flips: ['edge.present'],
    may: [...nameChecks, 'domains.propagation', 'https.valid-certificate'],
    proof: 'address and headers of api, beside those of the other hosts',
  },
  {
    id: 'origin-answers-directly',
    title: 'The server behind the edge shows the portal to anybody',
    area,
    flips: ['edge.origin-hidden'],
    may: [],
    proof: 'the page of app, asked of origin under the name of app',
  },
  {
    id: 'origin-plain-only',
    title: 'The edge talks to the portal’s server over plain http',
    area,
    flips: ['edge.tls-mode', 'edge.origin-hidden'],
    may: [],
    proof: 'origin refuses port 443 and shows the page of app on port 80',
  },
  {
    id: 'origin-self-signed',
    title: 'The server behind the edge signs its own certificate',
    area,
    flips: ['edge.tls-mode'],
    may: [],
    proof: 'the certificate that origin shows for app',
  },
  {
    id: 'private-page-cached',
    title: 'The edge keeps invoices by their address, whoever asked',
    area,
    flips: ['edge.cache-private'],
    may: tenancy,
    proof: 'an invoice of A, asked for again without a session',
    unseenInUse: true,
  },
  {
    id: 'cache-deception',
    title:
      'The edge keeps whatever ends like a style sheet, and the API answers made-up addresses below a record with the record',
    area,
    flips: ['edge.cache-private'],
    may: tenancy,
    proof: '/api/v1/me/x.css as A, then without a session',
    unseenInUse: true,
  },
  {
    id: 'static-assets-uncached',
    title: 'The edge forbids browsers to keep the portal’s fingerprinted files',
    area,
    flips: ['edge.cache-static'],
    may: ['performance.assets', 'performance.lcp'],
    proof: 'cache-control of /assets/app-….js',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'cached-own-page',
    title: 'A customer’s own browser may keep the customer’s account for a minute',
    guards: ['edge.cache-private'],
  },
  {
    id: 'public-page-cached',
    title: 'The edge keeps what everybody is given, the sign-in page among it',
    guards: ['edge.cache-private', 'edge.cache-static', 'edge.present', 'edge.origin-hidden'],
  },
  {
    id: 'origin-shows-other-page',
    title: 'The server behind the edge shows an empty welcome page to strangers',
    guards: ['edge.origin-hidden', 'edge.tls-mode'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'edge-network-unknown',
    title: 'The edge has an address for the portal that is in no list yet: its header alone speaks for it',
    unproven: ['edge.present'],
    may: [...nameChecks, 'domains.propagation', 'https.valid-certificate'],
  },
  {
    id: 'origin-resets',
    title: 'The server behind the edge resets whoever is not the edge, and so shows nothing of the way to it',
    unproven: ['edge.tls-mode'],
    may: [],
  },
  {
    id: 'origin-in-trouble',
    title: 'The server behind the edge answers 502',
    unproven: ['edge.origin-hidden'],
    may: ['edge.tls-mode'],
  },
  {
    id: 'origin-plain-in-trouble',
    title: 'The server behind the edge listens on port 80 too, and answers 502 there',
    unproven: ['edge.tls-mode'],
    may: ['edge.origin-hidden'],
  },
  {
    id: 'assets-broken',
    title: 'The edge answers 502 for scripts and style sheets',
    unproven: ['edge.cache-static'],
    may: [...pageChecks, ...moveChecks, ...tlsChecks, 'journeys.login', 'journeys.console', 'performance.assets'],
  },
  {
    id: 'cache-key-without-query',
    title: 'The edge keeps what nobody is given by path alone',
    unproven: ['edge.cache-private'],
    may: [...tenancy, 'errors.no-internals', 'auth.pages'],
    unseenInUse: true,
  },
] as const satisfies readonly UnprovenCase[];
