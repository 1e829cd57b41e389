import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

const area = 'secrets';
const replaced = 'secrets.rotation';

export const flaws = [
  {
    id: 'secret-in-history',
    title: 'A payment key stood in a file and was overwritten later',
    area,
    flips: ['secrets.history', replaced],
    may: [],
    proof: 'an older version of src/payments.ts',
  },
  {
    id: 'secret-in-deleted-file',
    title: 'Cloud keys stood in a file that was deleted',
    area,
    flips: ['secrets.history', replaced],
    may: [],
    proof: 'deploy/prod.env in an older commit',
  },
  {
    id: 'secret-in-merge',
    title: 'Only a merge commit ever held the shop token',
    area,
    flips: ['secrets.history'],
    may: [replaced],
    proof: 'src/shop.ts as merged',
  },
  {
    id: 'secret-on-other-branch',
    title: 'A chat token on a branch that was never merged',
    area,
    flips: ['secrets.history'],
    may: [replaced],
    proof: 'src/chat.ts on the branch chat',
  },
  {
    id: 'secret-in-message',
    title: 'A commit message quotes an access token',
    area,
    flips: ['secrets.history'],
    may: [replaced],
    proof: 'git log',
  },
  {
    id: 'secret-in-lost-commit',
    title: 'A model key in a commit that no branch reaches',
    area,
    flips: ['secrets.history'],
    may: [replaced],
    proof: 'an object without a branch',
  },
  {
    id: 'env-file-committed',
    title: 'The env file of production is in git',
    area,
    flips: ['secrets.tree', 'secrets.history'],
    may: [replaced],
    proof: '.env.production',
  },
  {
    id: 'secret-in-base64',
    title: 'A mail key stands in a cluster file in base64',
    area,
    flips: ['secrets.tree', 'secrets.history'],
    may: [replaced],
    proof: 'k8s/secret.yaml',
  },
  {
    id: 'secret-joined',
    title: 'A payment key is put together from pieces',
    area,
    flips: ['secrets.tree', 'secrets.history'],
    may: [replaced],
    proof: 'src/pay.ts',
  },
  {
    id: 'env-not-ignored',
    title: 'An env file that git does not ignore lies ready for the next commit',
    area,
    flips: ['secrets.tree'],
    may: [replaced],
    proof: '.env.local',
  },
  {
    id: 'secret-in-build',
    title: 'The signing secret was built into the bundle',
    area,
    flips: ['secrets.build'],
    may: [replaced],
    proof: 'dist/app.js',
  },
  {
    id: 'password-in-log',
    title: 'An error line shows the address of the database with its password',
    area,
    flips: ['secrets.logs'],
    may: [replaced],
    proof: 'logs/app.log',
  },
  {
    id: 'token-in-log',
    title: 'A debug line shows the session of a customer',
    area,
    flips: ['secrets.logs'],
    may: [replaced],
    proof: 'logs/app.log',
  },
  {
    id: 'service-role-in-bundle',
    title: 'The service-role key of the backend is in the script',
    area,
    flips: ['secrets.bundle', 'secrets.class'],
    may: [replaced],
    proof: 'the last line of the scripts of app',
  },
  {
    id: 'secret-in-page-data',
    title: 'The page’s own data hold the mail key',
    area,
    flips: ['secrets.bundle', 'secrets.class'],
    may: [replaced],
    proof: 'https://app/',
  },
  {
    id: 'secret-in-public-map',
    title: 'A public source map shows a server file with its payment key',
    area,
    flips: ['secrets.bundle', 'secrets.class'],
    may: [replaced, 'exposure.sensitive-paths', 'deploy.production-build'],
    proof: 'the map beside the script of app',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'example-keys',
    title: 'Example keys, hashes, lock files, publishable keys and translations in the history',
    guards: ['secrets.history', 'secrets.tree', replaced],
  },
  { id: 'publishable-in-build', title: 'Keys made for browsers in the bundle', guards: ['secrets.build'] },
  {
    id: 'publishable-in-bundle',
    title: 'A publishable and an anonymous key in the scripts',
    guards: ['secrets.bundle', 'secrets.class'],
  },
  { id: 'masked-in-log', title: 'A log that masks what it must not show', guards: ['secrets.logs'] },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  { id: 'shallow-clone', title: 'The repository is a shallow clone', unproven: ['secrets.history'], may: [] },
  {
    id: 'no-files-given',
    title: 'Neither repository nor logs were given',
    unproven: ['secrets.history', 'secrets.tree', 'secrets.build', 'secrets.logs', replaced],
    may: [],
  },
  {
    id: 'scripts-do-not-arrive',
    title: 'The scripts of the app are answered with an error',
    unproven: ['secrets.bundle', 'secrets.class'],
    may: ['deploy.production-build', 'journeys.login', 'journeys.console'],
  },
] as const satisfies readonly UnprovenCase[];
