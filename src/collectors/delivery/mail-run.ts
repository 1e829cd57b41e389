import type { Page } from 'playwright-core';
import { GapError, gap } from '../../model/gap.ts';
import type { IdentityName } from '../../model/identity.ts';
import { actionLink } from '../../parse/mail/action-link.ts';
import type { InboxMark, InboxMessage, InboxWait } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { MailDelivery, MailKind, MailLinkFact } from '../delivery-evidence.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import { attachRecorder, type Recorder } from '../portal/recorder.ts';
import { dismissOverlays } from '../portal/sign-in/dismiss-overlays.ts';
import { isContactable } from '../portal/sign-in/sign-in-hosts.ts';
import { factsOf } from './message-facts.ts';

/** A browser without history, and what it asks and gets. */
export interface Window {
  readonly page: Page;
  readonly recorder: Recorder;
  close(): Promise<void>;
}

export async function openWindow(context: CollectContext, identity: IdentityName = 'anonymous'): Promise<Window> {
  const { world } = context;
  const browser = await world.browser.context({ identity });
  const recorder = attachRecorder(browser, identity, {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  const page = await browser.newPage();
  return { page, recorder, close: () => browser.close().catch(() => undefined) };
}

/** Opens an address and waits for the page to settle; overlays are dismissed. Returns the status, undefined where nothing came. */
export async function visit(
  window: Window,
  url: string,
  { world, signal }: CollectContext,
): Promise<number | undefined> {
  const answer = await window.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(window.page, window.recorder, world.clock, signal, { limitMs: 2500 });
  await dismissOverlays(window.page).catch(() => 0);
  return answer?.status();
}

/** The inboxes that take mail for an address, or one of several; a gap where none does or none can be opened. */
export async function markInboxes(
  address: string | readonly string[],
  { world }: CollectContext,
): Promise<{ readonly mark: InboxMark; readonly names: readonly string[] }> {
  const wanted = [address].flat();
  const names = world.inbox.list.filter((one) => wanted.some((each) => one.takes(each))).map(({ name }) => name);
  if (names.length === 0) throw new GapError(noInboxGap(world.inbox.list.length));
  const mark = await world.inbox.mark(names);
  const [broken] = mark.broken;
  if (mark.open.length === 0 && broken) throw new GapError(broken.gap);
  return { mark, names: mark.open };
}

export function noInboxGap(configured: number) {
  return configured === 0
    ? gap(
        'not-configured',
        'No inbox was given, so no mail can be seen to arrive.',
        'Name an inbox in the config: inboxes: [{ name, kind: imap | capture | folder, receives: [address] }].',
        10,
      )
    : gap(
        'not-configured',
        'No configured inbox takes mail for the address that is needed.',
        'Add the address of the test account, or @domain, to `receives` of an inbox.',
        5,
      );
}

/** `write` is what lets us cause mail; said before anything is pressed, because it cannot be taken back. */
export function requireMailPermit(host: string, { world }: CollectContext): void {
  const refused = world.scope.refuses('write', host);
  if (!refused) return;
  throw new GapError({ ...refused, detail: `Having the portal send mail cannot be undone. ${refused.detail}` });
}

/** After a first message without a link, a letter of welcome say, or one with a code: the one with a link comes soon or never. */
const linkFollowsMs = 15_000;

/**
 * Waits for the message that a request was made for: one to the address, with a link that carries a token if one comes; a
 * notice is whatever comes.
 */
export async function awaitMail(
  address: string | readonly string[],
  at: { readonly mark: InboxMark; readonly names: readonly string[] },
  limitMs: number,
  { world, signal }: CollectContext,
  wants: 'link' | 'notice' = 'link',
): Promise<InboxWait & { readonly main?: InboxMessage }> {
  const mine = [address].flat().map((one) => one.toLowerCase());
  const isMine = (message: InboxMessage) => message.recipients.some((one) => mine.includes(one));
  const hasLink = (message: InboxMessage) => isMine(message) && actionLink(message) !== undefined;
  const wait = (matches: (message: InboxMessage) => boolean, timeoutMs: number) =>
    world.inbox.wait({ since: at.mark, inboxes: at.names, matches, timeoutMs, signal });
  const first = await wait(isMine, limitMs);
  const waits = wants === 'link' && first.messages.length > 0;
  const left = Math.max(0, Math.min(linkFollowsMs, limitMs - first.waitedMs));
  const withLink = waits ? await wait(hasLink, left) : undefined;
  const all = await wait(isMine, 0);
  const main = withLink?.messages[0] ?? all.messages[0];
  return { ...all, waitedMs: first.waitedMs + (withLink?.waitedMs ?? 0), ...(main ? { main } : {}) };
}

export interface DeliveryReport {
  readonly kind: MailKind;
  readonly asked: string;
  readonly accepted: boolean | null;
  readonly portalSaid: string;
  readonly mustArrive: boolean;
  readonly inbox: string;
  readonly wait: InboxWait & { readonly main?: InboxMessage };
  readonly action?: { readonly works: MailLinkFact['works']; readonly detail: string };
}

/** Leaves the evidence of one message, and of the others that came beside it. */
export async function reportDelivery(report: DeliveryReport, context: CollectContext): Promise<void> {
  const { wait, kind } = report;
  const { world } = context;
  const inbox = wait.main?.inbox ?? report.inbox;
  const provider = world.inbox.list.find(({ name }) => name === inbox)?.provider ?? inbox;
  const base = {
    inbox,
    provider,
    asked: report.asked,
    accepted: report.accepted,
    portalSaid: report.portalSaid,
    mustArrive: report.mustArrive,
    waitedSeconds: Math.round(wait.waitedMs / 1000),
    smtp: wait.smtp.slice(-12).map(({ afterMs, says }) => `after ${Math.round(afterMs / 1000)} s: ${says}`),
    otherMessages: Math.max(0, wait.messages.length - 1),
  } satisfies Omit<MailDelivery, 'kind'>;
  if (!wait.main && wait.broken[0]) {
    context.gap('mail.delivery', `${kind}@${inbox}`, wait.broken[0].gap);
    return;
  }
  const arrived = wait.main ? await factsOf(wait.main, context, report.action) : undefined;
  context.emit('mail.delivery', `${kind}@${inbox}`, { ...base, kind, ...(arrived ? { arrived } : {}) });
}

/** Messages that came unasked, a notification say: judged like the others. */
export async function reportOthers(report: DeliveryReport, context: CollectContext): Promise<void> {
  const others = report.wait.messages.filter((one) => one.raw !== report.wait.main?.raw).slice(0, 3);
  for (const [at, main] of others.entries()) {
    const wait = { ...report.wait, main, messages: [main] };
    const name = at === 0 ? 'beside' : `beside-${at + 1}`;
    const value = { ...report, kind: 'other' as const, wait, asked: `came beside: ${report.asked}` };
    const arrived = await factsOf(main, context, undefined);
    const provider = context.world.inbox.list.find((one) => one.name === main.inbox)?.provider ?? main.inbox;
    context.emit('mail.delivery', `${report.kind}-${name}@${main.inbox}`, {
      kind: 'other',
      inbox: main.inbox,
      provider,
      asked: value.asked,
      accepted: report.accepted,
      portalSaid: report.portalSaid,
      mustArrive: false,
      waitedSeconds: Math.round(wait.waitedMs / 1000),
      smtp: [],
      otherMessages: 0,
      arrived,
    });
  }
}

/** Longest wait for a message: the limit (60 s) and half as much again, to tell late from never. */
export function mailLimitMs({ target }: CollectContext): number {
  const given = target.config.thresholds?.['email.delivery.max-seconds'];
  const seconds = typeof given === 'number' ? given : (given?.value ?? 60);
  return Math.min(300_000, Math.max(8_000, seconds * 1_500));
}

/** How long a message took, in seconds with one decimal. */
export function seconds(message: InboxMessage): number {
  return Math.round(message.seenAfterMs / 100) / 10;
}
