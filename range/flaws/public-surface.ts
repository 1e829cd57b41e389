import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

export const flaws = [
  {
    id: 'security-txt-expired',
    title: 'The security.txt of the marketing site expired last year',
    area: 'exposure',
    flips: ['exposure.security-txt'],
    may: [],
    proof: 'Expires of https://apex/.well-known/security.txt',
  },
  {
    id: 'security-txt-none',
    title: 'The portal has no security.txt',
    area: 'exposure',
    flips: ['warn:exposure.security-txt'],
    may: [],
    proof: 'https://app/.well-known/security.txt answers 404',
  },
  {
    id: 'bucket-listable',
    title: 'The bucket that the marketing site loads pictures from lists its content to everybody',
    area: 'exposure',
    flips: ['exposure.storage'],
    may: [],
    proof: 'one list request to the bucket',
  },
  {
    id: 'bucket-gone',
    title: 'The marketing site loads pictures from a bucket that does not exist any more',
    area: 'exposure',
    flips: ['exposure.storage'],
    may: [],
    proof: 'NoSuchBucket',
  },
  {
    id: 'error-page-of-the-server',
    title: 'The marketing site shows the error page of its web server, with its version',
    area: 'errors',
    flips: ['errors.clean-page'],
    may: ['errors.no-internals'],
    proof: 'https://apex/no-such-page',
  },
  {
    id: 'banner-version',
    title: 'The marketing site names the version of its web server in every answer',
    area: 'headers',
    flips: ['warn:headers.banners'],
    may: [],
    proof: 'Server header of https://apex/',
  },
  {
    id: 'banner-version-in-clear',
    title: 'The server that sends visitors of the portal to https names its version on port 80, and only there',
    area: 'headers',
    flips: ['warn:headers.banners'],
    may: [],
    proof: 'Server header of http://app/',
  },
  {
    id: 'visitor-session-in-clear',
    title: 'The marketing site begins a session for every visitor, in a cookie that travels over plain http too',
    area: 'headers',
    flips: ['headers.cookies'],
    may: [],
    proof: 'Set-Cookie of https://apex/',
  },
  {
    id: 'visitor-session-for-scripts',
    title: 'The session that the marketing site begins for every visitor can be read by scripts',
    area: 'headers',
    flips: ['headers.cookies'],
    may: [],
    proof: 'Set-Cookie of https://apex/',
  },
  {
    id: 'visitor-session-refused',
    title:
      'The session cookie of the marketing site has a name that begins with __Host- and a Domain: browsers refuse it',
    area: 'headers',
    flips: ['headers.cookies'],
    may: [],
    proof: 'Set-Cookie of https://apex/',
  },
  {
    id: 'mixed-script',
    title: 'The marketing site asks for a script in clear',
    area: 'https',
    flips: ['https.mixed-content'],
    may: [],
    proof: 'console of https://apex/',
  },
  {
    id: 'mixed-picture',
    title: 'The marketing site names a picture with http://',
    area: 'https',
    flips: ['warn:https.mixed-content'],
    may: [],
    proof: 'console of https://apex/',
  },
  {
    id: 'cors-reflects-at-the-console',
    title: 'The console of the staff lets pages of every site read its answers, seen without an account',
    area: 'cors',
    flips: ['cors.origin'],
    may: [],
    proof:
      'Origin: https://….example.org comes back from https://admin/ in Access-Control-Allow-Origin, with credentials',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'security-txt-signed',
    title: 'The security.txt of the marketing site is signed',
    guards: ['exposure.security-txt'],
  },
  {
    id: 'bucket-says-listing',
    title: 'The bucket of the marketing site refuses in words that a list would hold',
    guards: ['exposure.storage'],
  },
  {
    id: 'banner-name-only',
    title: 'The marketing site names its web server without a version',
    guards: ['headers.banners'],
  },
  {
    id: 'visitor-cookies-for-scripts',
    title: 'The marketing site hands out language, consent and a CSRF token to scripts, and takes an old session back',
    guards: ['headers.cookies'],
  },
  {
    id: 'links-in-clear',
    title: 'The marketing site links to a page of others by http://',
    guards: ['https.mixed-content'],
  },
  {
    id: 'cors-one-origin-at-the-console',
    title: 'The console of the staff names the portal as the one origin that may read, whoever asks',
    guards: ['cors.origin'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'bucket-fails',
    title: 'The storage service answers 503',
    unproven: ['exposure.storage'],
    may: [],
  },
] as const satisfies readonly UnprovenCase[];
