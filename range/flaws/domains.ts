import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { besides, moveChecks, nameChecks, pageChecks, portalChecks, tlsChecks } from './host-checks.ts';

const area = 'domains';
const everything = [...tlsChecks, ...pageChecks, ...moveChecks, ...nameChecks];
const gone = besides(['domains.resolve'], everything);

export const flaws = [
  {
    id: 'host-nxdomain',
    title: 'www does not exist in DNS',
    area,
    flips: ['domains.resolve', 'domains.drift'],
    may: besides(['domains.resolve', 'domains.drift'], everything),
    proof: 'NXDOMAIN for www',
  },
  {
    id: 'host-without-address',
    title: 'The old host exists in DNS and has no address',
    area,
    flips: ['domains.resolve'],
    may: gone,
    proof: 'an empty answer for A and AAAA of old',
  },
  {
    id: 'host-dangling-cname',
    title: 'www is an alias of a name that is gone',
    area,
    flips: ['domains.resolve', 'domains.dangling'],
    may: besides(['domains.resolve', 'domains.dangling'], everything),
    proof: 'CNAME of www, NXDOMAIN for its target',
  },
  {
    id: 'host-dead-address',
    title: 'Nothing listens at the address of the old host',
    area,
    flips: ['domains.resolve', 'domains.stale'],
    may: besides(['domains.resolve', 'domains.stale'], everything),
    proof: 'connection refused on ports 80 and 443 of old',
  },
  {
    id: 'www-and-apex-both-serve',
    title: 'The marketing site is served under both names',
    area,
    flips: ['domains.canonical'],
    may: [...pageChecks],
    proof: 'https://www/ and https://apex/ both answer 200',
  },
  {
    id: 'canonical-two-hops',
    title: 'www reaches the canonical host by way of plain http',
    area,
    flips: ['domains.canonical', 'domains.redirect-loops'],
    may: ['https.redirect'],
    proof: 'https://www/ answers 301 to http://apex/',
  },
  {
    id: 'canonical-loop',
    title: 'www and apex send visitors to each other for ever',
    area,
    flips: ['domains.canonical', 'domains.redirect-loops'],
    may: besides(['domains.canonical', 'domains.redirect-loops'], [...pageChecks, ...moveChecks, ...nameChecks]),
    proof: 'Location of https://www/ and of https://apex/',
  },
  {
    id: 'canonical-drops-path',
    title: 'www sends every deep link to the front page',
    area,
    flips: ['domains.redirect-loops'],
    may: ['domains.canonical'],
    proof: 'https://www/services?ref=mail answers 301 to https://apex/',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'canonical-www',
    title: 'www is the canonical name and the apex redirects to it',
    guards: ['domains.canonical', 'domains.redirect-loops', 'domains.resolve'],
  },
  {
    id: 'cname-chain',
    title: 'www is an alias of an alias that has an address',
    guards: ['domains.resolve', 'domains.canonical'],
  },
] as const satisfies readonly Decoy[];

/** Without DNS nothing is known of where a name leads. */
const unanswered = ['domains.resolve', 'domains.dangling', 'domains.stale', 'domains.drift', 'domains.propagation'];
const behindTheBalancer = [
  'errors.clean-page',
  'exposure.security-txt',
  'https.mixed-content',
  'headers.banners',
  'domains.old-urls',
  'domains.staging-exposed',
  'domains.canonical',
  'domains.redirect-loops',
  'https.redirect',
  'https.hsts',
  'headers.csp',
  'headers.frame',
  'headers.nosniff',
  'headers.referrer',
  'headers.permissions',
  'headers.cookies',
  'errors.no-internals',
  'exposure.sensitive-paths',
];
const behindTheFirewall = ['headers.csp', 'headers.frame', 'errors.no-internals', 'exposure.sensitive-paths'];

export const unprovenCases = [
  {
    id: 'dns-servfail',
    title: 'The name servers answer SERVFAIL for the old host',
    unproven: unanswered,
    may: besides(unanswered, everything),
  },
  {
    id: 'dns-silent',
    title: 'The name servers do not answer for the old host',
    unproven: unanswered,
    may: besides(unanswered, everything),
  },
  {
    id: 'everything-503',
    title: 'A load balancer answers 503 for every host and path',
    unproven: behindTheBalancer,
    may: besides(behindTheBalancer, [...everything, ...portalChecks]),
  },
  {
    id: 'firewall-challenge',
    title: 'A firewall asks every visitor of every host to prove that they are human',
    unproven: behindTheFirewall,
    may: besides(behindTheFirewall, [...everything, ...portalChecks]),
  },
] as const satisfies readonly UnprovenCase[];
