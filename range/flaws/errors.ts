import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

const area = 'errors';

export const flaws = [
  {
    id: 'stack-trace-404',
    title: 'The marketing site shows a stack trace for pages that do not exist',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page'],
    proof: 'https://apex/no-such-page',
  },
  {
    id: 'stack-trace-malformed-json',
    title: 'The API answers malformed JSON with the stack trace of its parser',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page', 'validation.malformed'],
    proof: 'POST https://api/… with a body that is not JSON',
  },
  {
    id: 'stack-trace-500',
    title: 'A malformed percent sign makes the marketing site fail with a traceback',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page', 'validation.malformed'],
    proof: 'https://apex/%E0%A4%A answers 500',
  },
  {
    id: 'sql-in-error',
    title: 'The API quotes its SQL when nothing is found',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page', 'validation.injection'],
    proof: 'https://api/no-such-path answers 404',
  },
  {
    id: 'database-host-in-error',
    title: 'Error pages of the marketing site name the database server inside the network',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page'],
    proof: 'https://apex/no-such-page answers 404',
  },
  {
    id: 'file-path-in-error',
    title: 'Error pages of the old host name the file that was not found',
    area,
    flips: ['errors.no-internals'],
    may: ['errors.clean-page'],
    proof: 'https://old/no-such-page answers 404',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'error-page-words',
    title: 'The 404 page says Error, Exception and a reference number',
    guards: ['errors.no-internals', 'errors.clean-page'],
  },
  {
    id: 'docs-stack-trace',
    title: 'A page for developers shows a sample stack trace and a sample query',
    guards: ['errors.no-internals', 'exposure.sensitive-paths'],
  },
  {
    id: 'error-echoes-path',
    title: 'The 404 page repeats the path that was asked for',
    guards: ['errors.no-internals', 'errors.clean-page'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'not-found-hangs',
    title: 'The marketing site answers its own pages and is silent for every other path',
    unproven: ['errors.no-internals', 'errors.clean-page', 'exposure.sensitive-paths'],
    may: ['exposure.security-txt'],
  },
] as const satisfies readonly UnprovenCase[];
