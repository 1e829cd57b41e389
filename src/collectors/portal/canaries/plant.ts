import type { Request } from 'playwright-core';
import type { Clock } from '../../../world/world.ts';
import type { Journal } from '../../../world/journal.ts';
import { invitePaths, teamWords } from '../../delivery/mail-words.ts';
import { roleWords } from '../colleague/role-words.ts';
import { createdAddress } from './created-address.ts';
import { nameOf } from './name-of-form.ts';
import type { CrawlResult } from '../crawl/crawl.ts';
import { blankIds } from '../crawl/page-key.ts';
import { pressControl } from '../crawl/press-in-page.ts';
import { within } from '../crawl/within.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import type { WriteGate } from '../shield.ts';
import { alertText } from '../sign-in/sign-in-failure.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Canary } from '../tenancy/canary.ts';
import { createWords, deleteWords, reachesOthersAt, sideEffectWords } from '../words.ts';
import { formerOf } from './put-form-back.ts';
import { madeInList, madeOnPage } from './made-on-page.ts';
import { undoOfRow } from './undo-of-row.ts';
import { type FormOffer, formOffers } from './fill-form.ts';
import { fillAndSend, furtherSteps } from './form-steps.ts';

export interface PlantOptions {
  readonly session: Session;
  readonly gate: { gate: WriteGate };
  readonly creator: CrawlResult['creators'][number];
  readonly canary: Canary;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly never: readonly string[];
  /** Where the new object is really shown, if not at the address that its making names. */
  readonly shownAt?: (created: string | undefined) => Promise<string | undefined>;
}

export type Planted =
  | {
      readonly planted: true;
      readonly request: { readonly method: string; readonly url: string };
      readonly created?: string;
    }
  | { readonly planted: false; readonly why: string };

const answerMs = 3000;
const reachesOthers = 'the form may reach other people or cost money';

/**
 * Plants one canary through the portal's own form, as its owner. Only the request that carries the canary passes the
 * shield, and it is in the journal on disk before it is sent.
 */
export async function plantCanary(options: PlantOptions): Promise<Planted> {
  const { session, creator, canary, clock, signal } = options;
  const { page, recorder } = session;
  // A download opens no page: what stands on the page from before is about something else.
  const opened = await page.goto(creator.page, { waitUntil: 'domcontentloaded', timeout: 12_000 }).then(
    () => true,
    () => false,
  );
  if (!opened) return { planted: false, why: 'its page did not open' };
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2000 });
  const deletes = await page.evaluate(offersToDelete, deleteWords.source).catch(() => false);
  const stood = creator.text === '' ? [] : (await page.evaluate(formOffers)).map(likeness);
  for (const text of [creator.text, creator.next ?? ''].filter((one) => one !== '')) {
    if (!(await pressControl(page, { text, at: 0 }).catch(() => false)))
      return { planted: false, why: `"${text}" was not there any more` };
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2000 });
  }
  const offers = await page.evaluate(formOffers);
  // What stood there before anything was pressed may edit the thing that the page is about, or hold what was pressed.
  const fresh = offers.filter((one) => one.texts > 0 && !stood.includes(likeness(one)));
  const form =
    offers.find((one) => one.texts > 0 && creator.button !== undefined && says(one.words, creator.button)) ??
    fresh.find((one) => createWords.test(one.words)) ??
    fresh[0] ??
    offers.find((one) => one.texts > 0 && createWords.test(one.words));
  if (!form) return { planted: false, why: 'no form with a text field appeared' };
  if (form.unfit !== '') return { planted: false, why: form.unfit };
  if (sideEffectWords.test(`${form.words} ${creator.text}`) || reachesOthersAt(blankIds(new URL(page.url()).pathname)))
    return { planted: false, why: reachesOthers };
  // Somebody who is given a role is a user of the portal, and is told so.
  const asked = form.person;
  const about = `${form.words} ${creator.text} ${blankIds(new URL(page.url()).pathname)}`;
  if (asked !== undefined && (roleWords.test(asked) || teamWords.test(about) || invitePaths.test(page.url())))
    return { planted: false, why: reachesOthers };
  if (asked !== undefined && !deletes)
    return { planted: false, why: 'the form asks for an address of mail, and its page offers to delete nothing' };

  let went = false;
  return sendThrough(
    options,
    (request) => {
      const carries = (request.postData() ?? '').includes(canary.proof);
      went ||= carries;
      return carries;
    },
    async () => {
      const given = { value: `${canary.search} ${canary.proof}`, today: clock.now().toISOString().slice(0, 10) };
      await fillAndSend(page, form.index, given);
      await furtherSteps(page, form.index, given, clock, () => went);
    },
  );
}

/**
 * Lets the one request pass the shield that carries the canary, while `act` has the page send it: it is in the journal on disk
 * before it goes.
 */
export async function sendThrough(
  options: PlantOptions,
  carries: (request: Request) => boolean,
  act: () => Promise<void>,
): Promise<Planted> {
  const { session, gate, creator, canary, clock, signal } = options;
  const { page, recorder } = session;
  const [source, address] = [await page.content().catch(() => ''), page.url()];
  const carried: { request: Request; entry: string; isRow: boolean }[] = [];
  let spared = false;
  gate.gate = async (request) => {
    const path = blankIds(new URL(request.url()).pathname);
    if (!carries(request) || request.method() === 'DELETE' || carried.length > 0) return false;
    if (reachesOthersAt(path) || options.never.some((pattern) => path.includes(pattern))) {
      spared = true;
      return false;
    }
    const former = formerOf(source, address, request.url());
    const body = request.postData() ?? '';
    const sending = { method: request.method(), url: request.url(), headers: request.headers(), body };
    const undo = undoOfRow(sending, canary.proof);
    const entry = await options.journal.plan({
      identity: session.identity,
      method: request.method(),
      url: request.url(),
      what: `canary planted through ${nameOf(creator)}`,
      mark: canary.proof,
      ...(former ? { former } : {}),
      ...(undo ? { undo } : {}),
    });
    carried.push({ request, entry, isRow: undo !== undefined });
    return true;
  };
  try {
    await act();
    for (let look = 0; look < 40 && carried.length === 0 && !spared; look++) await clock.wait(50, signal);
    const sent = carried[0];
    if (!sent) {
      const why = spared ? reachesOthers : 'the form sent nothing that holds the canary';
      return { planted: false, why };
    }
    const response = await sent.request.response();
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2000 });
    const status = response?.status() ?? 0;
    if (status === 0 || status >= 400) {
      await options.journal.settle(sent.entry, { state: 'refused', status });
      return { planted: false, why: `the portal answered HTTP ${status}` };
    }
    // The same form again, with what was typed and with a complaint: nothing was made.
    const complaint = sent.request.isNavigationRequest() ? await alertText(page) : '';
    if (status === 200 && complaint !== '' && (await page.evaluate(stillTyped, canary.proof).catch(() => false))) {
      await options.journal.settle(sent.entry, { state: 'refused', status });
      return { planted: false, why: `the form came back ("${complaint}")` };
    }
    const made = sent.isRow
      ? undefined
      : createdAddress(
          sent.request.url(),
          // An answer that no script of the page reads may never come to its end.
          response ? await within(clock, answerMs, response.text(), '') : undefined,
          response?.headers().location,
          sent.request.postData() ?? '',
        );
    const led = made === undefined ? response?.headers().location : undefined;
    const list = led === undefined ? undefined : URL.parse(led, sent.request.url())?.href;
    const shown = list === undefined ? undefined : recorder.exchanges.findLast((one) => isShownBy(one, list));
    const there =
      made ??
      (shown && madeOnPage(exchangeContent(shown).json, canary.proof, sent.request.url())) ??
      (sent.isRow ? undefined : madeInList(recorder.exchanges, canary.proof, sent.request.url()));
    const created = (await options.shownAt?.(there)) ?? there;
    await options.journal.settle(sent.entry, {
      state: 'done',
      status,
      ...(created ? { created } : {}),
      ...(list ? { list } : {}),
    });
    return {
      planted: true,
      request: { method: sent.request.method(), url: sent.request.url() },
      ...(created ? { created } : {}),
    };
  } finally {
    gate.gate = async () => false;
  }
}

const isShownBy = ({ method, url, status }: Exchange, list: string) =>
  method === 'GET' && url === list && status === 200;

/** Runs inside the page. */
function stillTyped(proof: string): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea');
  return [...fields].some((one) => one.value.includes(proof));
}

/** What is shown in capitals may be written without. */
const says = (words: string, button: string) => words.toLowerCase().includes(button.toLowerCase());

const likeness = ({ words, texts }: FormOffer) => `${texts} ${words}`;

/** Runs inside the page: whether a control speaks of deleting, of a row of the list say. */
function offersToDelete(words: string): boolean {
  const speaks = new RegExp(words, 'iu');
  return [...document.querySelectorAll('button, a, [role=button], [role=menuitem], input[type=submit]')].some((one) =>
    speaks.test(
      `${one.textContent ?? ''} ${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('title') ?? ''} ${one.getAttribute('value') ?? ''}`.slice(
        0,
        80,
      ),
    ),
  );
}
