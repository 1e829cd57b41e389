import { describe, expect, test } from 'vitest';
import { type AlertPorts, type AlertState, runAlertDrill } from '../../src/drills/alert-drill.ts';
import { alertsSchema } from '../../src/model/handover-config.ts';
import { receiptSchema } from '../../src/model/receipt.ts';

const hook = (name: string) => ({ kind: 'webhook', name, url: `https://${name}.example.com/in`, seenBy: 'person' });
const config = alertsSchema.parse({
  probe: { good: 'https://app.example.com/', bad: 'https://staging.example.com/broken' },
  giveUpAfterSeconds: 120,
  channels: [hook('first'), hook('second')],
});
const begin = (more: Partial<AlertState> = {}): AlertState => ({
  id: 'abcdef012345',
  target: 'app.example.com',
  code: 'C0FFEE42',
  negative: false,
  startedAt: '2026-11-20T12:00:00.000Z',
  sent: {},
  steps: [],
  ...more,
});

interface Behaviour {
  readonly ok?: (url: string, call: number) => boolean;
  readonly accepts?: (channel: string) => boolean;
  /** Seconds until the channel shows the code; undefined: never. */
  readonly showsAfter?: (channel: string) => number | undefined;
  readonly wallJump?: { readonly atSend: number };
  readonly dieAt?: (state: AlertState) => boolean;
}

/** A world with a clock of its own: what waits moves it on. */
function world(behaviour: Behaviour = {}) {
  let [mono, jumped] = [0, 0];
  const start = Date.parse('2026-11-20T12:00:00.000Z');
  const sends: string[] = [];
  const saved: AlertState[] = [];
  let probes = 0;
  const clock = {
    now: () => new Date(start + mono + jumped),
    monotonicMs: () => mono,
    wait: async (ms: number) => {
      mono += ms;
    },
  };
  const ports: AlertPorts = {
    clock,
    signal: new AbortController().signal,
    say: () => undefined,
    probe: async (url) => {
      probes += 1;
      const ok = behaviour.ok?.(url, probes) ?? !url.endsWith('/broken');
      return { ok, detail: ok ? 'answered 200' : 'answered 503' };
    },
    send: async ({ name }) => {
      sends.push(name);
      mono += 300;
      if (behaviour.wallJump) jumped = behaviour.wallJump.atSend;
      const accepted = behaviour.accepts?.(name) ?? true;
      return { accepted, detail: accepted ? 'answered 200' : 'answered 410' };
    },
    seen: async ({ name }, code, waitMs) => {
      expect(code).toBe('C0FFEE42');
      const after = (behaviour.showsAfter ?? (() => 20))(name);
      const seen = after !== undefined && after * 1000 <= waitMs;
      mono += seen ? after * 1000 : waitMs;
      return { seen, detail: seen ? 'shown' : 'never shown' };
    },
    save: async (state) => {
      saved.push(structuredClone(state));
      if (behaviour.dieAt?.(state)) throw new Error('killed');
    },
  };
  return { ports, sends, saved };
}

async function receiptOf(state: AlertState, { ports }: ReturnType<typeof world>, resumed = false) {
  const result = await runAlertDrill(config, state, ports, resumed);
  if (!('receipt' in result)) throw new Error(result.refused);
  expect(receiptSchema.safeParse(result.receipt).error).toBeUndefined();
  return result.receipt;
}
const outcomes = (receipt: { readonly channels: readonly { readonly outcome: string }[] }) =>
  receipt.channels.map(({ outcome }) => outcome);

test('probe, confirm, alert, seen: every step has its time, and the receipt holds for 30 days', async () => {
  const receipt = await receiptOf(begin(), world());
  expect(outcomes(receipt)).toEqual(['seen', 'seen']);
  expect(receipt.confirmedMs).toBe(5_000);
  expect(receipt.channels[0]?.seenMs).toBeGreaterThan(20_000);
  const times = receipt.steps.map(({ atMs }) => atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Date.parse(receipt.validUntil) - Date.parse(receipt.finishedAt)).toBe(30 * 86_400_000);
});

describe('what a channel can do wrong', () => {
  test('bad input: alert channel down → not-sent', async () => {
    const receipt = await receiptOf(begin(), world({ accepts: (name) => name !== 'first' }));
    expect(outcomes(receipt)).toEqual(['not-sent', 'seen']);
    expect(receipt.channels[0]?.detail).toBe('answered 410');
  });
  test('bad input: alert channel answers 200 and nothing arrives → sent-not-seen', async () => {
    const receipt = await receiptOf(begin(), world({ showsAfter: (name) => (name === 'first' ? undefined : 10) }));
    expect(outcomes(receipt)).toEqual(['sent-not-seen', 'seen']);
    expect(receipt.channels[0]?.seenMs).toBeUndefined();
  });
  test('a slow one counts with the time it took', async () => {
    const receipt = await receiptOf(begin(), world({ showsAfter: () => 100 }));
    expect(receipt.channels[0]?.seenMs).toBeGreaterThanOrEqual(100_000);
  });
});

test('the negative drill leaves the first channel out and looks at the others', async () => {
  const made = world();
  const receipt = await receiptOf(begin({ negative: true }), made);
  expect(outcomes(receipt)).toEqual(['broken', 'seen']);
  expect(made.sends).toEqual(['second']);
});

test('a negative drill with a single channel is refused', async () => {
  const one = { ...config, channels: config.channels.slice(0, 1) };
  const { ports, sends } = world();
  expect(await runAlertDrill(one, begin({ negative: true }), ports)).toHaveProperty('refused');
  expect(sends).toEqual([]);
});

describe('nothing to learn from the fault', () => {
  test.each([
    ['the good address is down', () => false],
    ['the bad address is well', () => true],
    ['the fault goes away before it is confirmed', (url: string, call: number) => !url.endsWith('/broken') || call > 2],
  ])('%s: refused, and nobody is alerted', async (_name, ok) => {
    const { ports, sends } = world({ ok });
    expect(await runAlertDrill(config, begin(), ports)).toHaveProperty('refused');
    expect(sends).toEqual([]);
  });
});

test('bad input: clock set while a drill runs → clockStepped, times prove nothing', async () => {
  expect((await receiptOf(begin(), world({ wallJump: { atSend: 3_600_000 } }))).clockStepped).toBe(true);
  expect((await receiptOf(begin(), world({ wallJump: { atSend: -60_000 } }))).clockStepped).toBe(true);
  expect((await receiptOf(begin(), world())).clockStepped).toBe(false);
});

test('bad input: drill killed at any moment → resumed without alerting anybody twice', async () => {
  const whole = world();
  await receiptOf(begin(), whole);
  for (let at = 1; at <= whole.saved.length; at += 1) {
    let saves = 0;
    const killed = world({ dieAt: () => ++saves === at });
    await expect(runAlertDrill(config, begin(), killed.ports)).rejects.toThrow('killed');
    const left = killed.saved.at(-1);
    if (!left) throw new Error('nothing was saved');
    const second = world();
    const receipt = await receiptOf(left, second, true);
    expect(receipt.resumed).toBe(true);
    for (const channel of ['first', 'second'])
      expect(
        [...killed.sends, ...second.sends].filter((name) => name === channel).length,
        `${channel} at ${at}`,
      ).toBeLessThanOrEqual(1);
  }
});
