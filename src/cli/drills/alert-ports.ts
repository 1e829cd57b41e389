import { createInterface } from 'node:readline/promises';
import type { AlertPorts, AlertState } from '../../drills/alert-drill.ts';
import type { DrillClock } from '../../drills/clock-watch.ts';
import type { AlertChannel } from '../../model/handover-config.ts';
import { GapError } from '../../model/gap.ts';
import type { InboxMark } from '../../world/inbox/inbox.ts';
import type { World } from '../../world/world.ts';

export interface AlertPortOptions {
  readonly world: World;
  readonly clock: DrillClock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly target: string;
  readonly save: (state: AlertState) => Promise<void>;
  readonly say: (text: string) => void;
  /** A code that a person typed on the command line. */
  readonly typed?: string;
  readonly interactive: boolean;
}

const pollMs = 1_000;

/** The real world for an alert drill: probes, mail, webhooks, and where the alert is seen. */
export function alertPorts(options: AlertPortOptions): AlertPorts {
  const { world, env, clock } = options;
  // What is in an inbox already is never the alert: each is marked before anything is sent to it.
  const marks = new Map<string, InboxMark>();
  const markOf = async (inbox: string): Promise<InboxMark> => {
    const known = marks.get(inbox) ?? (await world.inbox.mark([inbox]));
    marks.set(inbox, known);
    return known;
  };
  return {
    clock,
    signal: world.signal,
    say: options.say,
    save: options.save,
    probe: async (url) => {
      try {
        const { status } = await world.http.request({ url, permit: 'look', maxBodyBytes: 65_536 });
        return { ok: status >= 200 && status < 400, detail: `answered ${status}` };
      } catch (error) {
        if (error instanceof GapError && ['unreachable', 'timed-out', 'unreadable'].includes(error.gap.reason))
          return { ok: false, detail: error.gap.detail };
        throw error;
      }
    },
    send: async (channel, code) => {
      if (typeof channel.seenBy === 'object' && 'inbox' in channel.seenBy) await markOf(channel.seenBy.inbox);
      return send(world, env, options.target, channel, code);
    },
    seen: async (channel, code, waitMs) => {
      const { seenBy } = channel;
      if (typeof seenBy === 'object' && 'inbox' in seenBy)
        return byInbox(options, await markOf(seenBy.inbox), seenBy.inbox, code, waitMs);
      return seen(options, channel, code, waitMs);
    },
  };
}

function wordsOf(target: string, code: string): { readonly subject: string; readonly text: string } {
  return {
    subject: `[drill] ${target}: alert ${code}`,
    text: `This is a drill of ${target}, not an outage.\nCode: ${code}\nIf a person is asked to confirm it, this is the code to type.\n`,
  };
}

async function send(
  world: World,
  env: AlertPortOptions['env'],
  target: string,
  channel: AlertChannel,
  code: string,
): Promise<{ readonly accepted: boolean; readonly detail: string }> {
  const { subject, text } = wordsOf(target, code);
  if (channel.kind === 'email') {
    const { server, tls, from, to, userEnv, passwordEnv } = channel;
    const user = userEnv === undefined ? undefined : env[userEnv];
    const password = passwordEnv === undefined ? undefined : env[passwordEnv];
    if (password !== undefined) world.vault.add(password, passwordEnv ?? 'SMTP password');
    return world.alerts.mail({
      server,
      tls,
      from,
      to,
      subject,
      text,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
    });
  }
  const url = urlOf(channel, env);
  if (url === undefined) return { accepted: false, detail: `${channel.urlEnv ?? 'url'} is not set.` };
  if (channel.urlEnv !== undefined) world.vault.add(url, channel.urlEnv);
  const body =
    channel.kind === 'slack'
      ? { text: `${subject}\n${text}` }
      : { kind: 'launch-ready.drill', subject, text, code, target };
  return world.alerts.post(url, body);
}

/** Where a webhook channel posts; undefined where its variable is not set. */
export function urlOf(channel: AlertChannel, env: AlertPortOptions['env']): string | undefined {
  if (channel.kind === 'email') return undefined;
  return channel.urlEnv === undefined ? channel.url : env[channel.urlEnv] || undefined;
}

async function seen(
  options: AlertPortOptions,
  channel: AlertChannel,
  code: string,
  waitMs: number,
): Promise<{ readonly seen: boolean; readonly detail: string }> {
  const { world, clock } = options;
  const { seenBy } = channel;
  const waited = `${Math.round(waitMs / 1000)} s`;
  if (seenBy === 'person') return await byPerson(options, channel.name, code, waitMs);
  if ('inbox' in seenBy) return { seen: false, detail: 'the inbox was not opened' };
  const until = clock.monotonicMs() + waitMs;
  for (let tries = 0; tries < 3_600; tries += 1) {
    const found = await world.http
      .request({ url: seenBy.url, permit: 'look', maxBodyBytes: 1024 * 1024 })
      .then(({ body }) => Buffer.from(body).includes(code))
      .catch(() => false);
    if (found) return { seen: true, detail: 'the receiver shows the code' };
    if (clock.monotonicMs() >= until) break;
    await clock.wait(pollMs, world.signal);
  }
  return { seen: false, detail: `the receiver did not show the code within ${waited}` };
}

async function byInbox({ world }: AlertPortOptions, since: InboxMark, inbox: string, code: string, timeoutMs: number) {
  const broken = since.broken.find((one) => one.inbox === inbox);
  if (broken) return { seen: false, detail: broken.gap.detail };
  if (!since.open.includes(inbox)) return { seen: false, detail: `the config has no inbox "${inbox}"` };
  const { messages } = await world.inbox.wait({
    since,
    inboxes: [inbox],
    matches: ({ subject = '', text = '' }) => subject.includes(code) || text.includes(code),
    timeoutMs: Math.min(timeoutMs, 600_000),
  });
  const [found] = messages;
  if (!found)
    return {
      seen: false,
      detail: `nothing with the code came into inbox ${inbox} within ${Math.round(timeoutMs / 1000)} s`,
    };
  if (found.spam) return { seen: false, detail: `it lies in the junk folder of inbox ${inbox}` };
  return { seen: true, detail: `read back from inbox ${inbox}` };
}

async function byPerson(
  { typed, interactive, clock, world }: AlertPortOptions,
  name: string,
  code: string,
  waitMs: number,
) {
  const right = (text: string | undefined) => text?.trim().toUpperCase() === code.toUpperCase();
  if (typed !== undefined)
    return right(typed)
      ? { seen: true, detail: 'a person typed the code' }
      : { seen: false, detail: 'the code that was typed is another one' };
  if (!interactive)
    return { seen: false, detail: 'nobody was at a terminal to type the code; run it again with --resume --code CODE' };
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const late = new AbortController();
  const patience = clock.wait(waitMs, AbortSignal.any([late.signal, world.signal])).then(
    () => '',
    () => '',
  );
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await Promise.race([reader.question(`Code that arrived at ${name}: `), patience]);
      if (right(answer)) return { seen: true, detail: 'a person typed the code' };
      if (answer === '') break;
    }
    return { seen: false, detail: 'nobody typed the right code' };
  } finally {
    late.abort();
    reader.close();
  }
}
