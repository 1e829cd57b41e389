import { type Headers, headerValues } from '../../parse/header-list.ts';

/** Headers by which caches say that they answered themselves (RFC 9211, and what came before it). */
const names = [
  'cf-cache-status',
  'x-cache',
  'x-vercel-cache',
  'cache-status',
  'x-cache-status',
  'x-proxy-cache',
  'x-nextjs-cache',
  'cdn-cache',
  'x-litespeed-cache',
  'x-drupal-cache',
  'x-varnish-cache',
  'x-cdn-cache',
  'x-edge-cache',
  'x-fastcgi-cache',
  'x-magento-cache-debug',
];

/** `HIT`, `TCP_MEM_HIT`, `RefreshHit from cloudfront`; and a copy that was stale, confirmed or being renewed is a copy too. */
const saysHit = /(?<![a-z])(?:refresh)?hit(?![a-z])|^(?:stale|revalidated|updating)$/i;

/** `x-cache: HIT` where a cache says so, or an Age above zero (RFC 9111 §5.1); undefined where nothing does. */
export function cacheHit(headers: Headers): string | undefined {
  for (const name of names) {
    const value = headerValues(headers, name).find(
      (each) => saysHit.test(each) && !/(?<![a-z])miss(?![a-z])/i.test(each),
    );
    if (value !== undefined) return `${name}: ${value.slice(0, 60)}`;
  }
  const age = Number(headerValues(headers, 'age')[0] ?? 0);
  return age > 0 ? `age: ${age}` : undefined;
}
