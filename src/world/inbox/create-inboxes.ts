import type { Gap } from '../../model/gap.ts';
import { GapError, gap } from '../../model/gap.ts';
import type { InboxConfig } from '../../model/inbox-config.ts';
import { handedOver } from '../../parse/mail/handed-over.ts';
import { readMessage } from '../../parse/mail/read-message.ts';
import type { Fence } from '../fence.ts';
import { interrupted } from '../request-budget.ts';
import type { Scope } from '../scope.ts';
import type { Trust } from '../trust.ts';
import type { Vault } from '../vault.ts';
import type { Clock, DnsClient } from '../world.ts';
import { captureInbox } from './capture-inbox.ts';
import { folderInbox } from './folder-inbox.ts';
import { imapInbox } from './imap-inbox.ts';
import type { FoundMail, InboxMark, InboxMessage, Inboxes, InboxWait, MailSource } from './inbox.ts';
import { freshAddress, inboxVariable, providerOf, takesAddress } from './inbox-address.ts';
import { proveMail } from './mail-proof.ts';

export interface InboxParts {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly trust: Trust;
  readonly dns: DnsClient;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const longestWaitMs = 600_000;
const maxTries = 5;

/** The inboxes of the config behind one door; see inbox.ts. Nothing is opened before the first mark. */
export function createInboxes(parts: InboxParts): Inboxes {
  const { scope, clock, vault } = parts;
  const boxes = (scope.inboxes ?? []).map((config) => oneAtATime(config, sourceOf(config, parts)));
  // What a look took out of its inbox for one wait may be what the next one waits for.
  const seen: { readonly message: InboxMessage; readonly atMs: number }[] = [];

  const pull = async (box: Box): Promise<void> => {
    for (const found of await box.look()) {
      const message = await messageOf(box.config.name, found);
      seen.push({ message, atMs: clock.monotonicMs() });
    }
  };

  return {
    list: boxes.map(({ config }) => ({
      name: config.name,
      kind: config.kind,
      provider: providerOf(config),
      takes: takesAddress(config, parts.env),
      freshAddress: (tag) => freshAddress(config, tag, parts.env),
    })),

    async mark(names): Promise<InboxMark> {
      const wanted = boxes.filter(({ config }) => names === undefined || names.includes(config.name));
      const broken: { inbox: string; gap: Gap }[] = [];
      await Promise.all(
        wanted.map(async (box) => {
          // A second mark must not lose what came for somebody who still waits.
          const trouble = await (box.isMarked() ? pull(box) : box.mark()).then(() => undefined, asGap);
          if (trouble) broken.push({ inbox: box.config.name, gap: trouble });
        }),
      );
      const open = wanted
        .map(({ config }) => config.name)
        .filter((name) => !broken.some(({ inbox }) => inbox === name));
      return { at: clock.now(), monotonicMs: clock.monotonicMs(), open, broken };
    },

    async wait(query): Promise<InboxWait> {
      const { since, matches, atLeast = 1 } = query;
      const names = (query.inboxes ?? since.open).filter((name) => since.open.includes(name));
      const chosen = boxes.filter(({ config }) => names.includes(config.name));
      const began = clock.monotonicMs();
      const until = began + Math.min(query.timeoutMs, longestWaitMs);
      const stop = query.signal ? AbortSignal.any([query.signal, parts.signal]) : parts.signal;
      const failures = new Map<string, { readonly tries: number; readonly gap: Gap }>();
      const nextLook = new Map<string, number>();
      const came = () =>
        seen
          .filter(({ message, atMs }) => names.includes(message.inbox) && atMs >= since.monotonicMs)
          .map(({ message, atMs }) => ({ ...message, seenAfterMs: atMs - since.monotonicMs }));

      const lookAt = async (box: Box) => {
        const { name } = box.config;
        const tries = (failures.get(name)?.tries ?? 0) + 1;
        const trouble = await pull(box).then(() => undefined, asGap);
        if (trouble) failures.set(name, { tries, gap: trouble });
        else failures.delete(name);
        const pause = trouble ? (tries >= maxTries ? Number.POSITIVE_INFINITY : 500 * 2 ** tries) : box.pauseMs;
        nextLook.set(name, clock.monotonicMs() + pause);
      };

      for (;;) {
        if (stop.aborted) throw interrupted();
        const now = clock.monotonicMs();
        await Promise.all(chosen.filter(({ config }) => (nextLook.get(config.name) ?? 0) <= now).map(lookAt));
        const hits = came().filter(matches);
        const left = until - clock.monotonicMs();
        const dead = chosen.every(({ config }) => (failures.get(config.name)?.tries ?? 0) >= maxTries);
        if (hits.length >= atLeast || left <= 0 || dead) return finish(hits);
        await clock.wait(Math.max(10, Math.min(100, left)), stop).catch(() => undefined);
      }

      function finish(hits: readonly InboxMessage[]): InboxWait {
        for (const { links } of hits)
          for (const token of links.flatMap(({ url }) => tokensIn(url))) vault.add(token, 'mail-token');
        return {
          messages: hits,
          waitedMs: clock.monotonicMs() - began,
          examined: came().length,
          smtp: chosen.flatMap(({ config, sights }) =>
            sights()
              .filter(({ atMs }) => atMs >= since.monotonicMs)
              .map(({ atMs, says }) => ({ inbox: config.name, afterMs: atMs - since.monotonicMs, says })),
          ),
          broken: [...failures].map(([inbox, { gap: trouble }]) => ({ inbox, gap: trouble })),
        };
      }
    },

    verify: (message) => proveMail(message, parts.dns, scope.lab !== undefined),

    async close() {
      seen.length = 0;
      await Promise.all(boxes.map((box) => box.close()));
    },
  };
}

interface Box {
  readonly config: InboxConfig;
  readonly pauseMs: number;
  readonly isMarked: () => boolean;
  readonly mark: () => Promise<void>;
  readonly look: () => Promise<readonly FoundMail[]>;
  readonly sights: () => readonly { readonly atMs: number; readonly says: string }[];
  readonly close: () => Promise<void>;
}

/** Two that wait at the same inbox take turns: one connection, one position. */
function oneAtATime(config: InboxConfig, source: MailSource): Box {
  let marked = false;
  let last: Promise<unknown> = Promise.resolve();
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    config,
    pauseMs: source.pauseMs,
    isMarked: () => marked,
    mark: () =>
      next(async () => {
        await source.mark();
        marked = true;
      }),
    look: () => next(() => source.look()),
    sights: () => source.sights?.() ?? [],
    close: () => source.close(),
  };
}

async function messageOf(inbox: string, found: FoundMail): Promise<InboxMessage> {
  const message = await readMessage(found.raw);
  const trace = handedOver(message.headers);
  const envelope = found.envelope ?? {
    to: message.recipients,
    ...(trace.from === undefined ? {} : { from: trace.from }),
    ...(trace.ip === undefined ? {} : { ip: trace.ip }),
    ...(trace.helo === undefined ? {} : { helo: trace.helo }),
    by: trace.by,
  };
  const receivedAt = found.receivedAt ?? trace.at;
  return {
    ...message,
    recipients: [...new Set([...message.recipients, ...envelope.to])],
    inbox,
    folder: found.folder,
    spam: found.spam,
    raw: found.raw,
    ...(receivedAt ? { receivedAt } : {}),
    seenAfterMs: 0,
    envelope,
    receiverSays: trace.verdicts,
  };
}

function sourceOf(config: InboxConfig, parts: InboxParts): MailSource {
  const { clock, env, vault, fence, trust } = parts;
  if (config.kind === 'folder') return folderInbox(config, () => clock.now().getTime());
  if (config.kind === 'capture') return captureInbox(config, takesAddress(config, env), clock);
  const variable = inboxVariable(config.name);
  const user = env[`${variable}_USER`];
  const password = env[`${variable}_PASSWORD`];
  if (password) vault.add(password, `${variable}_PASSWORD`);
  if (user) vault.add(user, `${variable}_USER`);
  return imapInbox(config, { fence, trust, variable, credentials: user && password ? { user, password } : undefined });
}

function asGap(error: unknown): Gap {
  if (error instanceof GapError) return error.gap;
  const what = error instanceof Error ? error.message : String(error);
  return gap('our-bug', `The inbox could not be read: ${what}`, 'Please report this.', 0);
}

/** Parts of a link that look like a secret: long, or letters mixed with digits. */
function tokensIn(url: string): readonly string[] {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  const fragment = parsed.hash.slice(1).split(/[/?&=]/);
  const parts = [...parsed.pathname.split('/'), ...parsed.searchParams.values(), ...fragment];
  return parts.filter((part) => part.length >= 24 || (part.length >= 10 && /\d/.test(part) && /[a-z]/i.test(part)));
}
