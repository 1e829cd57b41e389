import { formsIn } from '../../../parse/html-forms.ts';
import type { Exchange } from '../recorder.ts';
import type { HeldRequest } from '../held-request.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { looksLikeId, pageKey } from '../crawl/page-key.ts';
import { pressInTurn } from '../crawl/press-in-page.ts';
import { openTab } from '../open-tab.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import { lastPart } from './form-target.ts';
import type { Privileged } from './privileged.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { literal } from '../../../parse/literal.ts';

const pageLimit = 3;
const pressLimit = 4;

/**
 * Whether the portal's own pages let this account set a field: a form of a recorded page has it, a page sent it, or a page
 * with an input for it opens, at once or behind the control that opens its form. null where no page could be looked at.
 */
export async function isOffered(
  setting: Setting,
  as: IdentityName,
  field: string,
  like: Exchange,
  kind?: Privileged['kind'],
): Promise<boolean | null> {
  const session = setting.session(as);
  const word = plain(field);
  const own = setting.exchanges.filter((one) => one.identity === as && one.afterSignIn);
  const inForms = own
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((one) => formsIn(one.body.toString('utf8'), one.url))
    .flatMap((form) => form.fields.filter((one) => plain(lastPart(one.name)) === word));
  if (inForms.length > 0) return inForms.some((one) => one.editable);
  // What a rehearsal sent holds what the page adds of itself: nobody was let to choose it.
  const tried = (session?.recorder.held ?? []).filter(({ mark }) => mark === undefined);
  // A question about its own tenant names the tenant: that offers nobody to move to another one.
  const asked = kind === 'owner' ? [] : own;
  const sent = [...asked.map(({ method, url, requestBody }) => ({ method, url, body: requestBody })), ...tried].flatMap(
    (one) => (mayBeOf(like, one, kind) ? [one.body] : []),
  );
  if (sent.some((body) => new RegExp(`["[_.&?]${escaped(field)}["\\]=]`, 'i').test(body ?? ''))) return true;
  if (!session) return null;
  const visited = own.filter((one) => one.resource === 'document').map((one) => one.url);
  const pages = [like.page, ...visited.filter((url) => /setting|profile|account|edit/i.test(new URL(url).pathname))];
  const plainly = [...new Set(pages)].slice(0, pageLimit).map((page): Place => ({ page }));
  const places = [...plainly, ...behindControls(setting, as, like)].filter(({ page }) => /^https?:/.test(page));
  return lookAt(setting, as, places, word);
}

/**
 * Whether a page that sends this lets people change such a record. What makes something else says nothing of it: an invitation has a
 * role, and every new record its tenant.
 */
function mayBeOf(like: Exchange, { method, url }: Pick<HeldRequest, 'method' | 'url'>, kind?: Privileged['kind']) {
  if (lastWord(url) === lastWord(like.url)) return kind !== 'owner' || method !== 'POST';
  const changes = method === 'PATCH' || method === 'PUT';
  // PostgREST: each table has an address of its own.
  return (
    kind !== 'owner' &&
    (changes ? !(isTable.test(url) && isTable.test(like.url)) : !makesAnother.test(url) && !isTable.test(url))
  );
}

const isTable = /\/rest\/v\d+\/\w+(\?|$)/;
const makesAnother = /invit|einlad|uitnodig|convid|zapro|member|membre|miembro|mitglied/i;

function lastWord(url: string): string {
  return new URL(url).pathname.split('/').findLast((one) => one !== '' && !looksLikeId(one)) ?? '';
}

interface Place {
  readonly page: string;
  /** Words of the control that opens the form. */
  readonly press?: { readonly text: string; readonly next?: string };
}

/** Forms that a control of the walked pages opens, to change such a record or to make one: those of the same page first. */
function behindControls(setting: Setting, as: IdentityName, like: Exchange): readonly Place[] {
  const walk = setting.context.live.get(crawlsSlot)?.get(as);
  if (!walk || !URL.canParse(like.page)) return [];
  const near = ({ page }: Place) => {
    if (pageKey(page) === pageKey(like.page)) return 2;
    return firstWord(page) === firstWord(like.page) || like.url.includes(`/${firstWord(page)}`) ? 1 : 0;
  };
  return [...walk.editors, ...walk.creators]
    .filter(({ page, text }) => text !== '' && URL.canParse(page))
    .map(({ page, text, next }): Place => ({ page, press: { text, ...(next === undefined ? {} : { next }) } }))
    .filter((one) => near(one) > 0)
    .sort((one, other) => near(other) - near(one))
    .slice(0, pressLimit);
}

/** What a page's address is about: `orders` of `/app/#/orders/71`. */
function firstWord(url: string): string {
  const { pathname, hash } = new URL(url);
  const words = `${pathname}${hash}`.split(/[/#!?]+/).filter((one) => one !== '' && !looksLikeId(one));
  return words.at(-1) ?? '/';
}

async function lookAt(
  setting: Setting,
  as: IdentityName,
  places: readonly Place[],
  word: string,
): Promise<boolean | null> {
  const session = setting.session(as);
  const { world, signal } = setting.context;
  const page = session && (await openTab(session.page).catch(() => undefined));
  if (!session || !page) return null;
  const quiet = () => waitUntilQuiet(page, session.recorder, world.clock, signal, { limitMs: 3000 });
  let looked = false;
  try {
    for (const { page: url, press } of places) {
      await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 });
      await quiet();
      if (press !== undefined && !(await pressInTurn(page, press, quiet))) continue;
      const names = await page.evaluate(inputNames);
      looked ||= names.texts > 0;
      if (names.inputs.some((one) => plain(one).endsWith(word))) return true;
    }
    return looked ? false : null;
  } catch {
    return null;
  } finally {
    await page.close().catch(() => undefined);
  }
}

/** Runs inside the page: what its enabled inputs are called, by name, id and label. */
function inputNames(): { inputs: string[]; texts: number } {
  const controls = document.querySelectorAll(
    'input, select, textarea, [role=combobox], [role=switch], [role=radiogroup]',
  );
  const inputs = [...controls].flatMap((one) => {
    if (one.matches(':disabled, [readonly], [type=hidden], [aria-disabled=true]')) return [];
    const label = one.closest('label') ?? document.querySelector(`label[for="${CSS.escape(one.id || '-')}"]`);
    const own = label?.firstChild?.textContent ?? '';
    return [one.getAttribute('name'), one.id, one.getAttribute('aria-label'), label?.textContent, own].map(
      (text) => text ?? '',
    );
  });
  return { inputs: inputs.filter((text) => text.trim() !== ''), texts: (document.body?.innerText ?? '').length };
}

const plain = (name: string) => (name.split('.').at(-1) ?? name).toLowerCase().replace(/[^\p{L}\d]/gu, '');
const escaped = (text: string) => literal(text.split('.').at(-1) ?? text);
