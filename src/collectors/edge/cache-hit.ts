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
];

/** `x-cache: HIT` where a cache says so, or an Age above zero (RFC 9111 §5.1); undefined where nothing does. */
export function cacheHit(headers: Headers): string | undefined {
  for (const name of names) {
    const value = headerValues(headers, name).find((each) => /\bhit\b/i.test(each) && !/\bmiss\b/i.test(each));
    if (value !== undefined) return `${name}: ${value.slice(0, 60)}`;
  }
  const age = Number(headerValues(headers, 'age')[0] ?? 0);
  return age > 0 ? `age: ${age}` : undefined;
}
