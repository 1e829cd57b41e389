import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

/** What can be wrong at the service desk: GraphQL, signed files, live channels, a table read directly. */
export const portalDeskFlaws = [
  {
    id: 'graphql-ticket-unguarded',
    title: 'The GraphQL field ticket finds any customer’s ticket',
    area: 'authz',
    flips: ['authz.read'],
    may: [],
    proof: 'query { ticket(id) } of the other customer answers with the ticket',
    unseenInUse: true,
  },
  {
    id: 'graphql-node-unguarded',
    title: 'The GraphQL field node finds any object by its global id',
    area: 'authz',
    flips: ['authz.read'],
    may: [],
    proof: 'query { node(id) } of the other customer answers with the ticket',
    unseenInUse: true,
  },
  {
    id: 'graphql-second-alias-unguarded',
    title: 'The guard of a GraphQL request looks at its first field alone',
    area: 'authz',
    flips: ['authz.read'],
    may: [],
    proof: 'query { own: ticket(own id) other: ticket(foreign id) } answers with both',
    unseenInUse: true,
  },
  {
    id: 'graphql-edge-unguarded',
    title: 'The neighbours of a ticket are the tickets of all customers',
    area: 'authz',
    flips: ['authz.list'],
    may: ['authz.read'],
    proof: 'query { ticket(own id) { neighbours { subject } } } answers with the other customer’s tickets',
  },
  {
    id: 'workspace-cookie-trusted',
    title: 'The desk is chosen by an unsigned cookie',
    area: 'authz',
    flips: ['authz.body-tenant'],
    may: ['authz.read', 'authz.list'],
    proof: 'GET /api/v1/desk/summary with the cookie workspace of the other customer answers with its tickets',
    unseenInUse: true,
  },
  {
    id: 'signature-unchecked',
    title: 'The signature of a file’s address is looked at by its length alone',
    area: 'authz',
    flips: ['authz.files'],
    may: [],
    proof: 'GET /api/v1/attachments/{id} with another signature answers with the file',
    unseenInUse: true,
  },
  {
    id: 'signed-address-never-ends',
    title: 'Addresses of files are signed for fifty years',
    area: 'authz',
    flips: ['warn:authz.files'],
    may: [],
    proof: 'The parameter expires of an attachment’s address lies fifty years ahead',
  },
  {
    id: 'live-room-unguarded',
    title: 'Anybody signed in joins any room of the live channel',
    area: 'authz',
    flips: ['authz.realtime'],
    may: [],
    proof: '{"type":"subscribe","room":"org:{foreign}"} is answered with the other customer’s tickets',
    unseenInUse: true,
  },
  {
    id: 'events-broadcast-to-all',
    title: 'The event stream sends every customer’s events to everybody',
    area: 'authz',
    flips: ['authz.realtime'],
    may: [],
    proof: 'GET /api/v1/events holds the other customer’s tickets',
  },
  {
    id: 'row-level-security-off',
    title: 'The notes can be read with the public key: row-level security is off',
    area: 'authz',
    flips: ['authz.baas'],
    may: ['auth.anonymous', 'authz.read', 'authz.list'],
    proof: 'GET /rest/v1/site_notes?select=* with the public key answers with all rows',
  },
  {
    id: 'row-policy-for-all-signed-in',
    title: 'The policy of the notes asks for a session and not for whose rows they are',
    area: 'authz',
    flips: ['authz.baas'],
    may: ['authz.read', 'authz.list'],
    proof: 'GET /rest/v1/site_notes?select=* with the token of one customer answers with the rows of both',
  },
  {
    id: 'page-with-data-for-visitors',
    title: 'The page of a project is sent with its data before anybody is asked to sign in',
    area: 'auth',
    flips: ['auth.pages'],
    may: ['auth.anonymous', 'authz.read'],
    proof: 'GET /projects/{id} on the app host without a session holds the project in the HTML',
    unseenInUse: true,
  },
  {
    id: 'refusal-says-200',
    title: 'Refusals say 200 and carry an error',
    area: 'authz',
    flips: ['warn:authz.status'],
    may: [],
    proof: 'GET /api/v1/projects/{id} of the other customer answers 200 with {"error"}',
    unseenInUse: true,
  },
] as const satisfies readonly Flaw[];

export const portalDeskDecoys = [
  {
    id: 'graphql-refusal-in-errors',
    title: 'GraphQL refuses by 200 with errors that repeat the id, and null data',
    guards: ['authz.read', 'authz.status'],
  },
  {
    id: 'foreign-workspace-refused',
    title: 'A workspace cookie of another customer is refused by 403',
    guards: ['authz.body-tenant'],
  },
  {
    id: 'signed-address-of-a-minute',
    title: 'Addresses of files are signed for sixty seconds',
    guards: ['authz.files'],
  },
  {
    id: 'live-closes-on-foreign-room',
    title: 'The live channel closes when a foreign room is asked for',
    guards: ['authz.realtime'],
  },
  {
    id: 'rest-refuses-visitors',
    title: 'The table refuses the public key by 401 instead of answering with no rows',
    guards: ['authz.baas', 'auth.anonymous'],
  },
  {
    id: 'pages-answer-with-the-form',
    title:
      'A private page answers a signed-out browser with its empty frame, and the form appears under the same address',
    guards: ['auth.pages'],
  },
] as const satisfies readonly Decoy[];

export const portalDeskCases = [
  {
    id: 'signature-check-fails',
    title: 'Checking a signature that is wrong ends in 503',
    unproven: ['authz.files'],
    may: [],
  },
  {
    id: 'live-says-nothing',
    title: 'The live channels say nothing while they are listened to',
    unproven: ['authz.realtime'],
    may: [],
  },
  {
    id: 'rest-fails-for-visitors',
    title: 'The table fails by 503 for those who are not signed in',
    unproven: ['authz.baas'],
    may: ['auth.anonymous'],
  },
  {
    id: 'pages-fail-for-visitors',
    title: 'Private pages answer browsers that were never signed in by 503',
    unproven: ['auth.pages'],
    may: ['auth.anonymous'],
  },
] as const satisfies readonly UnprovenCase[];
