import type { Gap } from '../../model/gap.ts';
import type { InboxConfig } from '../../model/inbox-config.ts';
import type { ReadMessage } from '../../parse/mail/read-message.ts';

/** A configured inbox as collectors see it. */
export interface InboxInfo {
  readonly name: string;
  readonly kind: InboxConfig['kind'];
  /** `gmail`, `outlook`, …; the kind of inbox where nothing better is known. */
  readonly provider: string;
  /** Whether mail to this address arrives here, by the config; a tag (`launch+x@…`) counts where the inbox takes tags. */
  readonly takes: (address: string) => boolean;
  /**
   * An address of this inbox that nobody used before, so that a message to it can only be the answer to what it was
   * given for; undefined where the inbox has one address and takes no tags.
   */
  readonly freshAddress: (tag: string) => string | undefined;
}

/** How a message came in. `smtp`: seen by our own listener; `receiver`, `received`: read from the receiver's headers. */
export interface MailEnvelope {
  readonly from?: string;
  readonly to: readonly string[];
  readonly ip?: string;
  readonly helo?: string;
  readonly by: 'smtp' | 'receiver' | 'received' | 'nothing';
}

/** One message as an inbox holds it. Raw values: memory only, never evidence. */
export interface InboxMessage extends ReadMessage {
  readonly inbox: string;
  readonly folder: string;
  /** It lies in the folder for junk. */
  readonly spam: boolean;
  readonly raw: Uint8Array;
  /** When the receiver took it, by the receiver's clock. */
  readonly receivedAt?: Date;
  /** Milliseconds from the mark until we first saw it, by our own clock: an upper bound of the time it took. */
  readonly seenAfterMs: number;
  readonly envelope: MailEnvelope;
  /** SPF, DKIM and DMARC results that the receiver itself wrote, if it did: `{ spf: 'pass' }`. */
  readonly receiverSays: Readonly<Record<string, string>>;
}

/** The state of the inboxes at one moment: what is there already is never a result. */
export interface InboxMark {
  readonly at: Date;
  readonly monotonicMs: number;
  /** Inboxes that could be opened. */
  readonly open: readonly string[];
  /** Inboxes that could not, with the reason: wrong password, TLS, no such folder, … */
  readonly broken: readonly { readonly inbox: string; readonly gap: Gap }[];
}

export interface InboxQuery {
  readonly since: InboxMark;
  /** Names of inboxes; every open one by default. */
  readonly inboxes?: readonly string[];
  /** Never throws; called once per message that came since the mark. */
  readonly matches: (message: InboxMessage) => boolean;
  /** Stops waiting when this many have matched, default 1. */
  readonly atLeast?: number;
  /** Longest wait; ten minutes at most. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Something that our own SMTP listener saw, in the order it happened: says why a message did not arrive. */
export interface SmtpSight {
  readonly inbox: string;
  readonly afterMs: number;
  /** One sentence, addresses masked. */
  readonly says: string;
}

export interface InboxWait {
  /** What matched, oldest first. */
  readonly messages: readonly InboxMessage[];
  readonly waitedMs: number;
  /** Messages that came since the mark, matching or not. */
  readonly examined: number;
  readonly smtp: readonly SmtpSight[];
  /** Inboxes that could not be read to the end of the wait. */
  readonly broken: readonly { readonly inbox: string; readonly gap: Gap }[];
}

/** What the bytes of a message prove, by RFC 6376, 7208 and 9989, asked of the run's own DNS. */
export interface MailProof {
  readonly fromDomain: string;
  readonly dkim: readonly {
    readonly domain: string;
    readonly selector: string;
    readonly algorithm: string;
    readonly result: string;
    readonly why?: string;
    readonly aligned: boolean;
    readonly testing: boolean;
  }[];
  /** Absent where the sending address is not known. */
  readonly spf?: {
    readonly result: string;
    readonly domain: string;
    readonly aligned: boolean;
    readonly by: MailEnvelope['by'];
  };
  readonly dmarc: { readonly result: string; readonly policy: string; readonly found: boolean };
  /** A DNS question stayed without an answer: what is not `pass` may still be. */
  readonly transient: boolean;
}

/**
 * The owner's inboxes. The order is always the same:
 *
 * ```ts
 * const mark = await world.inbox.mark();              // opens the inboxes; a broken one is in mark.broken
 * await askForReset(address);                         // the portal sends
 * const { messages, waitedMs, smtp, broken } = await world.inbox.wait({
 *   since: mark,
 *   inboxes: world.inbox.list.filter((one) => one.takes(address)).map((one) => one.name),
 *   matches: (message) => message.recipients.includes(address),
 *   timeoutMs: 90_000,
 * });
 * const link = messages[0]?.links.find(({ kind }) => kind === 'opens');
 * ```
 *
 * `mark` comes before the portal is asked, so that old mail is never mistaken for new. Nothing arriving is an ordinary
 * answer (`messages` empty); a throw is only an interrupted run. Tokens in the links of messages that matched are in the
 * vault already. Reading leaves messages unread and where they are.
 */
export interface Inboxes {
  readonly list: readonly InboxInfo[];
  mark(names?: readonly string[]): Promise<InboxMark>;
  wait(query: InboxQuery): Promise<InboxWait>;
  /** Verifies the received bytes. Never throws; a message without a From has `fromDomain` ''. */
  verify(message: InboxMessage): Promise<MailProof>;
  close(): Promise<void>;
}

/** A message as one kind of inbox finds it, before it is read. */
export interface FoundMail {
  readonly raw: Uint8Array;
  readonly folder: string;
  readonly spam: boolean;
  readonly receivedAt?: Date;
  readonly envelope?: MailEnvelope;
}

/** What each kind of inbox does. Each look returns what came since the last one; both throw GapError. */
export interface MailSource {
  mark(): Promise<void>;
  look(): Promise<readonly FoundMail[]>;
  readonly pauseMs: number;
  readonly sights?: () => readonly { readonly atMs: number; readonly says: string }[];
  close(): Promise<void>;
}
