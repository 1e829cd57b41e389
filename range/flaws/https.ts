import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { besides, moveChecks, nameChecks, pageChecks, tlsChecks } from './host-checks.ts';

const area = 'https';
/** A visitor's browser turns away from such a host, so whatever looks at its pages may be left without an answer. */
const unanswered = ['https.valid-certificate', 'https.expiry', 'https.protocols', 'https.ciphers', 'https.hsts'];
const turnedAway = [...pageChecks, ...moveChecks, 'domains.resolve', 'https.mixed-content'];

export const flaws = [
  {
    id: 'cert-expired',
    title: 'The certificate of www ran out three days ago',
    area,
    flips: ['https.valid-certificate', 'https.expiry'],
    may: turnedAway,
    proof: 'notAfter of the leaf that www sends',
  },
  {
    id: 'cert-not-yet-valid',
    title: 'The certificate of www starts in two days',
    area,
    flips: ['https.valid-certificate'],
    may: [...turnedAway, 'https.expiry'],
    proof: 'notBefore of the leaf that www sends',
  },
  {
    id: 'cert-wrong-name',
    title: 'The old host sends a certificate for another name',
    area,
    flips: ['https.valid-certificate'],
    may: turnedAway,
    proof: 'subjectAltName of the leaf that old sends',
  },
  {
    id: 'cert-missing-intermediate',
    title: 'The marketing site sends its leaf without the intermediate',
    area,
    flips: ['https.valid-certificate'],
    may: turnedAway,
    proof: 'the chain as sent by the apex host holds one certificate',
  },
  {
    id: 'cert-self-signed',
    title: 'The admin console signs its own certificate',
    area,
    flips: ['https.valid-certificate'],
    may: [...turnedAway, 'https.caa', 'journeys.login', 'journeys.console'],
    proof: 'issuer and subject of the leaf that admin sends are one name',
  },
  {
    id: 'cert-untrusted-root',
    title: 'The old host uses the certificate of an office appliance that no browser knows',
    area,
    flips: ['https.valid-certificate'],
    may: [...turnedAway, 'https.caa'],
    proof: 'the root above the leaf that old sends',
  },
  {
    id: 'cert-weak-key',
    title: 'The certificate of www holds an RSA key of 1024 bits',
    area,
    flips: ['https.valid-certificate'],
    may: [...turnedAway, 'https.expiry', 'https.protocols', 'https.ciphers'],
    proof: 'public key of the leaf that www sends',
  },
  {
    id: 'cert-expires-in-5-days',
    title: 'The certificate of the portal has five days left',
    area,
    flips: ['https.expiry'],
    may: [],
    proof: 'notAfter of the leaf that app sends',
  },
  {
    id: 'cert-expires-in-15-days',
    title: 'The certificate of the API has fifteen days left',
    area,
    flips: ['warn:https.expiry'],
    may: [],
    proof: 'notAfter of the leaf that api sends',
  },
  {
    id: 'tls10-enabled',
    title: 'The portal still takes TLS 1.0',
    area,
    flips: ['https.protocols'],
    may: ['https.ciphers'],
    proof: 'a completed TLS 1.0 handshake with app',
  },
  {
    id: 'tls11-enabled',
    title: 'The API still takes TLS 1.1',
    area,
    flips: ['https.protocols'],
    may: ['https.ciphers'],
    proof: 'a completed TLS 1.1 handshake with api',
  },
  {
    id: 'tls13-missing',
    title: 'The API stops at TLS 1.2',
    area,
    flips: ['warn:https.protocols'],
    may: [],
    proof: 'api refuses a TLS 1.3 handshake and completes one of TLS 1.2',
  },
  {
    id: 'http-serves-content',
    title: 'The portal is served over plain http as well',
    area,
    flips: ['https.redirect'],
    may: ['https.hsts', 'errors.no-internals'],
    proof: 'http://app/ answers 200 with the portal',
  },
  {
    id: 'http-redirect-two-hops',
    title: 'Plain http goes to another http address first',
    area,
    flips: ['https.redirect'],
    may: ['domains.redirect-loops', 'domains.canonical'],
    proof: 'http://app/ answers 301 to http://app/start',
  },
  {
    id: 'http-redirect-loop',
    title: 'Plain http is redirected to itself for ever',
    area,
    flips: ['https.redirect'],
    may: ['domains.redirect-loops', 'domains.resolve'],
    proof: 'http://app/ answers 301 to http://app/',
  },
  {
    id: 'http-redirect-drops-path',
    title: 'Plain http goes to the front page whatever was asked for',
    area,
    flips: ['https.redirect'],
    may: ['domains.redirect-loops'],
    proof: 'http://app/projects?page=2 answers 308 to https://app/',
  },
  {
    id: 'hsts-none',
    title: 'The portal sends no Strict-Transport-Security',
    area,
    flips: ['https.hsts'],
    may: [],
    proof: 'headers of https://app/',
  },
  {
    id: 'hsts-short',
    title: 'Strict-Transport-Security of the portal lasts one day',
    area,
    flips: ['https.hsts'],
    may: [],
    proof: 'headers of https://app/',
  },
  {
    id: 'hsts-zero',
    title: 'Strict-Transport-Security of the portal tells browsers to forget it (max-age=0)',
    area,
    flips: ['https.hsts'],
    may: [],
    proof: 'headers of https://app/',
  },
  {
    id: 'hsts-malformed',
    title: 'Strict-Transport-Security of the portal has no max-age that a browser could read',
    area,
    flips: ['https.hsts'],
    may: [],
    proof: 'headers of https://app/',
  },
  {
    id: 'hsts-only-on-redirect',
    title: 'Strict-Transport-Security is sent with the plain http redirect only, where browsers must ignore it',
    area,
    flips: ['https.hsts'],
    may: [],
    proof: 'headers of http://app/ and of https://app/',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'cert-40-days',
    title: 'A certificate with forty days left',
    guards: ['https.expiry', 'https.valid-certificate'],
  },
  { id: 'cert-wildcard', title: 'The API uses a wildcard certificate', guards: ['https.valid-certificate'] },
  {
    id: 'cert-without-subject',
    title: 'The certificate of the API has no subject, its name stands in the alternative names alone',
    guards: ['https.valid-certificate', 'https.expiry', 'https.caa'],
  },
  {
    id: 'cert-chain-with-root',
    title: 'The root is sent along with the chain: needless, harmless',
    guards: ['https.valid-certificate'],
  },
  {
    id: 'tls13-only',
    title: 'The admin console offers TLS 1.3 and nothing older',
    guards: ['https.protocols', 'https.valid-certificate', 'https.expiry'],
  },
  {
    id: 'http-closed',
    title: 'Nothing listens on port 80 of the API',
    guards: ['https.redirect', 'domains.resolve', 'domains.redirect-loops'],
  },
  {
    id: 'redirect-names-port-443',
    title: 'The redirect to https spells out port 443',
    guards: ['https.redirect', 'domains.redirect-loops'],
  },
  {
    id: 'hsts-short-on-staging',
    title: 'Staging keeps Strict-Transport-Security for five minutes',
    guards: ['https.hsts'],
  },
  {
    id: 'hsts-quoted',
    title: 'max-age in quotes, odd capitals and an unknown directive, all of which RFC 6797 allows',
    guards: ['https.hsts'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'tls-reset',
    title: 'The old host drops every TLS handshake',
    unproven: unanswered,
    may: besides(unanswered, [...tlsChecks, ...pageChecks, ...moveChecks, ...nameChecks]),
  },
  {
    id: 'tls-hangs',
    title: 'The old host takes the connection and never says a word',
    unproven: unanswered,
    may: besides(unanswered, [...tlsChecks, ...pageChecks, ...moveChecks, ...nameChecks]),
  },
  {
    id: 'http-hangs',
    title: 'Port 80 of the portal takes the connection and never answers',
    unproven: ['https.redirect'],
    may: ['domains.redirect-loops', 'domains.canonical', 'domains.resolve'],
  },
] as const satisfies readonly UnprovenCase[];
