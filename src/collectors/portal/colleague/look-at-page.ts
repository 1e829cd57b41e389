import type { Page } from 'playwright-core';
import { findWay } from '../../delivery/find-way.ts';
import { invitePaths, inviteWords } from '../../delivery/mail-words.ts';
import type { CollectContext } from '../../collector.ts';
import { actionWords, neverActed } from '../actions/action-words.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import { listOffers, type PageOffers, type Wanted } from './page-offers.ts';
import { roleBoxes } from './role-boxes.ts';
import { roleToggles } from './role-toggles.ts';
import { roleWords } from './role-words.ts';

/** A tab of one account's, and how it is looked at. */
export interface Onlooker {
  readonly session: Session;
  readonly tab: Page;
  readonly context: CollectContext;
  /** The colleague's address, in small letters. */
  readonly colleague: string;
}
/** What an account is shown at an address. */
export interface Shown extends PageOffers {
  readonly status: number;
  /** `refused`: 401, 403, 404, or sent elsewhere. */
  readonly arrival: 'shown' | 'refused' | 'failed';
  /** What was answered while the page was drawn. */
  readonly answers: readonly Exchange[];
}

const nothing = {
  offers: [],
  links: [],
  text: '',
  actions: [],
  choices: [],
  buttons: [],
  answers: [],
} satisfies Partial<Shown>;

/** Opens a page, and what opens a form for invitations on it, and lists what it offers. */
export async function lookAtPage(by: Onlooker, url: string): Promise<Shown> {
  const shown = await lookOnce(by, url);
  if (shown.arrival !== 'failed') return shown;
  // What was being sent when the page was left may cut the next one off.
  await by.context.world.clock.wait(500, by.context.signal);
  return lookOnce(by, url);
}

async function lookOnce(by: Onlooker, url: string): Promise<Shown> {
  const { tab, session, context } = by;
  const { world, signal } = context;
  const quiet = () => waitUntilQuiet(tab, session.recorder, world.clock, signal, { limitMs: 3000 });
  try {
    // An address that differs in its anchor alone loads nothing anew.
    await tab.goto('about:blank');
    const before = session.recorder.exchanges.length;
    const answer = await tab.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 });
    await quiet();
    const status = answer?.status() ?? 0;
    if (status >= 500 || status === 429 || status === 0) return { ...nothing, status, arrival: 'failed' };
    const isElsewhere = placeOf(tab.url()) !== placeOf(url);
    if (status >= 400 || isElsewhere) return { ...nothing, status, arrival: 'refused' };
    if (await pressInvite(tab)) await quiet();
    const listed = await tab.evaluate(listOffers, wantedBy(by));
    const roles = [...(await roleBoxes(tab, by.colleague)), ...(await roleToggles(tab, by.colleague))];
    const shown = { ...listed, offers: [...listed.offers, ...roles] };
    const answers = session.recorder.exchanges.slice(before);
    return { ...shown, answers, status, arrival: shown.text.trim() === '' ? 'failed' : 'shown' };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return { ...nothing, status: 0, arrival: 'failed' };
  }
}

const wantedBy = ({ colleague }: Onlooker): Wanted => ({
  colleague,
  roles: roleWords.source,
  invites: inviteWords.source,
  paths: invitePaths.source,
  acts: actionWords.source,
  never: neverActed,
});

/** A button that opens a form within the page; a link would lead to another one, which is looked at by itself. */
async function pressInvite(tab: Page): Promise<boolean> {
  const way = await findWay(tab, inviteWords, invitePaths).catch(() => undefined);
  const isButton = await way?.evaluate((one) => one.matches('button, [role=button]') && one.closest('form') === null);
  if (!way || isButton !== true) return false;
  return way.click({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}

/** Address without parameters; of a page that scripts route by its anchor, with that. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { host, pathname, hash } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}${/^#[/!]/.test(hash) ? hash.split('?')[0] : ''}`;
}
