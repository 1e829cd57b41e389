import type * as surface from '../../range/flaws/public-surface.ts';
import type { Witness } from './witnesses.ts';

type Id<K extends 'flaws' | 'decoys' | 'unprovenCases'> = (typeof surface)[K][number]['id'];

const site = 'northline.test';
const front = `https://${site}/`;
const bucket = 'northline-files.s3.eu-west-1.amazonaws.com';

const says =
  (url: string, words: string): Witness =>
  async (probe) =>
    (await probe.get(url)).text.includes(words);
const header =
  (url: string, name: string, value: string): Witness =>
  async (probe) =>
    (await probe.get(url)).headers[name] === value;
const gives =
  (start: string, ...flags: readonly RegExp[]): Witness =>
  async (probe) => {
    const given = [(await probe.get(front)).headers['set-cookie'] ?? []].flat().find((line) => line.startsWith(start));
    return given !== undefined && flags.every((flag) => flag.test(given));
  };
const lists =
  (status: number, words: string): Witness =>
  async (probe) => {
    if (!(await probe.get(front)).text.includes(bucket)) return false;
    const got = await probe.get(`https://${bucket}/?list-type=2&max-keys=1`);
    return got.status === status && got.text.includes(words);
  };

export const surfaceFlawWitnesses: Readonly<Record<Id<'flaws'>, Witness>> = {
  'security-txt-expired': says(`${front}.well-known/security.txt`, 'Expires: 2025-'),
  'security-txt-none': async (probe) =>
    !(await probe.get(`https://app.${site}/.well-known/security.txt`)).text.includes('Contact:'),
  'bucket-listable': lists(200, 'ListBucketResult'),
  'bucket-gone': lists(404, 'NoSuchBucket'),
  'error-page-of-the-server': says(`${front}no-such-page`, '<center>nginx/1.18.0'),
  'banner-version': header(front, 'server', 'nginx/1.18.0 (Ubuntu)'),
  'banner-version-in-clear': header(`http://app.${site}/`, 'server', 'nginx/1.18.0 (Ubuntu)'),
  'visitor-session-in-clear': gives('PHPSESSID=', /HttpOnly/, /^(?!.*Secure)/),
  'visitor-session-for-scripts': gives('connect.sid=', /Secure/, /^(?!.*HttpOnly)/),
  'visitor-session-refused': gives('__Host-connect.sid=', /Domain=/),
  'mixed-script': says(front, `src="http://cdn.${site}/menu.js"`),
  'cors-reflects-at-the-console': async (probe) => {
    const { headers } = await probe.get(`https://admin.${site}/`, { headers: { origin: 'https://far.example' } });
    return headers['access-control-allow-origin'] === 'https://far.example';
  },
  'mixed-picture': says(front, `src="http://${site}/team.png"`),
};

export const surfaceDecoyWitnesses: Readonly<Record<Id<'decoys'>, Witness>> = {
  'security-txt-signed': says(`${front}.well-known/security.txt`, 'BEGIN PGP SIGNED MESSAGE'),
  'bucket-says-listing': lists(403, 'ListBucketResult'),
  'banner-name-only': header(front, 'server', 'nginx'),
  'visitor-cookies-for-scripts': gives('csrftoken=', /^(?!.*HttpOnly)/),
  'cors-one-origin-at-the-console': header(
    `https://admin.${site}/`,
    'access-control-allow-origin',
    `https://app.${site}`,
  ),
  'links-in-clear': says(front, 'href="http://museum-of-locks.test/"'),
};

export const surfaceCaseWitnesses: Readonly<Record<Id<'unprovenCases'>, Witness>> = {
  'bucket-fails': lists(503, 'SlowDown'),
};
