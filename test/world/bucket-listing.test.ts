import { describe, expect, test } from 'vitest';
import { isBucketListing } from '../../src/world/bucket-listing.ts';
import { openWorld } from './setting.ts';

const listing = 'https://acme.s3.eu-west-1.amazonaws.com/?list-type=2&max-keys=1';
const request = (url: string, more = {}) => ({
  url,
  permit: 'look' as const,
  thirdParty: 'storage-list' as const,
  ...more,
});

describe('the one request to a bucket of the pages', () => {
  test.each([
    [listing, true],
    ['https://storage.googleapis.com/acme/?list-type=2&max-keys=1', true],
    ['https://acme.blob.core.windows.net/files?restype=container&comp=list&maxresults=1', true],
    ['https://firebasestorage.googleapis.com/v0/b/acme.appspot.com/o?maxResults=1', true],
    ['https://acme.s3.eu-west-1.amazonaws.com/contracts/a.pdf', false],
    ['https://acme.s3.eu-west-1.amazonaws.com/?list-type=2&max-keys=1000', false],
    ['https://acme.s3.eu-west-1.amazonaws.com/a/b/?list-type=2&max-keys=1', false],
    ['https://acme.execute-api.eu-west-1.amazonaws.com/?list-type=2&max-keys=1', false],
    ['https://amazonaws.com.example/?list-type=2&max-keys=1', false],
    ['http://acme.s3.eu-west-1.amazonaws.com/?list-type=2&max-keys=1', false],
    ['https://acme.s3.eu-west-1.amazonaws.com:8443/?list-type=2&max-keys=1', false],
  ])('%s: %s', (url, allowed) => {
    expect(isBucketListing(new URL(url), 'GET', request(url))).toBe(allowed);
  });
  test('no other method, header or body', () => {
    const url = new URL(listing);
    expect(isBucketListing(url, 'PUT', request(listing))).toBe(false);
    expect(isBucketListing(url, 'GET', request(listing, { headers: [['authorization', 'x']] }))).toBe(false);
    expect(isBucketListing(url, 'GET', request(listing, { body: 'x' }))).toBe(false);
  });
  test('the world refuses anything else by that name, and a lab keeps real services out', async () => {
    const world = await openWorld({ config: { lab: { map: [] } } });
    await expect(world.http.request(request('https://example.com/'))).rejects.toThrow(/no list request/);
    await expect(world.http.request(request(listing))).rejects.toThrow(/not listed in lab.map/);
  });
});
