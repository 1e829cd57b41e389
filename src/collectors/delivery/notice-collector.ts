import type { ElementHandle } from 'playwright-core';
import { gap } from '../../model/gap.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { NoticeLook } from '../delivery-evidence.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { gatesSlot } from '../portal/gates.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import type { Session } from '../portal/session.ts';
import { isRead } from '../portal/shield.ts';
import { isContactable } from '../portal/sign-in/open-session.ts';
import { sentByMailWords } from '../portal/sign-in/sign-in-words.ts';
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
import { approvalWords, billingWords, notPressed, noticeWords } from './notice-words.ts';

const mostPages = 8;
const longestBytes = 2_000_000;
type Kind = (typeof noticeWords)[number]['kind'];

/**
 * Has a receipt, an invoice or a test notification mailed to the signed-in test account, where its pages offer it: each kind once,
 * by a control that says so. Requests for approval reach other people: where one is offered, that is said and nothing is pressed.
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
    if (crawled && !mentionsOne(session)) return none('nothing that the pages were made of names such a control');
    const look = await lookThrough(session, context);
    context.emit('mail.notices', 'notices', look);
    if (look.approvals) context.gap('mail.delivery', 'approval', approvalGap);
  },
});

const approvalGap = gap(
  'refused',
  'The portal’s pages offer to ask somebody for an approval. That mail goes to another person and cannot be taken back, so nobody was asked.',
  'Ask for an approval by hand with a test account, look at the mail that its approver gets, and attest email.delivery with the date.',
  10,
);

/** What a button says came with a page, a script or a translation that the crawl received. */
function mentionsOne({ recorder }: Session): boolean {
  const texts = recorder.exchanges.filter((one) => /html|script|json/i.test(one.responseHeaders['content-type'] ?? ''));
  return texts.some(({ body }) => {
    const text = body
      .subarray(0, longestBytes)
      .toString('utf8')
      .replace(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return approvalWords.test(text) || noticeWords.some(({ words }) => words.test(text));
  });
}

async function lookThrough(session: Session, context: CollectContext): Promise<NoticeLook> {
  const page = await session.context.newPage();
  const window: Window = { page, recorder: session.recorder, close: () => page.close().catch(() => undefined) };
  const done = new Set<Kind>();
  const pressed: { kind: Kind; as: string }[] = [];
  let approvals = false;
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
      for (const { kind, words } of noticeWords) {
        const control = done.has(kind) ? undefined : await controlFor(window, words);
        if (!control) continue;
        done.add(kind);
        const sent = await press(session, window, { kind, control }, context);
        if (sent) pressed.push({ kind, as: session.identity });
      }
      const more = await page.evaluate(linksTo, billingWords.source).catch(() => []);
      queue.push(...more.filter((one) => own(one) && !seen.has(one)).slice(0, 5));
    }
    return { pages: seen.size, pressed, ...(approvals ? { approvals } : {}) };
  } finally {
    await window.close();
  }
}

/** A button, never a link: what a link asks for is sent by whoever fetches it. */
async function controlFor(
  { page }: Window,
  words: RegExp,
  never = notPressed,
): Promise<ElementHandle<HTMLElement> | undefined> {
  for (const element of await page.$$('button, [role=button], input[type=submit]').catch(() => [])) {
    const shown = await element.isVisible().catch(() => false);
    const text = shown
      ? await element
          .evaluate((one) =>
            (
              (one as HTMLElement).innerText ||
              one.getAttribute('value') ||
              one.getAttribute('aria-label') ||
              ''
            ).trim(),
          )
          .catch(() => '')
      : '';
    if (text !== '' && text.length <= 60 && words.test(text) && !never.test(text))
      return element as ElementHandle<HTMLElement>;
  }
  return undefined;
}

async function press(
  session: Session,
  window: Window,
  { kind, control }: { readonly kind: Kind; readonly control: ElementHandle<HTMLElement> },
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
  const opening = await letOneThrough(window, address, isContactable(context));
  let status: number | undefined;
  try {
    await control.click({ timeout: 4000 }).catch(() => undefined);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
  } finally {
    status = await opening.close();
    await settle(status);
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

/** The crawl's shield stays up but for one write of this page, which names nobody else's address. */
async function letOneThrough(
  { page }: Window,
  address: string,
  isListed: (host: string) => boolean,
): Promise<{ close(): Promise<number | undefined> }> {
  let passed: Promise<number | undefined> | undefined;
  await page.route('**/*', async (route) => {
    const request = route.request();
    const body = request.postData() ?? '';
    const others = (decodeURIComponentSafely(body).match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []).filter(
      (one) => one.toLowerCase() !== address,
    );
    const reads = isRead(request.method(), request.url(), request.headers(), body);
    if (reads || !isListed(hostOfUrl(request.url()))) return await route.fallback();
    // Held back by ourselves: where nobody crawled there is no shield.
    if (passed || others.length > 0) return await route.abort('blockedbyclient');
    passed = request
      .response()
      .then((response) => response?.status())
      .catch(() => undefined);
    await route.continue();
  });
  return {
    async close() {
      const status = await passed;
      await page.unroute('**/*').catch(() => undefined);
      return status;
    },
  };
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no form
  }
}

async function shownText({ page }: Window): Promise<string> {
  return await page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
}
