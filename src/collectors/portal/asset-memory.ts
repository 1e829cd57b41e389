import type { BrowserContext, Response, Route } from 'playwright-core';
import { fromMemory } from '../../model/from-memory.ts';

interface Kept {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const kinds = /^(script|stylesheet|font|image)$/;
const eachBytes = 4 * 1024 * 1024;
const allBytes = 64 * 1024 * 1024;

/**
 * What a browser would take from its own cache, by what the answer says (RFC 9111 §4.2): a browser whose requests are held
 * up for a look has none, and asks for every part of every page anew.
 */
export function isFresh(headers: Readonly<Record<string, string>>, nowMs: number): boolean {
  const control = headers['cache-control'] ?? '';
  if (/no-store|no-cache|max-age=0\b/i.test(control) || headers.vary === '*') return false;
  if (/immutable|max-age=[1-9]/i.test(control)) return true;
  const expires = Date.parse(headers.expires ?? '');
  if (Number.isFinite(expires)) return expires > nowMs;
  // A tenth of its age: what browsers grant where nothing is said.
  const modified = Date.parse(headers['last-modified'] ?? '');
  return Number.isFinite(modified) && nowMs - modified > 3_600_000;
}

/** Keeps scripts, styles, fonts and pictures of one context in memory; `answer` is true where the request was served from it. */
export function rememberAssets(context: BrowserContext, nowMs: () => number): (route: Route) => Promise<boolean> {
  const kept = new Map<string, Kept>();
  let bytes = 0;
  const keep = async (response: Response) => {
    const request = response.request();
    const url = request.url();
    if (request.method() !== 'GET' || response.status() !== 200 || !kinds.test(request.resourceType())) return;
    if (kept.has(url) || bytes > allBytes || !/^https?:/.test(url)) return;
    const headers = await response.allHeaders();
    if (!isFresh(headers, nowMs()) || headers['set-cookie'] !== undefined) return;
    const body = await response.body();
    if (body.length > eachBytes) return;
    bytes += body.length;
    // What comes back is decoded already, and of this length.
    const { 'content-encoding': _coding, 'content-length': _length, 'transfer-encoding': _transfer, ...rest } = headers;
    kept.set(url, { headers: { ...rest, [fromMemory]: '1' }, body });
  };
  context.on('response', (response) => {
    keep(response).catch(() => undefined);
  });
  return async (route) => {
    const request = route.request();
    const found =
      request.method() === 'GET' && kinds.test(request.resourceType()) ? kept.get(request.url()) : undefined;
    if (!found) return false;
    await route.fulfill({ status: 200, headers: found.headers, body: found.body });
    return true;
  };
}
