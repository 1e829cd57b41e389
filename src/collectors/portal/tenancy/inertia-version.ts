import type { HttpResponse } from '../../../world/world.ts';
import { isFrameworkHeader } from '../operations/framework-headers.ts';
import { readAnswer } from './answer-text.ts';
import type { PlainRequest } from './replay.ts';

const header = 'x-inertia-version';

/**
 * The versions of the pages' scripts that portals by Inertia have now. Whoever names a former one, recorded before they were built anew,
 * is answered 409 and told to load the page: a matter of scripts, not of who asks.
 */
export function createInertiaVersions() {
  const versions = new Map<string, string>();
  return {
    /** The request with the version of today, where that was learnt. */
    current(request: PlainRequest): PlainRequest {
      const version = versions.get(new URL(request.url).host);
      if (version === undefined || request.like.requestHeaders[header] === undefined) return request;
      return { ...request, extra: [...(request.extra ?? []).filter(([name]) => name !== header), [header, version]] };
    },
    /** The page that it was told to load, asked for as a browser does; undefined where the answer is anything else. */
    pageInstead(request: PlainRequest, { status, headers }: HttpResponse): PlainRequest | undefined {
      const isTold = status === 409 && headers.some(([name]) => name.toLowerCase() === 'x-inertia-location');
      if (!isTold || request.method !== 'GET' || request.like.requestHeaders[header] === undefined) return undefined;
      const own = Object.entries(request.like.requestHeaders).filter(([name]) => !isFrameworkHeader(name));
      const requestHeaders = { ...Object.fromEntries(own), accept: 'text/html' };
      const extra = (request.extra ?? []).filter(([name]) => name !== header);
      return { ...request, like: { ...request.like, requestHeaders }, extra };
    },
    /** Whether the page says which version it was made by. */
    learn({ url }: PlainRequest, page: HttpResponse): boolean {
      const type = page.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
      const { leaves } = readAnswer(page.body, type);
      const version = leaves.find(({ path }) => /(@data-page~|>script)\.version$/.test(path))?.value;
      if (version !== undefined) versions.set(new URL(url).host, version);
      return version !== undefined;
    },
  };
}
