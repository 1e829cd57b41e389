import type { Request } from 'playwright-core';
import { GapError, gap } from '../../model/gap.ts';
import type { CollectContext } from '../collector.ts';
import { hostOfUrl } from '../portal/entry.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import { comeNearer, type Gone } from './come-nearer.ts';
import { findFields, findWay, type Fields } from './find-way.ts';
import { type Window, visit } from './mail-run.ts';

export interface WayTo {
  readonly words: RegExp;
  readonly paths: RegExp;
  /** Paths to try where no page shows the way; only with the permit to guess. */
  readonly guesses: readonly string[];
  /** What the form has to ask for. */
  readonly needs: 'email' | 'email-and-password' | 'email-alone';
  /** A name that the portal knows, where the way may stand behind the name alone. */
  readonly name?: string;
}

/** Walks from a page to the form that a link or button on it leads to. undefined where neither links nor guesses do. */
export async function walkToForm(
  window: Window,
  from: string,
  way: WayTo,
  context: CollectContext,
): Promise<Fields | undefined> {
  const { world, signal } = context;
  const { page, recorder } = window;
  const status = await visit(window, from, context);
  if (status === undefined)
    throw new GapError(
      gap(
        'unreachable',
        `The browser could not open ${hostOfUrl(from)}.`,
        'Check that the portal is up, then run again.',
      ),
    );
  if (status === 429 || status >= 500)
    throw new GapError(
      gap('refused', `${hostOfUrl(from)} answers HTTP ${status}.`, 'Run again when the portal answers.'),
    );
  const gone: Gone = new Set();
  let followed = 0;
  while (followed < 3) {
    const there = await fitting(window, way);
    if (there && followed > 0) return there;
    const link = await patiently(() => findWay(page, way.words, way.paths), context);
    if (!link && followed === 0 && (await comeNearer(window, way.name, gone, context))) continue;
    if (!link) break;
    followed += 1;
    await link.click({ timeout: 3000 }).catch(() => undefined);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
    const found = await patiently(() => fitting(window, way), context);
    if (found) return found;
  }
  if (world.scope.refuses('guess', hostOfUrl(from))) return undefined;
  for (const path of way.guesses) {
    const answer = await visit(window, new URL(path, from).href, context);
    if (answer === undefined || answer >= 400) continue;
    const found = way.paths.test(new URL(page.url()).pathname) ? await fitting(window, way) : undefined;
    if (found) return found;
  }
  return undefined;
}

async function patiently<T>(
  look: () => Promise<T | undefined>,
  { world, signal }: CollectContext,
): Promise<T | undefined> {
  for (let at = 0; at < 8; at++) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    await world.clock.wait(150, signal);
  }
  return undefined;
}

/** The form of this page if it asks for what it should: a sign-in form has a password, a reset form has none. */
async function fitting({ page }: Window, { needs }: WayTo): Promise<Fields | undefined> {
  const fields = await findFields(page, 'email');
  if (!fields?.email) return undefined;
  if (needs === 'email-alone') return fields.passwords.length === 0 ? fields : undefined;
  if (needs === 'email-and-password') {
    const isSignIn = fields.passwords.length === 1 && fields.texts.length === 0 && fields.boxes.length === 0;
    const asksNew = await fields.passwords[0]?.getAttribute('autocomplete').catch(() => null);
    return fields.passwords.length > 0 && (!isSignIn || asksNew === 'new-password') ? fields : undefined;
  }
  return fields;
}

/** A reset that nobody goes on with leaves the account as it is. */
const ofReset = /\breset (was|is) asked for\b/;

/** Puts a write into the journal before it is sent: what mail it causes cannot be taken back. */
export async function journalMail(
  what: string,
  identity: string,
  url: string,
  { world, progress }: CollectContext,
): Promise<(status: number | undefined, wasSent?: boolean) => Promise<void>> {
  progress(`${what}: a mail that cannot be taken back`);
  const id = await world.journal.plan({ identity, method: 'POST', url, what });
  return async (status, wasSent = true) => {
    if (!wasSent) return await world.journal.settle(id, { state: 'undone', detail: 'nothing was sent' });
    const refused = status !== undefined && status >= 400;
    await world.journal.settle(
      id,
      refused
        ? { state: 'refused', status }
        : { state: ofReset.test(what) ? 'gone-out' : 'cannot-undo', detail: 'a mail was asked for' },
    );
  };
}

/** A recorded request sent once more with other headers, as its own page sent it. */
export async function sendAgain(
  request: Request,
  extra: readonly (readonly [string, string])[],
  { world, signal }: CollectContext,
): Promise<number | undefined> {
  const recorded = await request.allHeaders();
  const kept = Object.entries(recorded).filter(
    ([name]) => !/^(:|host$|content-length$|connection$|accept-encoding$|x-forwarded|forwarded$)/i.test(name),
  );
  const body = request.postData() ?? undefined;
  const answer = await world.http
    .request({
      url: request.url(),
      method: request.method(),
      headers: [...kept, ...extra],
      permit: 'write',
      signal,
      ...(body === undefined ? {} : { body }),
    })
    .catch(() => undefined);
  return answer?.status;
}
