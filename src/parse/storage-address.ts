/** One bucket of a storage service, and the one address that would list it. */
export interface Bucket {
  readonly service: string;
  readonly name: string;
  /** Host on which it was met. */
  readonly host: string;
  /** GET of this address lists the bucket where that is open to the public; undefined where a GET cannot list. */
  readonly listing?: string;
}

type Reader = (url: URL) => Omit<Bucket, 'host'> | undefined;
const first = (url: URL) => url.pathname.split('/')[1] ?? '';
const named = (text: string) => /^[a-z0-9][a-z0-9._-]{1,220}$/i.test(text);

/** Addresses by the services' own documentation (2026-11); virtual-hosted and path style. */
const readers: readonly Reader[] = [
  (url) => {
    const virtual =
      /^(.+)\.s3(?:-accelerate(?:\.dualstack)?|[.-](?:website[.-])?(?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.exec(
        url.hostname,
      )?.[1];
    if (virtual)
      return s3(
        'Amazon S3',
        virtual,
        `https://${url.hostname.replace('s3-website', 's3').replace('s3.website', 's3')}/`,
      );
    const path = /^s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com$/.test(url.hostname)
      ? first(url)
      : '';
    return named(path) ? s3('Amazon S3', path, `https://${url.hostname}/${path}/`) : undefined;
  },
  (url) => {
    const virtual = /^(.+)\.storage\.googleapis\.com$/.exec(url.hostname)?.[1];
    if (virtual) return s3('Google Cloud Storage', virtual, `https://${url.hostname}/`);
    const own = /^(?:storage|commondatastorage)\.googleapis\.com$/.test(url.hostname);
    // The JSON API names the bucket further down its path.
    const json = /^\/(?:(?:download|upload)\/)?storage\/v1\/(?:b\/([^/]+))?/.exec(url.pathname);
    const path = !own ? '' : json ? (json[1] ?? '') : first(url);
    return named(path) ? s3('Google Cloud Storage', path, `https://${url.hostname}/${path}/`) : undefined;
  },
  (url) => {
    if (url.hostname !== 'firebasestorage.googleapis.com') return undefined;
    const name = /^\/v0\/b\/([^/]+)\/o/.exec(url.pathname)?.[1] ?? '';
    if (!named(name)) return undefined;
    return { service: 'Firebase Storage', name, listing: `https://${url.hostname}/v0/b/${name}/o?maxResults=1` };
  },
  (url) => {
    const container = /^[a-z0-9]{3,24}\.blob\.core\.windows\.net$/.test(url.hostname) ? first(url) : '';
    if (!named(container) && container !== '$web') return undefined;
    const listing = `https://${url.hostname}/${container}?restype=container&comp=list&maxresults=1`;
    return { service: 'Azure Blob Storage', name: `${url.hostname.split('.')[0]}/${container}`, listing };
  },
  (url) => {
    const virtual =
      /^(.+?)\.(?:[a-z0-9]+(?:\.cdn)?\.digitaloceanspaces\.com|s3(?:\.[a-z0-9-]+)?\.wasabisys\.com|s3\.[a-z0-9-]+\.backblazeb2\.com|[a-z0-9-]+\.linodeobjects\.com|s3\.[a-z0-9-]+\.scw\.cloud|[a-z0-9-]+\.your-objectstorage\.com|[a-z0-9-]+\.vultrobjects\.com)$/.exec(
        url.hostname,
      )?.[1];
    if (virtual) return s3('S3-compatible storage', virtual, `https://${url.hostname}/`);
    const path =
      /^(?:[a-z0-9]+\.digitaloceanspaces\.com|s3(?:\.[a-z0-9-]+)?\.wasabisys\.com|s3\.[a-z0-9-]+\.backblazeb2\.com|s3\.[a-z0-9-]+\.scw\.cloud|[a-z0-9-]+\.(?:linodeobjects|your-objectstorage|vultrobjects)\.com)$/.test(
        url.hostname,
      )
        ? first(url)
        : '';
    return named(path) ? s3('S3-compatible storage', path, `https://${url.hostname}/${path}/`) : undefined;
  },
  (url) =>
    /^pub-[0-9a-f]{32}\.r2\.dev$/.test(url.hostname)
      ? { service: 'Cloudflare R2', name: url.hostname.split('.')[0] ?? '' }
      : undefined,
  (url) => {
    const name = /^\/storage\/v1\/(?:object|render\/image)\/(?:public|sign|authenticated)\/([^/]+)\//.exec(
      url.pathname,
    )?.[1];
    return name && named(name) ? { service: 'Supabase Storage', name } : undefined;
  },
];

function s3(service: string, name: string, base: string): Omit<Bucket, 'host'> {
  return { service, name, listing: `${base}?list-type=2&max-keys=1` };
}

/** The bucket that an address belongs to, where its host is one of a storage service. */
export function bucketOf(address: string): Bucket | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  for (const read of readers) {
    const bucket = read(url);
    if (bucket) return { ...bucket, host: url.hostname };
  }
  return undefined;
}

/** With or without a scheme; a name that goes on (`amazonaws.com.cn`) is somebody else's. */
const addresses =
  /(?:https?:)?(?:\\?\/){2}[a-z0-9.-]+\.(?:amazonaws\.com|googleapis\.com|core\.windows\.net|digitaloceanspaces\.com|wasabisys\.com|backblazeb2\.com|linodeobjects\.com|scw\.cloud|your-objectstorage\.com|vultrobjects\.com|r2\.dev|supabase\.(?:co|in))(?![a-z0-9-]|\.[a-z0-9])(?:\\?\/[\w.~%+@$\\/-]*)?/gi;
const maxBuckets = 20;

/** Buckets whose addresses stand in a page, a script or an answer; queries, which may sign, are left out. */
export function bucketsIn(text: string): readonly Bucket[] {
  const found = new Map<string, Bucket>();
  for (const [written] of text.matchAll(addresses)) {
    const plain = written.replaceAll('\\', '');
    const bucket = bucketOf(plain.startsWith('//') ? `https:${plain}` : plain);
    if (bucket) found.set(`${bucket.service} ${bucket.name}`, bucket);
    if (found.size >= maxBuckets) break;
  }
  return [...found.values()];
}

/** What a service's answer to a list request shows. */
export function readListing(
  status: number,
  text: string,
): { readonly state: 'listed' | 'refused' | 'no-such-bucket' | 'unclear'; readonly entries?: number } {
  const body = text.slice(0, 256 * 1024);
  if (status === 200 && /<ListBucketResult\b/.test(body)) return { state: 'listed', entries: count(body, /<Key>/g) };
  if (status === 200 && /<EnumerationResults\b/.test(body)) return { state: 'listed', entries: count(body, /<Blob>/g) };
  if (status === 200 && /^\s*\{[\s\S]*"(?:items|prefixes)"\s*:\s*\[/.test(body))
    return { state: 'listed', entries: count(body, /"name"\s*:/g) };
  if (status === 404 && /NoSuchBucket|The specified bucket does not exist/.test(body))
    return { state: 'no-such-bucket' };
  if ([401, 403].includes(status)) return { state: 'refused' };
  // Azure answers 404 for a private container as it does for one that is not there.
  if (status === 404 && /ResourceNotFound|ContainerNotFound|PublicAccessNotPermitted/.test(body))
    return { state: 'refused' };
  if (status === 409 && /PublicAccessNotPermitted/.test(body)) return { state: 'refused' };
  return { state: 'unclear' };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
