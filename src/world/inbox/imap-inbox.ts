import { isIP } from 'node:net';
import type { ImapFlow } from 'imapflow';
import { GapError, gap } from '../../model/gap.ts';
import type { InboxConfig } from '../../model/inbox-config.ts';
import type { Fence } from '../fence.ts';
import { isLoopbackAddress } from '../host-name.ts';
import { networkGap } from '../network-gap.ts';
import type { Trust } from '../trust.ts';
import type { FoundMail, MailSource } from './inbox.ts';

type ImapConfig = Extract<InboxConfig, { kind: 'imap' }>;

const connectMs = 10_000;
const commandMs = 20_000;
const newestPerLook = 300;
const maxMessageBytes = 4 * 1024 * 1024;
const junkName =
  /(^|[./])(junk([ -]?e-?mail)?|spam|bulk( mail)?|spamverdacht|courrier ind|correo no deseado|posta indesiderata|lixo|ongewenst|迷惑メール|垃圾邮件)/i;

export interface ImapParts {
  readonly fence: Fence;
  readonly trust: Trust;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  /** LR_INBOX_NAME */
  readonly variable: string;
}

/**
 * INBOX and junk of an IMAP mailbox (RFC 3501, special use by RFC 6154). Only what came after the mark is fetched, by
 * UID, so a full mailbox costs nothing. A connection that breaks is opened again at the next look.
 */
export function imapInbox(config: ImapConfig, parts: ImapParts): MailSource {
  let client: ImapFlow | undefined;
  const folders = new Map<string, { readonly spam: boolean; validity: bigint; next: number }>();

  const connect = async (): Promise<ImapFlow> => {
    if (client?.usable) return client;
    client = undefined;
    const { credentials, variable } = parts;
    if (!credentials)
      throw new GapError(
        gap(
          'not-configured',
          `No user and password were given for inbox ${config.name}.`,
          `Set ${variable}_USER and ${variable}_PASSWORD; many providers want an app password for this.`,
        ),
      );
    const answer = await parts.fence.open(config.host, config.port, 'inbox');
    if (!answer.allowed) throw new GapError(answer.gap);
    if (config.security === 'none' && !isLoopbackAddress(answer.address))
      throw new GapError(
        gap(
          'refused',
          `Inbox ${config.name} is set to send its password without TLS, and ${config.host} is not this machine.`,
          `Set inboxes: ${config.name}.security to tls or starttls.`,
          1,
        ),
      );
    const { ImapFlow: Client } = await import('imapflow');
    const fresh = new Client({
      host: answer.address,
      port: answer.port,
      ...(isIP(config.host) ? {} : { servername: config.host }),
      secure: config.security === 'tls',
      ...(config.security === 'starttls' ? { doSTARTTLS: true } : {}),
      ...(config.security === 'none' ? { doSTARTTLS: false } : {}),
      auth: { user: credentials.user, pass: credentials.password },
      tls: { secureContext: parts.trust.context(answer.entry), rejectUnauthorized: true },
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: commandMs,
      maxLiteralSize: maxMessageBytes * 2,
      maxLineLength: maxMessageBytes,
    });
    // Without a listener a broken connection would end the process; the next command reports it.
    fresh.on('error', () => {
      if (client === fresh) client = undefined;
    });
    try {
      await fresh.connect();
    } catch (error) {
      fresh.close();
      throw new GapError(connectGap(config, parts.variable, error), { cause: error });
    }
    client = fresh;
    return fresh;
  };

  const guarded = async <T>(work: (open: ImapFlow) => Promise<T>): Promise<T> => {
    const open = await connect();
    try {
      return await work(open);
    } catch (error) {
      if (error instanceof GapError) throw error;
      client = undefined;
      open.close();
      throw new GapError(brokenGap(config, error), { cause: error });
    }
  };

  return {
    pauseMs: 1_500,
    mark: () =>
      guarded(async (open) => {
        folders.clear();
        for (const { path, specialUse, flags } of await open.list()) {
          const spam = specialUse === '\\Junk' || junkName.test(path);
          const wanted = path.toUpperCase() === 'INBOX' || spam || config.folders?.includes(path);
          if (!wanted || flags.has('\\Noselect') || flags.has('\\NonExistent')) continue;
          const status = await open.status(path, { uidNext: true, uidValidity: true });
          if (status) folders.set(path, { spam, validity: status.uidValidity ?? 0n, next: status.uidNext ?? 1 });
        }
        const absent = (config.folders ?? []).filter((name) => !folders.has(name));
        if (absent.length > 0)
          throw new GapError(
            gap(
              'not-configured',
              `Inbox ${config.name} has no folder ${absent.join(', ')}.`,
              'Correct inboxes: folders.',
              1,
            ),
          );
      }),
    look: () =>
      guarded(async (open) => {
        const found: FoundMail[] = [];
        for (const [path, state] of folders) {
          const box = await open.mailboxOpen(path, { readOnly: true });
          // Other UIDs than at the mark: the folder was rebuilt, and old cannot be told from new.
          if (box.uidValidity !== state.validity) {
            Object.assign(state, { validity: box.uidValidity, next: box.uidNext });
            continue;
          }
          if (box.uidNext <= state.next) continue;
          const uids = await open.search({ uid: `${state.next}:*` }, { uid: true });
          const fresh = (uids || []).filter((uid) => uid >= state.next).sort((a, b) => a - b);
          const wanted = fresh.slice(-newestPerLook);
          for (const uid of wanted) {
            const query = { internalDate: true, source: { maxLength: maxMessageBytes } };
            const about = (await open.fetchOne(String(uid), query, { uid: true })) || undefined;
            if (about?.source === undefined) continue;
            const { internalDate } = about;
            const receivedAt = internalDate === undefined ? undefined : new Date(internalDate);
            found.push({ raw: about.source, folder: path, spam: state.spam, ...(receivedAt ? { receivedAt } : {}) });
          }
          state.next = Math.max(state.next, (fresh.at(-1) ?? 0) + 1);
        }
        return found;
      }),
    async close() {
      const open = client;
      client = undefined;
      // A server that does not say goodbye must not hold the run back.
      open?.close();
    },
  };
}

function connectGap(config: ImapConfig, variable: string, error: unknown) {
  const { authenticationFailed, code, message } = error as {
    readonly authenticationFailed?: boolean;
    readonly code?: string;
    readonly message?: string;
  };
  const place = `${config.host}:${config.port}`;
  if (authenticationFailed)
    return gap(
      'sign-in-failed',
      `${place} refused user and password of inbox ${config.name}.`,
      `Check ${variable}_USER and ${variable}_PASSWORD; many providers want an app password for IMAP.`,
    );
  if (code === 'CONNECT_TIMEOUT' || code === 'GREETING_TIMEOUT' || code === 'UPGRADE_TIMEOUT')
    return gap(
      'timed-out',
      `${place} (inbox ${config.name}) did not greet within ${connectMs / 1000} s.`,
      'Check host, port and security of the inbox.',
    );
  if (code === 'EConnectionClosed' || code === 'ClosedAfterConnectTLS' || code === 'ClosedAfterConnectText')
    return gap(
      'unreachable',
      `${place} (inbox ${config.name}) closed the connection before it greeted.`,
      'Check host, port and security of the inbox.',
    );
  if (/starttls/i.test(message ?? ''))
    return gap(
      'unreachable',
      `${place} (inbox ${config.name}) does not offer STARTTLS, so no password was sent.`,
      `Set inboxes: ${config.name}.security to tls, port 993.`,
    );
  return networkGap(error, `${place} (inbox ${config.name})`, connectMs);
}

function brokenGap(config: ImapConfig, error: unknown) {
  const why = (error as { readonly code?: string }).code ?? (error instanceof Error ? error.message : String(error));
  return gap(
    'unreachable',
    `The connection to ${config.host} (inbox ${config.name}) broke off (${why}).`,
    'Run again; if it stays, look into the mail server’s log.',
  );
}
