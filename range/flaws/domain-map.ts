import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { besides, moveChecks, nameChecks, pageChecks, tlsChecks } from './host-checks.ts';

const area = 'domains';
const ofOneHost = [...tlsChecks, ...pageChecks, ...moveChecks, ...nameChecks];

export const flaws = [
  {
    id: 'old-url-missing',
    title: 'An old address of the site ends in a page that says it was given up',
    area,
    flips: ['domains.old-urls'],
    may: [],
    proof: 'https://old/team.html answers 404',
  },
  {
    id: 'old-url-temporary',
    title: 'An old address is redirected for the time being only',
    area,
    flips: ['domains.old-urls'],
    may: [],
    proof: 'https://old/team.html answers 302',
  },
  {
    id: 'old-url-two-moves',
    title: 'An old address leads to another old address first',
    area,
    flips: ['domains.old-urls'],
    may: [],
    proof: 'https://old/team.html leads to https://old/services.html',
  },
  {
    id: 'old-url-elsewhere',
    title: 'An old address leads to another page than the plan says',
    area,
    flips: ['domains.old-urls'],
    may: [],
    proof: 'Location of https://old/team.html',
  },
  {
    id: 'alias-unclaimed',
    title: 'www is an alias into a hosting service at which nobody has set the name up',
    area,
    flips: ['domains.dangling', 'domains.stale'],
    may: besides(['domains.dangling', 'domains.stale'], ofOneHost),
    proof: 'CNAME of www, 404 and the words of the service',
  },
  {
    id: 'zone-servers-gone',
    title: 'The old host is delegated to name servers that do not exist any more',
    area,
    flips: ['domains.dangling'],
    may: ['domains.propagation', 'domains.resolve', 'domains.drift'],
    proof: 'NS of old, NXDOMAIN for each of them',
  },
  {
    id: 'staging-open',
    title: 'Staging is open to everybody',
    area,
    flips: ['domains.staging-exposed'],
    may: [],
    proof: 'https://staging/ answers 200 with the portal',
  },
  {
    id: 'staging-open-beside-scripts',
    title: 'Staging is open to everybody, and its page loads scripts that could still ask who is there',
    area,
    flips: ['domains.staging-exposed'],
    may: [],
    proof: 'what a browser shows of https://staging/ when its scripts have run',
  },
  {
    id: 'address-dead',
    title: 'One of the two addresses of the portal answers nothing',
    area,
    flips: ['domains.stale'],
    may: ['domains.resolve'],
    proof: 'connection refused at 127.0.0.66',
  },
  {
    id: 'address-of-stranger',
    title: 'One of the two addresses of the API belongs to a bakery by now',
    area,
    flips: ['domains.stale'],
    may: ['https.valid-certificate'],
    proof: 'the certificate at 127.0.0.67',
  },
  {
    id: 'dns-server-behind',
    title: 'The second name server still has an older zone with another address of the portal',
    area,
    flips: ['domains.propagation'],
    may: [],
    proof: 'A of app at ns1 and at ns2',
  },
  {
    id: 'dns-long-ttl',
    title: 'The address of the portal is kept for two days',
    area,
    flips: ['warn:domains.propagation'],
    may: [],
    proof: 'TTL of A of app',
  },
  {
    id: 'dns-differs-from-map',
    title: 'The admin host has an address that the plan does not know',
    area,
    flips: ['domains.drift'],
    may: ['domains.stale'],
    proof: 'A of admin',
  },
  {
    id: 'host-unlisted',
    title: 'The certificate of the portal names a live host that nobody has listed',
    area,
    flips: ['domains.inventory'],
    may: [],
    proof: 'subjectAltName of app, A of legacy',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'old-urls-308',
    title: 'Old addresses are redirected with 308',
    guards: ['domains.old-urls'],
  },
  {
    id: 'alias-to-claimed-pages',
    title: 'www is an alias into a hosting service, and the name is set up there',
    guards: ['domains.dangling', 'domains.stale', 'domains.drift'],
  },
  {
    id: 'wildcard-dns',
    title: 'Every name of the zone resolves',
    guards: ['domains.dangling', 'domains.propagation', 'domains.inventory'],
  },
  {
    id: 'staging-behind-access',
    title: 'Staging sends strangers to an identity proxy',
    guards: ['domains.staging-exposed'],
  },
  {
    id: 'staging-sign-in-page',
    title: 'Staging shows a sign-in form and nothing else',
    guards: ['domains.staging-exposed'],
  },
  {
    id: 'two-addresses',
    title: 'The portal has two addresses that both serve it',
    guards: ['domains.stale', 'domains.drift', 'domains.propagation'],
  },
  {
    id: 'dns-map-spelling',
    title: 'The plan writes a name in capitals and with a closing dot',
    guards: ['domains.drift'],
  },
  {
    id: 'certificate-names-gone-host',
    title: 'The certificate of the portal still names a host that DNS does not have',
    guards: ['domains.inventory'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'staging-holding-page',
    title: 'Staging says that something is coming soon',
    unproven: ['domains.staging-exposed'],
    may: [],
  },
  {
    id: 'staging-script-shell',
    title: 'Staging answers an empty page that scripts fill',
    unproven: ['domains.staging-exposed'],
    may: [],
  },
  {
    id: 'hosts-not-declared',
    title: 'The run knows one address and no list of hosts',
    unproven: ['domains.inventory', 'domains.staging-exposed', 'domains.old-urls', 'domains.drift'],
    may: ['domains.canonical'],
  },
] as const satisfies readonly UnprovenCase[];
