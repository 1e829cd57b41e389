import type { BrowserContext, Request } from 'playwright-core';
import type { Recorder } from './recorder.ts';
import { readingNames, renewalNames } from './words.ts';

/** Decides about a write that the pages try; `true` lets it through (a planted canary, journalled first). */
export type WriteGate = (request: Request) => Promise<boolean>;

/** Whether a request only reads: by method, by what it says it is, not by the verb alone. */
export function isRead(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): boolean {
  const verb = (headers['x-http-method-override'] ?? headers['x-payload-http-method-override'] ?? method).toUpperCase();
  if (verb === 'GET' || verb === 'HEAD' || verb === 'OPTIONS') return true;
  if (verb !== 'POST') return false;
  const path = new URL(url).pathname;
  if (body !== undefined && /graphql/i.test(path))
    return !/"query"\s*:\s*"\s*(mutation|subscription)\b|^\s*mutation\b/.test(body);
  if (/socket\.io|sockjs/.test(path)) return true;
  return readingNames.test(path) && !/(import|delete|create|update|save)/i.test(path);
}

/**
 * Holds back everything that could change data after the sign-in: crawling by clicking creates things. Reads, token
 * renewals and what `gate` allows go through; what was held is recorded as "seen, not sent".
 */
export async function raiseShield(context: BrowserContext, recorder: Recorder, gate: WriteGate): Promise<void> {
  await context.route('**/*', async (route) => {
    const request = route.request();
    const body = request.postData() ?? undefined;
    if (isRead(request.method(), request.url(), request.headers(), body)) return route.continue();
    if (renewalNames.test(new URL(request.url()).pathname)) return route.continue();
    if (await gate(request)) return route.continue();
    recorder.held.push({
      method: request.method(),
      url: request.url(),
      ...(body !== undefined ? { body } : {}),
      page: addressOf(request),
    });
    return route.abort('blockedbyclient');
  });
}

function addressOf(request: Request): string {
  try {
    return request.frame().page().url();
  } catch {
    return '';
  }
}
