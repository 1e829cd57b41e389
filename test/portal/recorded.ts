import type { Exchange } from '../../src/collectors/portal/recorder.ts';

/** An exchange as a browser records it behind the sign-in: a page of B's unless `more` says otherwise. */
export function recorded(url: string, body: string, more: Partial<Exchange> = {}): Exchange {
  return {
    identity: 'b',
    method: 'GET',
    url,
    resource: 'document',
    requestHeaders: {},
    status: 200,
    responseHeaders: { 'content-type': 'text/html' },
    body: Buffer.from(body),
    afterSignIn: true,
    page: '',
    ...more,
  };
}

/** The same for data that a script asked for. */
export const recordedJson = (url: string, value: unknown, more: Partial<Exchange> = {}): Exchange =>
  recorded(url, JSON.stringify(value), {
    resource: 'fetch',
    responseHeaders: { 'content-type': 'application/json' },
    ...more,
  });
