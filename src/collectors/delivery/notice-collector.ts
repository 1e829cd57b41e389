import { percentDecoded } from '../../parse/percent-decoded.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { NoticeLook } from '../delivery-evidence.ts';
import { crawlsSlot } from '../portal/crawl/collector.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { gatesSlot } from '../portal/gates.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import type { Session } from '../portal/session.ts';
import { isContactable } from '../portal/sign-in/sign-in-hosts.ts';
import { sentByMailWords } from '../portal/sign-in/sign-in-words.ts';
import { createWords, sideEffectWords } from '../portal/words.ts';
import { creatorsOn } from './approval-in-page.ts';
import { fillAddress } from './fill-address.ts';
import { askForApproval, type Creator } from './ask-approval.ts';
import { journalMail } from './ask-form.ts';
import { signedIn } from './invite-collector.ts';
import { linksTo } from './links-to.ts';
import {
  awaitMail,
  mailLimitMs,
  markInboxes,
  reportDelivery,
  reportOthers,
  requireMailPermit,
  visit,
  type Window,
} from './mail-run.ts';
import {
  addressedWords,
  approvalWords,
  billingWords,
  mailingWords,
  notPressed,
  noticeWords,
  sendWords,
} from './notice-words.ts';
import { ownApprovers } from './own-approvers.ts';
import { readable, saidByScripts } from './said-by-scripts.ts';
import { addressesIn, type Control, controlFor, letOneThrough, shownText } from './press-once.ts';

const mostPages = 8;
const longestBytes = 2_000_000;
type Kind = (typeof noticeWords)[number]['kind'];

/**
 * Has a receipt, an invoice or a test notification mailed to the signed-in test account, where its pages offer it: each kind once,
 * by a control that says so. Requests for approval reach other people: one is asked for on an object of our own, or not at all.
 */
export const noticeCollector = defineCollector({
  id: 'mail-notices',
  produces: ['mail.notices', 'mail.delivery'],
  permit: 'sign-in',
  after: ['sign-in', 'tenancy', 'take-back', 'operations', 'mail-invite'],
  timeoutMs: 8 * 60_000,
  phase: 'disturbs',
  subjects: (target) =>
    entryUrl(target, 'a')
      ? ['notices']
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const { world } = context;
    const none = (skipped: string) => context.emit('mail.notices', 'notices', { pages: 0, pressed: [], skipped });
    const receives = (user: string | undefined) =>
      user !== undefined && world.inbox.list.some((one) => one.takes(user));
    const known = (['a', 'admin', 'b'] as const).some((name) => receives(world.credentials(name)?.user));
    if (!known) return none('no inbox takes the mail of an account');
    if (world.scope.refuses('write', hostOfUrl(entryUrl(context.target, 'a') ?? '')))
      return none('mail may be caused with the permit to write alone');
    const sessions = await signedIn(context);
    const session = sessions.find((one) => receives(one.credentials?.user));
    if (!session) return none('nobody who is signed in has an inbox');
    const crawled = context.live.get(gatesSlot)?.has(session.identity) ?? false;
    const ofNotices = [...noticeWords, ...addressedWords].map(({ words }) => words);
    const said = await saidByScripts(session, [approvalWords, ...ofNotices], context);
    const approves = said[0] === true || sessions.some((one) => mentions(one, approvalWords));
    if (crawled && !approves && !said.includes(true) && !mentions(session, ...ofNotices))
      return none('nothing that the pages were made of names such a control');
    const look = await lookThrough(session, context);
    context.emit('mail.notices', 'notices', look.seen);
    if (!approves && look.seen.approvals !== true) return;
    const offered = look.seen.approvals === true || sessions.some((one) => mentions(one, approvalButton) || held(one));
    const why = await askForApprovalAs(sessions, look.creators, context);
    if (why && offered) context.gap('mail.delivery', 'approval', why);
  },
});

/** A button in the text of a page. */
const approvalButton = new RegExp(`<(?:button|input)[^>]*?(?:>[^<]{0,40}|value=")(?:${approvalWords.source})`, 'iu');

/** As the customer whose tenant has a colleague of ours, first the one whose objects the tenant proof made and took back. */
async function askForApprovalAs(
  sessions: readonly Session[],
  found: readonly Creator[],
  context: CollectContext,
): Promise<Gap | undefined> {
  const crawls = context.live.get(crawlsSlot);
  const customers = (['b', 'a'] as const).flatMap((name) => sessions.find(({ identity }) => identity === name) ?? []);
  const askers = customers.toSorted(
    (one, other) => ownApprovers(other.identity, context).length - ownApprovers(one.identity, context).length,
  );
  let why: Gap | undefined;
  for (const one of askers) {
    why = await askForApproval(one, crawls?.get(one.identity)?.creators ?? found, context);
    if (!why) return undefined;
  }
  return why;
}

/** What a button says came with a page, a script or a translation that the crawl received. */
function mentions({ recorder }: Session, ...wanted: readonly RegExp[]): boolean {
  const texts = recorder.exchanges.filter((one) => /html|script|json/i.test(one.responseHeaders['content-type'] ?? ''));
  return texts.some(({ body }) => {
    const text = readable(body.subarray(0, longestBytes).toString('utf8'));
    return wanted.some((words) => words.test(text));
  });
}

/** The crawl pressed such a control, and what it sent was held back. */
const held = ({ recorder }: Session) =>
  recorder.held.some(({ url }) => /approv|sign-?off|freigabe|genehmig/i.test(url));

interface Looked {
  readonly seen: NoticeLook;
  readonly creators: readonly Creator[];
}

async function lookThrough(session: Session, context: CollectContext): Promise<Looked> {
  const page = await session.context.newPage();
  const window: Window = { page, recorder: session.recorder, close: () => page.close().catch(() => undefined) };
  const done = new Set<Kind>();
  const pressed: { kind: Kind; as: string }[] = [];
  let approvals = false;
  const creators = new Map<string, Creator>();
  const seen = new Set<string>();
  try {
    const own = (url: string) => URL.canParse(url) && hostOfUrl(url) === hostOfUrl(session.home);
    const walked = session.recorder.exchanges
      .map((one) => one.page)
      .filter((url) => own(url) && billingWords.test(url));
    const queue = [...new Set([session.home, ...walked.slice(0, 5)])];
    while (queue.length > 0 && seen.size < mostPages && done.size < noticeWords.length) {
      const url = queue.shift() ?? session.home;
      if (seen.has(url)) continue;
      seen.add(url);
      await visit(window, url, context);
      approvals ||= (await controlFor(window, approvalWords, /^$/)) !== undefined;
      const makes = { words: createWords.source, never: sideEffectWords.source };
      for (const one of await page.evaluate(creatorsOn, makes).catch(() => []))
        creators.set(`${one.page} ${one.text}`, one);
      for (const { kind, words, toWhom } of [...noticeWords, ...addressedWords]) {
        const control = done.has(kind) ? undefined : await controlFor(window, words);
        if (!control) continue;
        const sent = await press(session, window, { kind, control, asksWhom: toWhom === 'named' }, context);
        if (sent) pressed.push({ kind, as: session.identity });
        if (sent || toWhom !== 'named') done.add(kind);
        else await visit(window, url, context);
      }
      const more = await page.evaluate(linksTo, billingWords.source).catch(() => []);
      queue.push(...more.filter((one) => own(one) && !seen.has(one)).slice(0, 5));
    }
    return {
      seen: { pages: seen.size, pressed, ...(approvals ? { approvals } : {}) },
      creators: [...creators.values()],
    };
  } finally {
    await window.close();
  }
}

async function press(
  session: Session,
  window: Window,
  { kind, control, asksWhom }: { readonly kind: Kind; readonly control: Control; readonly asksWhom: boolean },
  context: CollectContext,
): Promise<boolean> {
  const { world, signal } = context;
  const { page, recorder } = window;
  const address = (session.credentials?.user ?? '').toLowerCase();
  requireMailPermit(hostOfUrl(page.url()), context);
  const at = await markInboxes(address, context);
  const what = `a button that mails ${kind === 'invoice' ? 'an invoice' : `a ${kind}`} was pressed as ${session.identity}`;
  const settle = await journalMail(what, session.identity, page.url(), context);
  const before = await shownText(window);
  const isMeant = ({ body }: { body: string }) => !asksWhom || addressesIn(percentDecoded(body)).includes(address);
  const opening = await letOneThrough(window, { ours: [address], isListed: isContactable(context), isMeant });
  let status: number | undefined;
  try {
    await control.click({ timeout: 4000 }).catch(() => undefined);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
    if (asksWhom && !opening.hasPassed()) {
      const fill = { address, words: `${sendWords.source}|${mailingWords.source}`, never: notPressed.source };
      const send = (await page.evaluateHandle(fillAddress, fill).catch(() => undefined))?.asElement();
      await (send as Control | null | undefined)?.click({ timeout: 4000 }).catch(() => undefined);
      if (send) await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
    }
  } finally {
    status = await opening.close();
    await settle(status, opening.hasPassed());
  }
  // Nothing was asked for: a dialog that wants more, or a request to somebody else's address, which was held back.
  if (status === undefined) return false;
  const after = await shownText(window);
  const promised = status < 400 && sentByMailWords.test(after) && !sentByMailWords.test(before);
  const wait = await awaitMail(address, at, promised ? mailLimitMs(context) : 15_000, context, 'notice');
  const inbox = at.names[0] ?? '';
  if (!wait.main && !promised) return true;
  const report = {
    kind,
    asked: what,
    accepted: status < 400,
    portalSaid: `HTTP ${status}`,
    mustArrive: promised,
    inbox,
    wait,
  };
  await reportDelivery(report, context);
  await reportOthers(report, context);
  return true;
}
