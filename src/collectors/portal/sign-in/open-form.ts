import type { Request } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { dismissOverlays } from './dismiss-overlays.ts';
import { findSignInForm, isForm, type SignInForm } from './find-form.ts';
import type { SignInOptions } from './sign-in.ts';
import { explainFailure, signInFailed } from './sign-in-failure.ts';

const findLimitMs = 30_000;
const guessAfterMs = 4000;

/**
 * Opens the address and finds the form: behind cookie banners, "Sign in" links and buttons, dialogs. Fields and link are
 * looked for in the same loop: waiting for one before the other costs seconds.
 */
export async function openForm(options: SignInOptions): Promise<{ form: SignInForm; dismissed: number }> {
  const { page, recorder, clock, signal, label } = options;
  const foreign: string[] = [];
  const onRequest = (request: Request) => {
    if (!request.isNavigationRequest() || !URL.canParse(request.url())) return;
    const { origin, hostname } = new URL(request.url());
    if (options.mayType && hostname !== '' && !options.mayType(hostname.toLowerCase())) foreign.push(origin);
  };
  page.on('request', onRequest);
  try {
    await open(options);
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 3000 });
    return await find(options, () => foreign.at(-1));
  } catch (thrown) {
    const elsewhere = foreign.at(-1);
    if (elsewhere === undefined || !(thrown instanceof GapError)) throw thrown;
    throw new GapError(
      gap(
        'sign-in-failed',
        `${label}: the sign-in page is at ${elsewhere}, which the config does not list.`,
        `If it belongs to your sign-in, add "${elsewhere}" to accounts.*.signIn.origins.`,
        2,
      ),
    );
  } finally {
    page.off('request', onRequest);
  }
}

const stumblePauses = [1200, 3000];

/**
 * A big application may take long the first time; the second time what has come already is there. Where the server itself stumbles
 * (429, 5xx), it is asked twice more: an error page has no form.
 */
async function open(by: Pick<SignInOptions, 'page' | 'url' | 'clock' | 'signal'>, timeout = 20_000): Promise<void> {
  const { page, url, clock, signal } = by;
  try {
    for (const pause of [...stumblePauses, 0]) {
      const status = (await page.goto(url, { waitUntil: 'domcontentloaded', timeout }))?.status() ?? 0;
      if (pause === 0 || (status !== 429 && status < 500)) return;
      await clock.wait(pause, signal);
    }
  } catch (thrown) {
    const first = String(thrown instanceof Error ? thrown.message : thrown).split('\n')[0] ?? '';
    // A page that sends the browser elsewhere at once interrupts its own opening.
    if (/interrupted by another navigation/i.test(first)) return;
    if (/timeout/i.test(first) && timeout === 20_000) return open(by, 30_000);
    throw new GapError(
      gap(
        'unreachable',
        `The browser could not open ${url}: ${first}`,
        'Check that the portal is up and its certificate valid, then run again.',
      ),
    );
  }
}

/** What to press before anything is typed: the way to a form, or to another one than the page shows first. */
function wayOn(form: SignInForm, presses: number, hasPassword: boolean): SignInForm['entry'] {
  if (form.password) return form.registers && presses < 2 ? form.entry : undefined;
  // A code to a phone or a link by mail comes first, and a password is what we have.
  if (isForm(form) || form.code) return hasPassword && presses < 2 ? form.passwordWay : undefined;
  return form.entry ?? form.passwordWay ?? form.area ?? (presses < 2 ? form.language : undefined);
}

async function find(
  options: SignInOptions,
  foreign: () => string | undefined,
): Promise<{ form: SignInForm; dismissed: number }> {
  const { page, recorder, clock, signal } = options;
  const end = clock.monotonicMs() + findLimitMs;
  let dismissed = 0;
  let entries = 0;
  let guess = 0;
  let sawCaptcha = false;
  let nothingSince = clock.monotonicMs();
  while (clock.monotonicMs() < end) {
    dismissed += await dismissOverlays(page).catch(() => 0);
    const form = await findSignInForm(page, options.origins).catch(() => undefined);
    sawCaptcha ||= form?.captcha ?? false;
    const way = form && wayOn(form, entries, options.credentials.password !== '');
    if (form && isForm(form) && !way) return { form, dismissed };
    if (way && entries < 5) {
      entries += 1;
      // A link that opens a window of its own leads to the same place in this one.
      await way.evaluate((one) => one.closest('a')?.removeAttribute('target')).catch(() => undefined);
      await way.click({ timeout: 2000 }).catch(() => undefined);
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500 });
      nothingSince = clock.monotonicMs();
      if (page.url().startsWith('chrome-error:') && foreign()) break;
      continue;
    }
    // A page that is still loading is no page without a form.
    if (recorder.inFlight(8000) > 0) nothingSince = clock.monotonicMs();
    const next = options.guesses[guess];
    if (clock.monotonicMs() - nothingSince > guessAfterMs && next !== undefined) {
      guess += 1;
      await page
        .goto(new URL(next, options.url).href, { waitUntil: 'domcontentloaded', timeout: 8000 })
        .catch(() => null);
      nothingSince = clock.monotonicMs();
    }
    await clock.wait(150, signal);
  }
  if (sawCaptcha) throw explainFailure('captcha', options.label, page.url());
  throw signInFailed(
    `No sign-in form was found at ${page.url()}.`,
    'Give the address of the sign-in page: accounts.a.signIn.url in the config.',
  );
}
