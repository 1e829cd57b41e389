import { isCallingHeader } from '../operations/calling-headers.ts';
import type { HttpResponse } from '../../../world/world.ts';

/**
 * Where Next's client stands: with it the server leaves out what that page shows already, or sends the frame alone. Never sent
 * again, so that the whole page comes, for every asker.
 */
const routerState = /^next-(router-(state-tree|prefetch|segment-prefetch)|url)$/i;

/**
 * Headers of the recorded request that are not the new one's. Made after one of another method, it asks for no server components, calls
 * what it calls itself, and comes from nowhere: a change that says `rsc` is redirected, and never made.
 */
export const belongsToPattern = (name: string, method: string, patternMethod: string): boolean =>
  method === patternMethod
    ? method === 'GET' && routerState.test(name)
    : routerState.test(name) || /^rsc$/i.test(name) || isCallingHeader(name);

/**
 * Next (from 15.4) answers a request for server components whose `_rsc` does not fit its headers with a redirect to the same address
 * with the value that does: a matter of caches, not of who asks. That address, or undefined where the answer is anything else.
 */
export function asNextWants(
  request: { readonly method: string; readonly url: string },
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
): string | undefined {
  if (request.method !== 'GET' || status < 300 || status > 399) return undefined;
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || !URL.canParse(location, request.url)) return undefined;
  const to = new URL(location, request.url);
  const from = new URL(request.url);
  if (!to.searchParams.has('_rsc') || to.searchParams.get('_rsc') === from.searchParams.get('_rsc')) return undefined;
  const { href } = to;
  for (const url of [to, from]) url.searchParams.delete('_rsc');
  to.searchParams.sort();
  from.searchParams.sort();
  return to.href === from.href ? href : undefined;
}
