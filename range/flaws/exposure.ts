import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

const area = 'exposure';

export const flaws = [
  {
    id: 'exposed-git',
    title: 'The git folder of the marketing site is public',
    area,
    flips: ['exposure.sensitive-paths'],
    may: ['secrets.history', 'secrets.tree'],
    proof: 'https://apex/.git/HEAD and /.git/config',
  },
  {
    id: 'exposed-env',
    title: 'The environment file of the portal is public',
    area,
    flips: ['exposure.sensitive-paths'],
    may: ['secrets.tree', 'secrets.bundle'],
    proof: 'https://app/.env',
  },
  {
    id: 'exposed-backup',
    title: 'A database dump lies in the folder of the marketing site',
    area,
    flips: ['exposure.sensitive-paths'],
    may: [],
    proof: 'https://apex/backup.sql',
  },
  {
    id: 'exposed-source-map',
    title: 'The source maps of the portal are public',
    area,
    flips: ['exposure.sensitive-paths'],
    may: ['secrets.bundle', 'deploy.production-build'],
    proof: 'the last line of the bundle of app, and the file it names',
  },
  {
    id: 'exposed-debug-endpoint',
    title: 'The API lists its environment at a debug address',
    area,
    flips: ['exposure.sensitive-paths'],
    may: ['deploy.production-build', 'secrets.bundle'],
    proof: 'https://api/actuator/env',
  },
  {
    id: 'exposed-server-status',
    title: 'The status page of the web server shows who asks for what',
    area,
    flips: ['exposure.sensitive-paths'],
    may: [],
    proof: 'https://apex/server-status',
  },
  {
    id: 'health-tells',
    title: 'The health endpoint of the API shows how its database is reached',
    area,
    flips: ['exposure.sensitive-paths'],
    may: ['secrets.bundle'],
    proof: 'https://api/health',
  },
  {
    id: 'open-job-console',
    title: 'The console of the job queue lets everybody in',
    area,
    flips: ['exposure.sensitive-paths'],
    may: [],
    proof: 'https://app/admin/queues',
  },
  {
    id: 'panel-default-password',
    title: 'The console for numbers below the marketing site takes admin and admin',
    area: 'auth',
    flips: ['auth.default-credentials'],
    may: ['exposure.sensitive-paths'],
    proof: 'POST https://apex/grafana/login with {"user":"admin","password":"admin"} answers “Logged in”',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'catch-all-200',
    title: 'The marketing site answers 200 with one page for every path',
    guards: ['exposure.sensitive-paths', 'errors.no-internals', 'errors.clean-page'],
  },
  {
    id: 'honeypot-admin',
    title: 'An admin page without any data, kept to see who tries',
    guards: ['exposure.sensitive-paths', 'auth.anonymous', 'auth.default-credentials'],
  },
  { id: 'env-is-a-page', title: '/.env answers 200 with an ordinary HTML page', guards: ['exposure.sensitive-paths'] },
  { id: 'git-forbidden', title: 'Everything below /.git is answered 403', guards: ['exposure.sensitive-paths'] },
  {
    id: 'env-example',
    title: '/.env.example is public and holds names without values',
    guards: ['exposure.sensitive-paths'],
  },
  {
    id: 'quiet-operations',
    title: 'Health says ok for each part, measurements are refused, the job console asks for a password',
    guards: ['exposure.sensitive-paths', 'errors.no-internals'],
  },
  {
    id: 'empty-200',
    title: 'A proxy answers 200 without a body for names that start with a dot',
    guards: ['exposure.sensitive-paths'],
  },
  {
    id: 'panel-with-own-password',
    title: 'The console for numbers is public and refuses the pair of its maker',
    guards: ['auth.default-credentials', 'exposure.sensitive-paths'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'guesses-are-limited',
    title: 'The marketing site answers 429 for every path that is not its own',
    unproven: ['exposure.sensitive-paths'],
    may: ['errors.no-internals', 'errors.clean-page', 'exposure.security-txt'],
  },
  {
    id: 'panel-limits-tries',
    title: 'The console for numbers answers 429 to every sign-in',
    unproven: ['auth.default-credentials'],
    may: [],
  },
] as const satisfies readonly UnprovenCase[];
