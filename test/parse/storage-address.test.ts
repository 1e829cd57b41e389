import { expect, test } from 'vitest';
import { bucketsIn } from '../../src/parse/storage-address.ts';
import { isBucketListing } from '../../src/world/bucket-listing.ts';

const metIn = (address: string) => bucketsIn(`<img src="${address}">`);
const s3List = '?list-type=2&max-keys=1';

test.each([
  [
    'S3, virtual host',
    'https://acme.s3.eu-west-1.amazonaws.com/a.png',
    'acme',
    `https://acme.s3.eu-west-1.amazonaws.com/${s3List}`,
  ],
  ['S3, path', 'https://s3.amazonaws.com/acme/a.png', 'acme', `https://s3.amazonaws.com/acme/${s3List}`],
  [
    'S3, accelerated',
    'https://acme.s3-accelerate.amazonaws.com/a',
    'acme',
    `https://acme.s3-accelerate.amazonaws.com/${s3List}`,
  ],
  [
    'S3, without a scheme',
    '//acme.s3.eu-west-1.amazonaws.com/a',
    'acme',
    `https://acme.s3.eu-west-1.amazonaws.com/${s3List}`,
  ],
  ['S3, in JSON', 'https:\\/\\/acme.s3.amazonaws.com\\/a', 'acme', `https://acme.s3.amazonaws.com/${s3List}`],
  ['Google, path', 'https://storage.googleapis.com/acme/a', 'acme', `https://storage.googleapis.com/acme/${s3List}`],
  [
    'Google, JSON API',
    'https://storage.googleapis.com/storage/v1/b/acme/o/a?alt=media',
    'acme',
    `https://storage.googleapis.com/acme/${s3List}`,
  ],
  [
    'Google, download',
    'https://storage.googleapis.com/download/storage/v1/b/acme/o/a',
    'acme',
    `https://storage.googleapis.com/acme/${s3List}`,
  ],
  [
    'Azure',
    'https://acme.blob.core.windows.net/files/a',
    'acme/files',
    'https://acme.blob.core.windows.net/files?restype=container&comp=list&maxresults=1',
  ],
  [
    'Azure, a site',
    'https://acme.blob.core.windows.net/$web/a',
    'acme/$web',
    'https://acme.blob.core.windows.net/$web?restype=container&comp=list&maxresults=1',
  ],
  [
    'Firebase',
    'https://firebasestorage.googleapis.com/v0/b/acme.appspot.com/o/a',
    'acme.appspot.com',
    'https://firebasestorage.googleapis.com/v0/b/acme.appspot.com/o?maxResults=1',
  ],
  [
    'Spaces, by its edge',
    'https://acme.fra1.cdn.digitaloceanspaces.com/a',
    'acme',
    `https://acme.fra1.cdn.digitaloceanspaces.com/${s3List}`,
  ],
  [
    'Spaces, path',
    'https://fra1.digitaloceanspaces.com/acme/a',
    'acme',
    `https://fra1.digitaloceanspaces.com/acme/${s3List}`,
  ],
  [
    'Wasabi, path',
    'https://s3.eu-central-1.wasabisys.com/acme/a',
    'acme',
    `https://s3.eu-central-1.wasabisys.com/acme/${s3List}`,
  ],
])('%s: its bucket, and the one request that lists it', (_name, address, name, listing) => {
  expect(metIn(address).map((bucket) => [bucket.name, bucket.listing])).toEqual([[name, listing]]);
  expect(isBucketListing(new URL(listing), 'GET', { url: listing, permit: 'look' })).toBe(true);
});

test.each([
  ['a name that goes on', 'https://acme.s3.cn-north-1.amazonaws.com.cn/a'],
  ['a name of somebody else', 'https://acme.s3.amazonaws.com.example.com/a'],
  ['the JSON API without a bucket', 'https://storage.googleapis.com/storage/v1/projects/x'],
  ['fonts and scripts of Google', 'https://fonts.googleapis.com/css?family=Inter'],
])('%s is no bucket', (_name, address) => {
  expect(metIn(address)).toEqual([]);
});
