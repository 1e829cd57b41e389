import { parseSetCookie } from 'set-cookie-parser';
import { GapError, gap } from '../../../model/gap.ts';
import type { HttpResponse } from '../../../world/world.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { ForgedSignIn } from '../../forgery-evidence.ts';
import { portalOfCustomer, signedInCustomer } from '../customer.ts';
import type { Exchange } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { openOwnSession } from '../sessions/own-session.ts';
import { type Credential, findWhoAmIs, type WhoAmI } from '../sessions/who-am-i.ts';
import { blankIds } from '../crawl/page-key.ts';
import { spellingsOf } from '../sign-in/watch-answers.ts';
import { type FormWay, postWays, tokenNames } from './form-bodies.ts';
import { foreignHeaders, sendWay } from './foreign-request.ts';

/** Each is a sign-in with the right password, so none counts as a wrong one. */
const mostTries = 2;

/**
 * csrf.login: the recorded sign-in of a customer, sent as a page elsewhere can have a stranger's browser send it: without any
 * cookie of the portal's, without its headers, with a foreign Origin. It counts when what the answer sets opens the account.
 */
export const forgedSignInCollector = defineCollector({
  id: 'forged-sign-in',
  produces: ['session.forged-sign-in'],
  permit: 'cross-tenant',
  uses: ['sign-in'],
  // Some portals let an account be signed in once: what this ends must be of use to nobody any more.
  after: ['tenancy', 'take-back', 'sessions', 'callback-urls', 'second-factor'],
  phase: 'disturbs',
  timeoutMs: 120_000,
  subjects: portalOfCustomer,
  async collect(subject, context) {
    const { identity: first } = signedInCustomer(context);
    let typed = false;
    // What has looked at signing out before may have ended the first customer's session; the other one's serves as well.
    for (const identity of first === 'a' ? (['a', 'b'] as const) : (['b'] as const)) {
      const session = context.live.get(sessionsSlot)?.get(identity);
      const exchange = session && signInOf(session);
      if (!session || !exchange) continue;
      typed = true;
      const [probe] = await findWhoAmIs(session, context);
      if (!probe) continue;
      context.progress('a sign-in as a foreign page would send it');
      context.emit('session.forged-sign-in', subject, await examine(identity, exchange, probe, context));
      return;
    }
    throw new GapError(typed ? noProbe : noForm);
  },
});

/** The request that carried the password, to a host that the run may ask. */
function signInOf({ recorder, credentials }: Session): Exchange | undefined {
  const password = credentials?.password ?? '';
  if (password === '') return undefined;
  const spellings = spellingsOf(password);
  return recorder.exchanges.findLast(
    (one) =>
      one.method === 'POST' && one.status < 400 && spellings.some((text) => one.requestBody?.includes(text) === true),
  );
}

async function examine(
  name: 'a' | 'b',
  exchange: Exchange,
  probe: WhoAmI,
  context: CollectContext,
): Promise<ForgedSignIn> {
  const { world, signal } = context;
  const contentType = exchange.requestHeaders['content-type'] ?? '';
  const write = { method: exchange.method, url: exchange.url, body: exchange.requestBody ?? '', contentType };
  const own = await probe.credentials();
  const byCookie = (await probe.ask(own.filter(({ place }) => place === 'cookie'))) === 'in';
  const base = {
    identity: name,
    operation: `${exchange.method} ${blankIds(new URL(exchange.url).pathname)}`,
    contentType: contentType.split(';')[0] ?? '',
    sessionByCookie: byCookie,
    tokens: [
      ...tokenNames(write),
      ...Object.keys(exchange.requestHeaders).filter((header) => /csrf|xsrf/i.test(header)),
    ],
    reproduce: `Open the portal's sign-in page in a private window, save it as a file with an absolute form address and without hidden fields, open the file in another private window, send it with a test account, and see whether the portal then opens that account (${new URL(exchange.url).pathname}).`,
  };
  if (!byCookie) return { ...base, trials: [], control: true };
  const origin = `https://lr-${world.randomHex(3)}.example.org`;
  const trials: ForgedSignIn['trials'][number][] = [];
  for (const way of waysOf(write)) {
    const headers = foreignHeaders(way, origin, 'cross-site', exchange, []);
    const { sight, response } = await sendWay(way, headers, 'cross-tenant', world, signal);
    const set = response ? cookiesOf(response) : [];
    for (const { value } of set) world.vault.add(value, 'session cookie');
    const standing = await opensTwice(probe, set);
    const settled = sight.status === 0 || sight.status === 429 || sight.status > 500 ? 'unclear' : standing;
    trials.push({ way: way.way, status: sight.status, setCookies: set.length, standing: settled });
    if (settled !== 'out') break;
  }
  const accepted = trials.some(({ standing }) => standing === 'in');
  return { ...base, trials, control: accepted || (await stillSignsIn(name, context)) };
}

/** Without tokens first: a form of the same kind, else JSON as text and then as a form. */
function waysOf(write: Parameters<typeof postWays>[0]): readonly FormWay[] {
  return postWays(write, {}).slice(0, mostTries);
}

function cookiesOf({ headers }: HttpResponse): readonly Credential[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .flatMap(([, value]) => parseSetCookie(value, { silent: true }))
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => ({ place: 'cookie' as const, name, value }));
}

async function opensTwice(probe: WhoAmI, cookies: readonly Credential[]): Promise<'in' | 'out' | 'unclear'> {
  if (cookies.length === 0) return 'out';
  const first = await probe.ask(cookies);
  const again = await probe.ask(cookies);
  if (first === 'in' && again === 'in') return 'in';
  return first === 'out' && again === 'out' ? 'out' : 'unclear';
}

/** Whether the refusals were about where the request came from: the portal's own page still lets the account in. */
async function stillSignsIn(name: 'a' | 'b', context: CollectContext): Promise<boolean> {
  try {
    const again = await openOwnSession(name, context);
    await again.context.close().catch(() => undefined);
    return true;
  } catch (thrown) {
    if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return false;
  }
}

const noForm = gap(
  'nothing-to-compare',
  'No request to the portal itself carried the password: the sign-in is somebody else’s, or none was typed.',
  'Give a test account with a password of the portal’s own, or attest how the sign-in is guarded against foreign pages.',
  5,
);
const noProbe = gap(
  'inconclusive',
  'No answer of the portal names the account, so it cannot be told whether a forged sign-in opens it.',
  'Check that the account sees its own name or e-mail somewhere in the portal.',
);
