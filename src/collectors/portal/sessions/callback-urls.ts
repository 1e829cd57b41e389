import type { Page } from 'playwright-core';
import { gap } from '../../../model/gap.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { CallbackUrls } from '../../session-evidence.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { attachRecorder } from '../recorder.ts';
import { sessionsSlot } from '../session.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { usualReturnNames } from './return-names.ts';
import { noFurtherSignIn, openOwnSession, type OwnSession } from './own-session.ts';

/** Reserved by RFC 2606; the fence lets nothing through to it. */
const foreign = 'example.org';
/** Spellings that careless comparisons take for a path of the portal. */
const forms: readonly { readonly form: string; readonly of: (name: string, own: string) => string }[] = [
  { form: 'https://', of: (name) => `https://${foreign}/lr-${name}` },
  { form: '//', of: (name) => `//${foreign}/lr-${name}` },
  { form: '/\\', of: (name) => `/\\${foreign}/lr-${name}` },
  { form: 'own host as user name', of: (name, own) => `https://${own}@${foreign}/lr-${name}` },
];

const field = 'input:not([type=hidden]):not([type=search])';
const fieldMs = 8000;

const plain: readonly string[] = ['https://', '//'];

/** auth.callback-url: return-to parameters with a foreign address, opened as a stranger, signed in, and through a sign-in. */
export const callbackCollector = defineCollector({
  id: 'callback-urls',
  produces: ['session.callback'],
  permit: 'cross-tenant',
  uses: ['sign-in'],
  after: ['tenancy', 'take-back', 'sessions'],
  phase: 'disturbs',
  timeoutMs: 240_000,
  subjects: (target, world) => {
    const url = entryUrl(target, 'a');
    if (!url) return gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
    if (!world.credentials('a'))
      return gap('not-configured', 'No test account A was given.', 'Set LR_A_USER and LR_A_PASSWORD.', 5);
    return [hostOfUrl(url)];
  },
  async collect(subject, context) {
    const why = noFurtherSignIn('a', context);
    if (why) return context.gap('session.callback', subject, why);
    context.progress('return-to parameters of the sign-in');
    context.emit('session.callback', subject, await examine(context));
  },
});

async function examine(context: CollectContext): Promise<CallbackUrls> {
  const learnt = await learn(context);
  const { page: signInPage, usedByPortal } = learnt;
  const names = [...new Set([...usedByPortal, ...usualReturnNames])];
  const tried: CallbackUrls['tried'][number][] = [];
  const left: CallbackUrls['left'][number][] = [];
  const controlFollowed = new Set<string>();
  let signedIn = 0;
  const note = (form: string, when: CallbackUrls['left'][number]['when'], seen: Seen) => {
    tried.push({ form, when, ended: seen.left.length > 0 ? 'left for the foreign site' : 'stayed' });
    for (const { name, how } of seen.left)
      if (!left.some((one) => one.name === name && one.form === form)) left.push({ name, form, when, how });
  };
  // A path of the portal in all of them: which parameter is followed, if any is.
  const control = withAll(
    signInPage,
    names,
    (name) => `${learnt.path}${learnt.path.includes('?') ? '&' : '?'}lr-${name}=1`,
  );
  // A stranger's browser and the sign-in's know nothing of each other.
  const strangers = new Map<string, Promise<Seen>>();
  const own = new URL(signInPage).hostname;
  for (const { form, of } of forms) {
    const looking = openAsStranger(
      withAll(signInPage, names, (name) => of(name, own)),
      context,
    );
    // Awaited below, one after the other, unless the sign-in ends it all before.
    looking.catch(() => undefined);
    strangers.set(form, looking);
  }
  let { session } = await openThrough(control, context);
  if (session) {
    signedIn += 1;
    const address = session.page.url();
    for (const name of names) if (address.includes(`lr-${name}=1`)) controlFollowed.add(name);
  }
  for (const { form, of } of forms) {
    const address = withAll(signInPage, names, (name) => of(name, own));
    note(form, 'opened-signed-out', (await strangers.get(form)) ?? { left: [] });
    if (session) note(form, 'opened-signed-in', await open(session.page, address, session, context));
    if (left.length > 0) break;
    // Each sign-in costs something: the finer spellings only where a parameter is in use at all.
    if (!plain.includes(form) && controlFollowed.size === 0) continue;
    const next = await openThrough(address, context);
    if (!next.session && leftOf(next.visited).length === 0) continue;
    signedIn += 1;
    note(form, 'after-sign-in', { left: leftOf(next.visited) });
    await session?.context.close().catch(() => undefined);
    session = next.session;
    if (left.length > 0) break;
  }
  await session?.context.close().catch(() => undefined);
  const shown = left[0]?.name ?? usedByPortal[0] ?? [...controlFollowed][0] ?? 'next';
  return {
    page: new URL(signInPage).pathname,
    names,
    usedByPortal,
    left,
    controlFollowed: [...controlFollowed],
    tried,
    signedIn,
    reproduce: `Open the address ${withAll(signInPage, [shown], (name) => (forms.find((one) => one.form === left[0]?.form) ?? forms[1])?.of(name, new URL(signInPage).hostname) ?? '')} in a private window, sign in, and see where the browser goes.`,
  };
}

interface Seen {
  readonly left: readonly { readonly name: string; readonly how: 'redirect' | 'page' }[];
}

/** Where strangers are sent from a deep link, and the parameter that remembers it. */
async function learn(context: CollectContext): Promise<{ page: string; path: string; usedByPortal: string[] }> {
  const { target, live } = context;
  const entry = entryUrl(target, 'a') ?? '';
  const known = live.get(sessionsSlot)?.get('a');
  const deep = known && hostOfUrl(known.home) === hostOfUrl(entry) ? known.home : entry;
  const path = new URL(deep).pathname;
  const stranger = await blank(context);
  try {
    await open(stranger.page, deep, stranger, context);
    // A page that asks the server who one is sends a stranger to the sign-in only then.
    await stranger.page.waitForSelector(field, { timeout: fieldMs }).catch(() => null);
    const landed = stranger.page.url();
    const names = [...new URL(landed).searchParams]
      .filter(([, value]) => value.startsWith('/') || value.startsWith(new URL(deep).origin))
      .map(([name]) => name);
    const hidden = await stranger.page
      .evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>('form input[type=hidden]')]
          .filter((one) => /^\/|^https?:/.test(one.value) || /next|return|redirect|continue|callback/i.test(one.name))
          .map((one) => one.name),
      )
      .catch(() => []);
    const page = new URL(landed);
    page.search = '';
    return {
      page: page.href,
      path: path === '/' ? '/lr-return' : path,
      usedByPortal: [...new Set([...names, ...hidden])].slice(0, 6),
    };
  } finally {
    await stranger.context.close().catch(() => undefined);
  }
}

function withAll(page: string, names: readonly string[], value: (name: string) => string): string {
  const url = new URL(page);
  for (const name of names) url.searchParams.set(name, value(name));
  return url.href;
}

async function blank(context: CollectContext) {
  const { world } = context;
  const browser = await world.browser.context({ identity: 'anonymous' });
  const recorder = attachRecorder(browser, 'anonymous', {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  return { context: browser, recorder, page: await browser.newPage() };
}

async function openAsStranger(address: string, context: CollectContext): Promise<Seen> {
  const stranger = await blank(context);
  try {
    return await open(stranger.page, address, stranger, context);
  } finally {
    await stranger.context.close().catch(() => undefined);
  }
}

/** Opens an address and sees whether the browser sets off for the foreign site. The fence keeps it from arriving. */
async function open(
  page: Page,
  address: string,
  { recorder }: Pick<OwnSession, 'recorder'>,
  { world, signal }: CollectContext,
): Promise<Seen> {
  const visited = watch(page);
  await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2000 });
  return { left: leftOf(visited) };
}

function watch(page: Page): string[] {
  const visited: string[] = [];
  page.on('request', (request) => {
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isPage) visited.push(request.url());
  });
  return visited;
}

function leftOf(visited: readonly string[]): Seen['left'] {
  return visited
    .filter((url) => hostOfUrl(url) === foreign)
    .map((url) => ({ name: /\/lr-([\w-]+)/.exec(url)?.[1] ?? '', how: 'redirect' as const }));
}

/** Signs in on a page with these parameters; no session where that did not work. */
async function openThrough(
  address: string,
  context: CollectContext,
): Promise<{ readonly session?: OwnSession; readonly visited: readonly string[] }> {
  const visited: string[] = [];
  try {
    const session = await openOwnSession('a', context, {
      url: address,
      onPage: (page) =>
        page.on('request', (request) => {
          if (request.isNavigationRequest() && request.frame() === page.mainFrame()) visited.push(request.url());
        }),
    });
    await waitUntilQuiet(session.page, session.recorder, context.world.clock, context.signal, { limitMs: 2000 });
    return { session, visited };
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    context.progress(`no sign-in through ${new URL(address).pathname} with return-to parameters`);
    return { visited };
  }
}
