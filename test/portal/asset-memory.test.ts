import type { BrowserContext, Response, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isFresh, rememberAssets } from '../../src/collectors/portal/asset-memory.ts';

const now = Date.parse('2026-11-22T08:00:00Z');

describe('what a browser would take from its cache', () => {
  it.each([
    ['a lifetime', { 'cache-control': 'public, max-age=3600' }, true],
    ['immutable', { 'cache-control': 'immutable' }, true],
    ['to be asked for each time', { 'cache-control': 'no-cache' }, false],
    ['not to be kept', { 'cache-control': 'max-age=60, no-store' }, false],
    ['no lifetime', { 'cache-control': 'max-age=0, must-revalidate' }, false],
    ['an end to come', { expires: 'Mon, 23 Nov 2026 08:00:00 GMT' }, true],
    ['an end that is over', { expires: 'Mon, 16 Nov 2026 08:00:00 GMT' }, false],
    ['unchanged for long, nothing said', { 'last-modified': 'Mon, 16 Nov 2026 08:00:00 GMT' }, true],
    ['nothing said at all', {}, false],
    ['another answer for everybody', { 'cache-control': 'max-age=60', vary: '*' }, false],
  ])('%s → %j', (_what, headers, fresh) => {
    expect(isFresh(headers, now)).toBe(fresh);
  });
});

/** A context that tells what was answered, and one that asks. */
function pretend() {
  const listeners: ((response: Response) => void)[] = [];
  const context = { on: (_event: string, listener: (response: Response) => void) => listeners.push(listener) };
  const request = (url: string, type: string) => ({ url: () => url, method: () => 'GET', resourceType: () => type });
  const answered = async (url: string, type: string, headers: Record<string, string>, body: string) => {
    const response = {
      request: () => request(url, type),
      status: () => 200,
      allHeaders: async () => headers,
      body: async () => Buffer.from(body),
    };
    for (const listener of listeners) listener(response as unknown as Response);
    await new Promise((done) => setImmediate(done));
  };
  const given: unknown[] = [];
  const route = (url: string, type: string) =>
    ({
      request: () => request(url, type),
      fulfill: async (what: unknown) => void given.push(what),
    }) as unknown as Route;
  return { context: context as unknown as BrowserContext, answered, route, given };
}

describe('parts of pages are asked for once', () => {
  it('a fresh script comes from memory, decoded; a page, and a script with a cookie, do not', async () => {
    const { context, answered, route, given } = pretend();
    const answer = rememberAssets(context, () => now);
    const long = { 'cache-control': 'max-age=60' };
    await answered('https://portal.test/a.js', 'script', { ...long, 'content-encoding': 'br' }, 'run()');
    await answered('https://portal.test/b.js', 'script', { ...long, 'set-cookie': 'a=1' }, 'run()');
    await answered('https://portal.test/c', 'document', long, '<p>');
    await answered('https://portal.test/d', 'fetch', long, '{}');
    expect(await answer(route('https://portal.test/a.js', 'script'))).toBe(true);
    expect(await answer(route('https://portal.test/b.js', 'script'))).toBe(false);
    expect(await answer(route('https://portal.test/c', 'document'))).toBe(false);
    expect(await answer(route('https://portal.test/d', 'fetch'))).toBe(false);
    expect(given).toEqual([
      {
        status: 200,
        headers: { 'cache-control': 'max-age=60', 'x-launch-ready-from-memory': '1' },
        body: Buffer.from('run()'),
      },
    ]);
  });
});
