import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { besides, moveChecks, pageChecks, portalChecks } from './host-checks.ts';

const area = 'headers';
const proof = 'headers of https://app/';

export const flaws = [
  {
    id: 'csp-none',
    title: 'The portal has no Content-Security-Policy',
    area,
    flips: ['headers.csp'],
    may: ['headers.frame'],
    proof,
  },
  {
    id: 'csp-unsafe-inline',
    title: 'The policy of the portal allows inline script',
    area,
    flips: ['headers.csp'],
    may: [],
    proof,
  },
  {
    id: 'csp-report-only',
    title: 'The policy of the portal is reported on and not enforced',
    area,
    flips: ['headers.csp'],
    may: ['headers.frame'],
    proof,
  },
  {
    id: 'csp-any-source',
    title: 'The policy of the portal allows script from every https address',
    area,
    flips: ['headers.csp'],
    may: [],
    proof,
  },
  {
    id: 'csp-without-script',
    title: 'The policy of the portal speaks of framing only and restricts no script',
    area,
    flips: ['headers.csp'],
    may: [],
    proof,
  },
  {
    id: 'frame-none',
    title: 'Any site may frame the portal: neither frame-ancestors nor X-Frame-Options',
    area,
    flips: ['headers.frame'],
    may: [],
    proof,
  },
  {
    id: 'frame-allow-from',
    title: 'X-Frame-Options: ALLOW-FROM, which no browser obeys',
    area,
    flips: ['headers.frame'],
    may: [],
    proof,
  },
  {
    id: 'frame-ancestors-any',
    title: 'frame-ancestors allows everybody, and it overrules the X-Frame-Options beside it',
    area,
    flips: ['headers.frame'],
    may: ['headers.csp'],
    proof,
  },
  {
    id: 'nosniff-none',
    title: 'The portal sends no X-Content-Type-Options',
    area,
    flips: ['headers.nosniff'],
    may: [],
    proof,
  },
  {
    id: 'nosniff-misspelt',
    title: 'X-Content-Type-Options says no-sniff, which means nothing',
    area,
    flips: ['headers.nosniff'],
    may: [],
    proof,
  },
  {
    id: 'referrer-unsafe-url',
    title: 'The portal hands its full addresses to every other site',
    area,
    flips: ['headers.referrer'],
    may: [],
    proof,
  },
  {
    id: 'referrer-none',
    title: 'The portal sends no Referrer-Policy',
    area,
    flips: ['warn:headers.referrer'],
    may: [],
    proof,
  },
  {
    id: 'permissions-none',
    title: 'The portal sends no Permissions-Policy',
    area,
    flips: ['warn:headers.permissions'],
    may: [],
    proof,
  },
  {
    id: 'permissions-any-origin',
    title: 'Camera, microphone and location are open to every embedded site',
    area,
    flips: ['headers.permissions'],
    may: [],
    proof,
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'csp-two-headers',
    title: 'Two policies, each weak in one point, that are strong together',
    guards: ['headers.csp', 'headers.frame'],
  },
  {
    id: 'csp-nonce-with-fallbacks',
    title: "'unsafe-inline' and https: beside a nonce and 'strict-dynamic': for old browsers, ignored by the others",
    guards: ['headers.csp'],
  },
  {
    id: 'frame-options-alone',
    title: 'X-Frame-Options: deny in lower case, no frame-ancestors',
    guards: ['headers.frame', 'headers.csp'],
  },
  { id: 'frame-ancestors-self', title: 'The portal may frame itself', guards: ['headers.frame'] },
  { id: 'nosniff-capitals', title: 'X-Content-Type-Options: NoSniff', guards: ['headers.nosniff'] },
  {
    id: 'referrer-list',
    title: 'A list of policies: the last one that a browser knows counts',
    guards: ['headers.referrer'],
  },
  { id: 'permissions-self', title: 'The portal itself may use the camera', guards: ['headers.permissions'] },
] as const satisfies readonly Decoy[];

const cutOff = [
  'https.hsts',
  'headers.csp',
  'headers.frame',
  'headers.nosniff',
  'headers.referrer',
  'headers.permissions',
  'headers.cookies',
  'errors.no-internals',
];

export const unprovenCases = [
  {
    id: 'app-headers-cut-off',
    title: 'The portal ends every connection in the middle of the headers',
    unproven: cutOff,
    may: besides(cutOff, [...pageChecks, ...moveChecks, ...portalChecks, 'domains.resolve']),
  },
] as const satisfies readonly UnprovenCase[];
