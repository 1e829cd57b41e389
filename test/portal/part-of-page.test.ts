import { expect, it } from 'vitest';
import { askAs } from '../../src/collectors/portal/canaries/undo-writes.ts';
import { carried } from '../../src/collectors/portal/crawl/ask-for-named.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import type { PlainRequest, Replayer } from '../../src/collectors/portal/tenancy/replay.ts';
import { recordedJson } from './recorded.ts';

const url = 'https://portal.example/tickets/7';
const headers = { 'x-inertia': 'true', 'x-inertia-version': '6b3a' };
const whole = recordedJson(url, {}, { requestHeaders: headers });
/** What a page with deferred props asks last, each time that it is opened. */
const ofPart = { 'x-inertia-partial-component': 'Tickets/Show', 'x-inertia-partial-data': 'messages' };
const part = recordedJson(url, {}, { requestHeaders: { ...headers, ...ofPart } });

it('what is taken back is looked for in the whole page, though a part of it was asked for last', async () => {
  const likes: PlainRequest['like'][] = [];
  const replayer = {
    send: async ({ like }: PlainRequest) => {
      likes.push(like);
      return { ok: false, detail: 'no portal' };
    },
  } as unknown as Replayer;
  const look = async (exchanges: readonly (typeof whole)[]) => {
    const session = {
      identity: 'b',
      recorder: { exchanges, held: [] },
      context: { cookies: async () => [] },
      page: { url: () => url, evaluate: async () => '' },
    } as unknown as Session;
    await askAs(session, url, replayer)({ method: 'GET', url });
    return likes.at(-1)?.requestHeaders;
  };
  expect(await look([whole, part])).toEqual(headers);
  expect(await look([part])).toEqual(headers);
});

it('what the audit asks for by itself is asked whole, in the manner of the pages', () => {
  expect(carried([whole, part], 'https://portal.example/files')).toEqual(headers);
});
