import type { BrowserContext } from 'playwright-core';
import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import type { SessionStability } from '../../session-evidence.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { findSignInForm } from '../sign-in/find-form.ts';
import { openOwnSession } from './own-session.ts';
import { nextWords, signInWords } from '../words.ts';

type Step = SessionStability['steps'][number];

/** A refresh, a second tab, the first tab once more, and a browser that was closed and opened again. */
async function lookAtStability(session: Session, context: CollectContext): Promise<SessionStability> {
  const steps: Step[] = [];
  const { page } = session;
  await page.reload({ waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  steps.push(told('refresh', await isIn(session, context), 'a refresh'));
  const tab = await session.context.newPage();
  await tab.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  steps.push(told('second-tab', await isIn({ ...session, page: tab }, context), 'a second tab'));
  await tab.close().catch(() => undefined);
  await page.reload({ waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  steps.push(told('first-tab-again', await isIn(session, context), 'the first tab, after a second one was opened'));
  steps.push(await restart(session, context));
  return { identity: session.identity, steps };
}

/**
 * What was asked of a session before may have ended it: where it did not last, one that nothing else was asked of decides.
 * Where that cannot be had, nothing is said.
 */
export async function stabilityOf(session: Session, context: CollectContext): Promise<SessionStability> {
  const seen = await lookAtStability(session, context);
  if (seen.steps.every(({ kept }) => kept !== false)) return seen;
  const fresh = await openOwnSession('a', context).catch((thrown: unknown) => {
    if (thrown instanceof GapError) return undefined;
    throw thrown;
  });
  if (!fresh) {
    const detail = 'it did not last in a session that more was asked of, and a fresh one could not be had';
    return { ...seen, steps: seen.steps.map((one) => (one.kept === false ? { ...one, kept: null, detail } : one)) };
  }
  try {
    return await lookAtStability(fresh, context);
  } finally {
    await fresh.context.close().catch(() => undefined);
  }
}

function told(step: Step['step'], kept: boolean | null, what: string): Step {
  const says = kept === null ? 'could not be told' : kept ? 'still signed in' : 'asks to sign in again';
  return { step, kept, detail: `${what}: ${says}` };
}

/** A browser keeps what has an end date, and localStorage; everything else is gone when it is closed. */
async function restart(session: Session, context: CollectContext): Promise<Step> {
  const state = await session.context.storageState();
  const cookies = state.cookies.filter((one) => one.expires > 0);
  const again = await context.world.browser.context({
    identity: session.identity,
    storageState: { ...state, cookies },
  });
  try {
    const page = await again.newPage();
    await page.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
    const kept = await isIn({ ...session, page }, context);
    if (kept) await handBack(session, await again.storageState());
    return told('restart', kept, 'a closed and reopened browser');
  } finally {
    await again.close().catch(() => undefined);
  }
}

/** What renews a session is often good for once: the first browser goes on with what the second one was given. */
async function handBack(
  { context, page }: Session,
  { cookies, origins }: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<void> {
  await context.addCookies(cookies).catch(() => undefined);
  const own = origins.find(({ origin }) => page.url().startsWith(`${origin}/`))?.localStorage ?? [];
  await page
    .evaluate((items) => {
      for (const { name, value } of items) localStorage.setItem(name, value);
    }, own)
    .catch(() => undefined);
}

/**
 * A session that is gone stays gone: a page that asks to sign in is opened once more, since it may have asked before its
 * session had come. Where the portal did not answer properly meanwhile, nothing is said.
 */
async function isIn(session: Session, context: CollectContext): Promise<boolean | null> {
  const first = await looksIn(session, context);
  if (first !== false) return first;
  const { page, recorder, home } = session;
  const before = recorder.exchanges.length;
  await page.goto(home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  const again = await looksIn(session, context);
  await recorder.settled();
  const faltered = recorder.exchanges.slice(before).some(({ status }) => status === 429 || status >= 500);
  return again === false && faltered ? null : again;
}

async function looksIn({ page, recorder, self }: Session, context: CollectContext): Promise<boolean | null> {
  const { world, signal } = context;
  for (let look = 0; look < 6; look++) {
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
    const form = await findSignInForm(page, { signIn: signInWords, next: nextWords }).catch(() => undefined);
    if (form?.password || form?.firstStep) return false;
    const text = (await page.evaluate(() => document.body?.innerText ?? '').catch(() => '')).toLowerCase();
    if (self.some((name) => text.includes(name.toLowerCase()))) return true;
    if (form && form.entry === undefined && text.trim().length > 40 && look > 0) return true;
    if (form?.entry !== undefined && look > 3) return false;
    await world.clock.wait(300, signal);
  }
  return null;
}
