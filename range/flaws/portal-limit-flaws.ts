import type { Flaw } from '../flaws.ts';

/** Who guesses passwords, and what a guess does to the owner. The clean build counts forty by name, then pauses a minute. */
export const limitFlaws = [
  {
    id: 'sign-in-unlimited',
    title: 'Wrong passwords are not counted',
    area: 'limits',
    flips: ['limits.login'],
    // Where there is no limit, none can be got around or say when it ends.
    may: ['limits.spoof', 'limits.retry-after'],
    proof: 'A hundred times POST /api/v1/sessions with a wrong password answers 401, and then the right one 201',
  },
  {
    id: 'sign-in-limit-by-forwarded-address',
    title: 'Wrong passwords are counted by what X-Forwarded-For says',
    area: 'limits',
    flips: ['limits.spoof'],
    may: [],
    proof: 'POST /api/v1/sessions answers 429, and with X-Forwarded-For: 203.0.113.37 401 again',
  },
  {
    id: 'sign-in-limit-without-time',
    title: 'The sign-in answers 429 and does not say for how long',
    area: 'limits',
    flips: ['warn:limits.retry-after'],
    may: [],
    proof: 'The 429 of POST /api/v1/sessions has no Retry-After',
  },
  {
    id: 'sign-in-locks-for-good',
    title: 'Forty wrong passwords lock an account until somebody unlocks it',
    area: 'limits',
    flips: ['limits.login'],
    may: [],
    proof: 'Two hours after forty wrong passwords POST /api/v1/sessions with the right one answers 403',
    needsHours: true,
  },
] as const satisfies readonly Flaw[];
