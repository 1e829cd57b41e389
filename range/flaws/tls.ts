import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { moveChecks, pageChecks } from './host-checks.ts';

const area = 'https';
/** A browser that minds turns away, so whatever looks at pages may be left without an answer. */
const turnedAway = [...pageChecks, ...moveChecks, 'domains.resolve', 'https.mixed-content'];

export const flaws = [
  {
    id: 'cert-must-staple-without-staple',
    title: 'The certificate of www demands a stapled answer of its authority, and the server sends none',
    area,
    flips: ['https.valid-certificate'],
    may: turnedAway,
    proof: 'the TLS feature extension (RFC 7633) of the leaf that www sends, in a handshake without a staple',
  },
  {
    id: 'cert-must-staple-old-staple',
    title: 'The certificate of www demands a stapled answer, and the server staples one that ran out last week',
    area,
    flips: ['https.valid-certificate'],
    may: turnedAway,
    proof: 'nextUpdate of the OCSP answer that www staples',
  },
  {
    id: 'cipher-null',
    title: 'The API takes suites that encrypt nothing',
    area,
    flips: ['https.ciphers'],
    may: [],
    proof: 'api answers a hello that offers TLS_ECDHE_ECDSA_WITH_NULL_SHA alone',
  },
  {
    id: 'cipher-cbc-sha1-only',
    title: 'The old host takes nothing but CBC with SHA-1',
    area,
    flips: ['https.ciphers'],
    may: ['https.protocols'],
    proof: 'old answers hellos with ECDHE-ECDSA-AES128-SHA and with no other suite',
  },
  {
    id: 'caa-nobody',
    title: 'CAA records allow no authority to issue for the portal',
    area,
    flips: ['https.caa'],
    may: ['domains.drift'],
    proof: 'CAA 0 issue ";" at app',
  },
  {
    id: 'caa-unknown-critical',
    title: 'A CAA record of the domain is critical and has a tag that no authority knows',
    area,
    flips: ['https.caa'],
    may: ['domains.drift'],
    proof: 'CAA 128 tbs at the domain',
  },
  {
    id: 'caa-missing',
    title: 'No CAA record says who may issue for the domain',
    area,
    flips: ['warn:https.caa'],
    may: ['domains.drift'],
    proof: 'no CAA record at the domain',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  { id: 'cert-must-staple-stapled', title: 'www staples what it has to staple', guards: ['https.valid-certificate'] },
  {
    id: 'cipher-cbc-beside-gcm',
    title: 'The admin console leaves a suite for old programs beside modern ones',
    guards: ['https.ciphers', 'https.protocols'],
  },
  {
    id: 'caa-at-the-host',
    title: 'The API has CAA records of its own, one with a parameter, one for wildcards that allows nobody',
    guards: ['https.caa'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'caa-servfail',
    title: 'The name servers answer SERVFAIL for CAA records of the portal',
    unproven: ['https.caa'],
    may: [],
  },
  {
    id: 'caa-stranger',
    title: 'CAA records name an authority that is in no list',
    unproven: ['https.caa'],
    may: ['domains.drift'],
  },
  {
    id: 'tls-limited',
    title: 'The old host takes four connections and resets every further one',
    unproven: ['https.ciphers', 'https.protocols'],
    may: [
      'https.valid-certificate',
      'https.expiry',
      'https.caa',
      'https.hsts',
      'https.redirect',
      'domains.resolve',
      'domains.stale',
      'domains.old-urls',
      'domains.redirect-loops',
      'headers.csp',
      'headers.frame',
      'headers.nosniff',
      'headers.referrer',
      'headers.permissions',
      'headers.cookies',
      'errors.no-internals',
      'errors.clean-page',
      'exposure.sensitive-paths',
      'exposure.security-txt',
    ],
  },
] as const satisfies readonly UnprovenCase[];
