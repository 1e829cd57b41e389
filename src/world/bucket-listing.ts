import type { HttpRequest } from './world.ts';

const hosts =
  /(?:^|\.)s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com$|(?:^|\.)storage\.googleapis\.com$|^firebasestorage\.googleapis\.com$|^[a-z0-9]{3,24}\.blob\.core\.windows\.net$|\.(?:digitaloceanspaces\.com|wasabisys\.com|backblazeb2\.com|linodeobjects\.com|scw\.cloud|your-objectstorage\.com|vultrobjects\.com)$/;
const s3List = /^\?list-type=2&max-keys=1$/;

/**
 * Whether a request is nothing but "list this bucket" to a storage service (SPEC, exposure.storage): a third party gets
 * no other request of ours, so the fence opens for exactly these addresses.
 */
export function isBucketListing(url: URL, method: string, request: HttpRequest): boolean {
  if (method !== 'GET' || url.protocol !== 'https:' || url.port !== '' || !hosts.test(url.hostname)) return false;
  if (request.permit !== 'look' || request.body !== undefined || (request.headers ?? []).length > 0) return false;
  if (url.hostname === 'firebasestorage.googleapis.com')
    return /^\/v0\/b\/[\w.-]+\/o$/.test(url.pathname) && url.search === '?maxResults=1';
  if (url.hostname.endsWith('.blob.core.windows.net'))
    return /^\/[\w$-]+$/.test(url.pathname) && url.search === '?restype=container&comp=list&maxresults=1';
  return /^\/(?:[\w.-]+\/)?$/.test(url.pathname) && s3List.test(url.search);
}
