import type { Page } from 'playwright-core';
import type { CollectContext } from '../../collector.ts';
import type { PlantedRecord } from '../canaries/planted-slot.ts';
import { during } from '../crawl/open-page.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { actionWords, neverActed } from './action-words.ts';
import { openedMark, openMenuOf } from './open-menu.ts';
import { openRecord, pressable, type RecordShown, type RecordWanted, recordOnPage } from './record-on-page.ts';
import { tickRecord } from './tick-record.ts';

/** A tab of the account that looks. */
export interface Looking {
  readonly session: Session;
  readonly tab: Page;
  readonly context: CollectContext;
  /** What may be done to a record, and what never: patterns of labels; and what does it, where that is no button. */
  readonly wanted?: Pick<RecordWanted, 'acts' | 'never'> & Partial<Pick<RecordWanted, 'pressable'>>;
}
/** Where a record is seen: at an address, or in what its row opens there. */
export interface RecordPlace {
  readonly page: string;
  readonly opened: boolean;
  /** Its row is ticked, for what the list offers for ticked rows. */
  readonly ticked?: true;
}
export interface FoundRecord {
  readonly place: RecordPlace;
  readonly shown: RecordShown;
}

const mostPages = 5;
const actions = { acts: actionWords.source, never: neverActed };

/** What the place shows of the record; undefined where the page did not open. */
export async function lookAtRecord(by: Looking, place: RecordPlace, proof: string): Promise<RecordShown | undefined> {
  const shown = await lookOnce(by, place, proof);
  if (shown) return shown;
  // What was being sent when the page was left may cut the next one off.
  await by.context.world.clock.wait(500, by.context.signal);
  return lookOnce(by, place, proof);
}

async function lookOnce(
  { session, tab, context, wanted: labels = actions }: Looking,
  { page, opened, ticked }: RecordPlace,
  proof: string,
): Promise<RecordShown | undefined> {
  const { world, signal } = context;
  const quiet = () => waitUntilQuiet(tab, session.recorder, world.clock, signal, { limitMs: 3000 });
  const wanted = { proof, pressable, opened: openedMark, ...labels };
  try {
    // An address that differs in its anchor alone loads nothing anew.
    await tab.goto('about:blank');
    const answer = await tab.goto(page, { waitUntil: 'domcontentloaded', timeout: 12_000 });
    await quiet();
    const status = answer?.status() ?? 0;
    if (status >= 500 || status === 429 || status === 0) return undefined;
    if (opened && (await during('record', session, () => tab.evaluate(openRecord, proof)))) await quiet();
    if (ticked) return await lookAtTicked();
    await openMenuOf(tab, proof);
    return await tab.evaluate(recordOnPage, wanted);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  }

  /** A box whose tick is itself kept by the server says that something is done, and chooses no rows. */
  async function lookAtTicked(): Promise<RecordShown> {
    const { held } = session.recorder;
    const before = held.length;
    const isTicked = await during('icon', session, () => tickRecord(tab, proof));
    if (isTicked) await quiet();
    return await tab.evaluate(recordOnPage, { ...wanted, ticked: isTicked && held.length === before });
  }
}

/** Where the record stands with something to be done to it; else undefined. */
export async function findRecord(by: Looking, { canary, creator, created, shownAt }: PlantedRecord) {
  const queue = [shownAt, creator.page, ...(created === undefined ? [] : [created])];
  const known = new Set<string>();
  let inList: RecordPlace | undefined;
  for (let page = queue.shift(); page !== undefined && known.size < mostPages; page = queue.shift()) {
    const place = placeOf(page);
    if (place === undefined || known.has(place)) continue;
    known.add(place);
    const at: RecordPlace = { page: place, opened: false };
    const shown = await lookAtRecord(by, at, canary.proof);
    if (!shown?.present) continue;
    if (shown.actions.length > 0) return { place: at, shown };
    queue.unshift(...shown.links);
    if (shown.inRow) inList ??= at;
  }
  if (!inList) return undefined;
  const chosen: RecordPlace = { ...inList, ticked: true };
  const offered = await lookAtRecord(by, chosen, canary.proof);
  if (offered?.present && offered.actions.length > 0) return { place: chosen, shown: offered };
  const at: RecordPlace = { page: inList.page, opened: true };
  const shown = await lookAtRecord(by, at, canary.proof);
  if (!shown?.present || shown.actions.length === 0) return undefined;
  // What a press led to is a page of its own.
  const now = placeOf(by.tab.url());
  return { place: now === inList.page || now === undefined ? at : { page: now, opened: false }, shown };
}

/** Without the anchor of a place on the page; an anchor that is a route stays. */
function placeOf(url: string): string | undefined {
  return /^https?:/.test(url) ? url.replace(/#(?![/!]).*$/, '') : undefined;
}
