import type { AlertChannel, AlertsConfig } from '../model/handover-config.ts';
import type { AlertReceipt, ChannelResult, DrillStep } from '../model/receipt.ts';
import { clockWatch, type DrillClock } from './clock-watch.ts';
import { receiptHead } from './receipt-head.ts';

export interface Probed {
  readonly ok: boolean;
  readonly detail: string;
}

/** What a drill does to the world; tests pass their own. */
export interface AlertPorts {
  readonly clock: DrillClock;
  readonly signal: AbortSignal;
  probe(url: string): Promise<Probed>;
  send(channel: AlertChannel, code: string): Promise<{ readonly accepted: boolean; readonly detail: string }>;
  /** Waits until the code was seen where the channel ends, at most `waitMs`. */
  seen(
    channel: AlertChannel,
    code: string,
    waitMs: number,
  ): Promise<{ readonly seen: boolean; readonly detail: string }>;
  /** Called before and after whatever must not be done twice. */
  save(state: AlertState): Promise<void>;
  say(text: string): void;
}

/** On disk while the drill runs, so that a killed one goes on without alerting twice. */
export interface AlertState {
  readonly id: string;
  readonly target: string;
  readonly code: string;
  readonly negative: boolean;
  readonly startedAt: string;
  readonly confirmedMs?: number;
  /** By channel: when it was handed over, `-1` while that is under way. */
  readonly sent: Readonly<Record<string, number>>;
  readonly steps: readonly DrillStep[];
}

export type AlertDrillResult = { readonly receipt: AlertReceipt } | { readonly refused: string };

/**
 * A controlled fault on the watcher's own path: probe, confirm, alert, seen. Nothing of production is touched. With
 * `state` a drill that was cut off goes on where it was. Refused where there is nothing to learn from the fault.
 */
export async function runAlertDrill(
  config: AlertsConfig,
  begin: AlertState,
  ports: AlertPorts,
  resumed = false,
): Promise<AlertDrillResult> {
  const watch = clockWatch(ports.clock, resumed ? begin.startedAt : undefined);
  let state = begin;
  const note = async (what: string, ok: boolean, detail: string, more: Partial<AlertState> = {}) => {
    ports.say(`${what}: ${detail}`);
    state = { ...state, ...more, steps: [...state.steps, { what, atMs: watch.ms(), ok, detail }] };
    await ports.save(state);
  };

  if (state.confirmedMs === undefined) {
    const refused = await findFault(config, ports, note, () => watch.ms());
    if (refused !== undefined) return { refused };
  }
  const channels = config.channels;
  const broken = state.negative ? channels[0]?.name : undefined;
  if (state.negative && channels.length < 2)
    return { refused: 'A negative drill needs a second channel: it breaks the first one.' };
  if (broken !== undefined && !state.steps.some(({ what }) => what === `break ${broken}`))
    await note(`break ${broken}`, true, 'put out of order for this drill; the next channel has to speak');

  for (const channel of channels.filter(({ name }) => name !== broken)) {
    if (state.sent[channel.name] !== undefined) continue;
    await ports.save({ ...state, sent: { ...state.sent, [channel.name]: -1 } });
    const { accepted, detail } = await ports.send(channel, state.code);
    const sent = accepted ? { ...state.sent, [channel.name]: watch.ms() } : state.sent;
    await note(`alert ${channel.name}`, accepted, detail, { sent });
  }

  const waitMs = Math.max(0, config.giveUpAfterSeconds * 1000 - watch.ms());
  const results = await Promise.all(
    channels.map(async (channel): Promise<ChannelResult> => {
      const { name, kind } = channel;
      const common = { name, kind, seenBy: seenByOf(channel) };
      if (name === broken) return { ...common, outcome: 'broken', detail: 'out of order on purpose' };
      const sentMs = state.sent[name];
      if (sentMs === undefined) {
        const step = state.steps.find(({ what }) => what === `alert ${name}`);
        return { ...common, outcome: 'not-sent', detail: step?.detail ?? 'was not sent' };
      }
      const { seen, detail } = await ports.seen(channel, state.code, waitMs);
      const timed = sentMs >= 0 ? { sentMs } : {};
      await note(`see ${name}`, seen, detail);
      return seen
        ? { ...common, outcome: 'seen', ...timed, seenMs: watch.ms(), detail }
        : { ...common, outcome: 'sent-not-seen', ...timed, detail };
    }),
  );
  return {
    receipt: {
      ...receiptHead(state.id, state.target, state.startedAt, ports.clock.now(), watch.stepped(), resumed),
      drill: 'alert',
      negative: state.negative,
      steps: [...state.steps],
      ...(state.confirmedMs === undefined ? {} : { confirmedMs: state.confirmedMs }),
      channels: results,
    },
  };
}

type Note = (what: string, ok: boolean, detail: string, more?: Partial<AlertState>) => Promise<void>;

async function findFault(
  { probe, confirmAfterSeconds }: AlertsConfig,
  ports: AlertPorts,
  note: Note,
  ms: () => number,
): Promise<string | undefined> {
  const well = await ports.probe(probe.good);
  await note('probe the good address', well.ok, well.detail);
  if (!well.ok)
    return `${probe.good} does not answer as it should (${well.detail}): a real outage, or a wrong address. The drill starts when it is well.`;
  const bad = await ports.probe(probe.bad);
  await note('probe the bad address', !bad.ok, bad.detail);
  if (bad.ok) return `${probe.bad} answers as if all were well (${bad.detail}): name an address that fails.`;
  await ports.clock.wait(confirmAfterSeconds * 1000, ports.signal);
  const again = await ports.probe(probe.bad);
  await note('confirm', !again.ok, again.detail, again.ok ? {} : { confirmedMs: ms() });
  return again.ok
    ? `${probe.bad} recovered before it was confirmed: name an address that fails every time.`
    : undefined;
}

function seenByOf({ seenBy }: AlertChannel): string {
  if (seenBy === 'person') return 'a person';
  return 'inbox' in seenBy ? `inbox ${seenBy.inbox}` : 'the receiver';
}
