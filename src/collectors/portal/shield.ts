import type { BrowserContext, Request } from 'playwright-core';
import { doesByAddress } from '../../parse/guarded-link.ts';
import { rememberAssets } from './asset-memory.ts';
import type { Recorder } from './recorder.ts';
import { isCallingHeader } from './operations/calling-headers.ts';
import { graphqlParts } from './operations/graphql-request.ts';
import { isRead } from './operations/is-read.ts';
import { isKnownToRead, isReadByGet, mayRead } from './operations/may-read.ts';
import { changingPath, dangerWords, renewalNames } from './words.ts';

export { isRead };

/** Decides about a write that the pages try; `true` lets it through (a planted canary, journalled first). */
export type WriteGate = (request: Request) => Promise<boolean>;

/**
 * Holds back everything that could change data after the sign-in: crawling by clicking creates things. Reads, token
 * renewals and what `gate` allows go through; what was held is recorded as "seen, not sent". Parts of pages that a browser
 * would take from its cache come from memory: a browser whose requests are held up has no cache.
 */
export async function raiseShield(
  context: BrowserContext,
  recorder: Recorder,
  gate: WriteGate,
  nowMs: () => number,
): Promise<void> {
  const fromMemory = rememberAssets(context, nowMs);
  recorder.markShielded();
  await context.route('**/*', async (route) => {
    if (await fromMemory(route)) return;
    const request = route.request();
    const body = request.postData() ?? undefined;
    const harms = doesByAddress(new URL(request.url())) || (recorder.moment.now === 'icon' && isHarmful(request.url()));
    if (!harms && isRead(request.method(), request.url(), request.headers(), body)) return route.fallback();
    if (renewalNames.test(new URL(request.url()).pathname) || renewsByGraphql(request.method(), request.url(), body))
      return route.fallback();
    if (
      (!harms &&
        mayRead(recorder.moment.now, request.method(), request.url(), request.headers(), body) &&
        !isReadByGet(recorder.exchanges, request.url(), request.headers(), body)) ||
      (!harms && isKnownToRead(recorder.exchanges, request.method(), request.url(), request.headers(), body))
    ) {
      recorder.takenAsReads.add(request);
      return route.fallback();
    }
    if (await gate(request)) return route.fallback();
    recorder.held.push({
      method: request.method(),
      url: request.url(),
      ...(body !== undefined ? { body } : {}),
      type: request.headers()['content-type'] ?? 'application/json',
      page: addressOf(request),
      headers: Object.fromEntries(
        Object.entries(request.headers()).filter(([name]) => ownHeader.test(name) || isCallingHeader(name)),
      ),
    });
    return route.abort('blockedbyclient');
  });
}

/** By its words an address deletes, sends or ends the session, whatever the method: a picture may have said so. */
function isHarmful(url: string): boolean {
  const { pathname, search } = new URL(url);
  return dangerWords.test(pathname.replace(/[/_.-]+/g, ' ')) || changingPath.test(`${pathname}${search}`);
}

/** `mutation { tokenRefresh }` and its kin: a page whose token is over is signed out without it. Nothing else beside it. */
export function renewsByGraphql(method: string, url: string, body: string | undefined): boolean {
  const fields = graphqlParts(method, url, body)?.flatMap((part) => part.fields) ?? [];
  return fields.length > 0 && fields.every((name) => renewalMutation.test(name));
}

const renewalMutation =
  /^_?(?:(?:refresh|renew|extend)_?(?:access|auth|login|user|customer)?_?(?:access)?_?(?:tokens?|sessions?|jwt|auth|login|credentials?)?|(?:access|auth|user|customer|jwt)?_?(?:access)?_?(?:token|session|jwt)_?(?:refresh|renew|extend))$/i;

/** What a page puts in itself: tokens against forged requests, the state of a record, names of the application's own. */
const ownHeader =
  /^(x-(?!forwarded|real)|hx-request$|if-(match|unmodified))|csrf|xsrf|anti-?forgery|verification-?token$/i;

function addressOf(request: Request): string {
  try {
    return request.frame().page().url();
  } catch {
    return '';
  }
}
