import { describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { knownPanels } from '../../src/collectors/panels/known-panels.ts';
import { tryPanel } from '../../src/collectors/panels/try-panel.ts';
import { compareReplays } from '../../src/collectors/portal/access/compare-replays.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import type { HttpRequest, World } from '../../src/world/world.ts';

interface Said {
  readonly status: number;
  readonly text?: string;
  readonly ms?: number;
}

/** A world whose one server answers as told; keeps what it was asked. */
function worldOf(answer: (request: HttpRequest, at: number) => Said) {
  const asked: HttpRequest[] = [];
  const world = {
    randomHex: (bytes: number) => 'ab'.repeat(bytes),
    http: {
      request: async (request: HttpRequest) => {
        asked.push(request);
        const { status, text = '{}', ms = 1 } = answer(request, asked.length);
        return { status, headers: [], body: Buffer.from(text), totalMs: ms };
      },
    },
  } as unknown as World;
  return { world, asked };
}
const signal = new AbortController().signal;

describe('a console and its published pair', () => {
  const tomcat = knownPanels.find(({ product }) => product === 'Tomcat Manager');
  const grafana = knownPanels.find(({ product }) => product === 'Grafana');
  const found = (panel = grafana) => {
    if (!panel) throw new Error('The product is not in the list.');
    return { panel, origin: 'https://app.example.com', base: '', knownBy: 'its page' };
  };

  it('is tried twice at most', async () => {
    const { world, asked } = worldOf(() => ({ status: 401 }));
    const trial = await tryPanel(found(tomcat), { world, signal, ours: new Set() });
    expect(trial.tries.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(asked).toHaveLength(2);
    expect(asked.every(({ permit }) => permit === 'abuse')).toBe(true);
  });

  it('is no finding where it takes whatever is sent', async () => {
    const { world, asked } = worldOf(() => ({ status: 200, text: '{"message":"Logged in"}' }));
    const trial = await tryPanel(found(), { world, signal, ours: new Set() });
    expect(trial).toMatchObject({ tries: [{ outcome: 'accepted' }], takesAnything: true });
    expect(String(asked[1]?.body)).toContain('lr-');
    expect(JSON.stringify(trial)).not.toContain('"password"');
  });

  it('stops at the first sign of a limit, and never tries a declared account', async () => {
    const { world, asked } = worldOf(() => ({ status: 429 }));
    expect((await tryPanel(found(tomcat), { world, signal, ours: new Set() })).tries).toMatchObject([
      { outcome: 'unclear', status: 429 },
    ]);
    expect(asked).toHaveLength(1);
    const trial = await tryPanel(found(), { world, signal, ours: new Set(['admin']) });
    expect(trial).toMatchObject({ tries: [], notTried: 'admin is one of the declared accounts' });
    expect(asked).toHaveLength(1);
  });
});

describe('times of one form for known and unknown people', () => {
  const exchange = {
    url: 'https://api.example.com/sessions',
    method: 'POST',
    requestHeaders: { 'content-type': 'application/json', 'content-length': '60', cookie: 'a=1' },
    requestBody: '{"email":"ann@one.example","password":"wrong"}',
  } as unknown as Exchange;
  const of = {
    exchange,
    recorded: 'ann@one.example',
    known: 'ann@one.example',
    unknown: 'lr0123@one.example',
    knownTimes: 12,
    unknownTimes: 12,
    expected: { known: 401, unknown: 401 },
  };
  const isKnown = (request: HttpRequest) => String(request.body).includes('ann@one.example');

  it('are asked for in turn, with the order changed, as often as told', async () => {
    const { world, asked } = worldOf((request, at) => ({ status: 401, ms: (isKnown(request) ? 90 : 12) + (at % 3) }));
    const timed = await compareReplays(of, { world, signal } as unknown as CollectContext);
    expect(timed).toMatchObject({ time: { pairs: 12, longer: 1 } });
    const order = asked.slice(1).map(isKnown);
    expect(order.filter(Boolean)).toHaveLength(12);
    expect(order.slice(0, 4)).toEqual([true, false, false, true]);
    expect(asked[0]?.headers?.map(([name]) => name)).toEqual(['content-type', 'cookie']);
  });

  it('stop where the portal begins to answer otherwise', async () => {
    const { world, asked } = worldOf((_request, at) => ({ status: at > 6 ? 429 : 401 }));
    const timed = await compareReplays(of, { world, signal } as unknown as CollectContext);
    expect(timed).toEqual({ timeNotTried: 'the portal answered HTTP 429 after 6 tries' });
    expect(asked).toHaveLength(7);
  });

  it('are not compared where the request can be sent only once', async () => {
    const { world, asked } = worldOf(() => ({ status: 419 }));
    const timed = await compareReplays(of, { world, signal } as unknown as CollectContext);
    expect(timed).toEqual({ timeNotTried: 'the form’s request can be sent only once (HTTP 419)' });
    expect(asked).toHaveLength(1);
  });
});
