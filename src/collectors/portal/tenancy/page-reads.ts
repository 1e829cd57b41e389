import type { IdentityName } from '../../../model/identity.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { looksLikeId, pageKey, plainPath } from '../crawl/page-key.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { signInWords } from '../words.ts';
import { exchangeContent } from './answer-text.ts';
import { holds, isAtomLike } from './atoms.ts';
import { isMadeToHandOn } from './handed-on.ts';
import { metAnyway } from './met-anyway.ts';
import { carriesCredential, hasKeyInPath, isSigned } from './requests.ts';
import type { Setting } from './setting.ts';
import { isSecondAddress } from './second-address.ts';
import { standsOutside } from './stands-outside.ts';

const pageLimit = 8;
const valueLimit = 300;

/** auth.pages: pages that the owner visited, opened in a browser that is signed out. What it shows counts, not what it is called. */
export async function collectPageReads(
  setting: Setting,
  owner: IdentityName,
  other: IdentityName | undefined,
): Promise<void> {
  const { context } = setting;
  const nobody = setting.session('anonymous');
  const crawls = context.live.get(crawlsSlot);
  const visited = crawls?.get(owner)?.visited ?? [];
  if (!nobody || visited.length === 0) return;
  const pages = pagesToOpen(visited, crawls?.get('anonymous')?.visited ?? []);
  const values = privateValues(setting, owner, other);
  const isOutside = standsOutside(setting, owner);
  for (const url of pages.slice(0, pageLimit)) {
    const shown = setting.exchanges.findLast((one) => one.identity === owner && one.url === url && one.status < 300);
    const seen = await openAsNobody(setting, url);
    const found = values.filter((value) => holds(seen.text, value));
    const outside =
      (shown !== undefined &&
        isOutside({ url, content: exchangeContent(shown), source: shown.body.toString('utf8') })) ||
      isMadeToHandOn(new URL(url).pathname) ||
      isSecondAddress(setting.exchanges, owner, url, found);
    // What everybody can list on the way there is nobody's secret.
    const common = found.length >= 2 && (await isListedOpenly(setting, url, owner, other));
    const { pathname, host } = new URL(url);
    context.emit('tenancy.page', plainPath(pathname), {
      template: plainPath(pathname),
      host,
      owner,
      status: seen.status,
      ...(outside ? { outside } : {}),
      landsOnSignIn: seen.signIn,
      remembers: seen.remembers,
      holds: common ? 0 : found.length,
      looked: values.length,
      ...(seen.failed ? { failed: seen.failed } : {}),
    });
  }
}

/**
 * One page of each kind that a visitor did not come to, pages of one record first: what is rendered too early stands there. Whoever was
 * given an address that carries a key is let in by that: a feed, a signed link.
 */
export function pagesToOpen(visited: readonly string[], byNobody: readonly string[]): readonly string[] {
  const open = new Set(byNobody.map(pageKey));
  const deep = (url: string) => (new URL(url).pathname.split('/').some(looksLikeId) ? 0 : 1);
  return [...new Map(visited.map((url) => [pageKey(url), url])).values()]
    .filter((url) => !open.has(pageKey(url)) && !carriesCredential(url) && !isSigned(url) && !hasKeyInPath(url))
    .sort((one, next) => deep(one) - deep(next));
}

/** The owner's telling values that neither the other customer nor anybody signed out has met, the longest first. */
function privateValues(setting: Setting, owner: IdentityName, other: IdentityName | undefined): readonly string[] {
  const own = setting.exchanges.filter((one) => one.identity === owner && one.afterSignIn && one.status < 300);
  const all = new Set(
    own.flatMap((one) =>
      exchangeContent(one)
        .leaves.filter(isAtomLike)
        .map((leaf) => leaf.value.trim()),
    ),
  );
  return [...all]
    .filter((value) => value.length >= 8 && value.length <= 200 && !/^(https?:|\/)/.test(value))
    .sort((one, next) => next.length - one.length)
    .slice(0, valueLimit * 2)
    .filter((value) => (other === undefined || !setting.knows(other, value)) && !setting.knows('anonymous', value))
    .slice(0, valueLimit);
}

async function openAsNobody(setting: Setting, url: string) {
  const { context } = setting;
  const { page, recorder } = setting.session('anonymous') ?? {};
  if (!page || !recorder) return { status: 0, text: '', signIn: false, remembers: false, failed: 'no browser' };
  try {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 12_000 });
    await waitUntilQuiet(page, recorder, context.world.clock, context.signal, { limitMs: 2500 });
    const seen = await page.evaluate(() => ({
      text: `${document.title}\n${document.body?.innerText ?? ''}\n${document.documentElement.outerHTML}`.slice(
        0,
        2_000_000,
      ),
      password:
        document.querySelector('input[type=password], input[autocomplete=username], input[type=email]') !== null,
      heading: [...document.querySelectorAll('h1, h2, title, button, input[type=submit]')]
        .map((one) => one.textContent ?? '')
        .join(' '),
    }));
    const here = new URL(page.url());
    const moved = here.pathname !== new URL(url).pathname;
    const named = /log-?in|sign-?in|auth|session|sso|account\/new/i.test(`${here.pathname}${here.hash}`);
    const asked = decodeURIComponent(`${here.search}${here.hash}`);
    return {
      // A route behind `#` of the page that is open already asks for no document.
      status: response?.status() ?? 200,
      text: seen.text,
      signIn: seen.password || (moved && named) || (moved && signInWords.test(seen.heading)),
      remembers: !moved || asked.includes(new URL(url).pathname),
    };
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    const failed = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '').slice(0, 120) : 'failed';
    return { status: 0, text: '', signIn: false, remembers: false, failed };
  }
}

async function isListedOpenly(setting: Setting, url: string, owner: IdentityName, other: IdentityName | undefined) {
  for (const part of new URL(url).pathname
    .split('/')
    .filter((one) => one !== '')
    .reverse()
    .slice(0, 2)) {
    if (await metAnyway(setting, part, owner, 'anonymous')) return true;
    if (other && (await metAnyway(setting, part, owner, other))) return true;
  }
  return false;
}
