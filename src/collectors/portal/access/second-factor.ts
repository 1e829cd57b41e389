import { signInMeans } from '../sign-in/sign-in-means.ts';
import { GapError, gap } from '../../../model/gap.ts';
import type { HalfSession, SecondFactor } from '../../access-evidence.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { isReplayable, mapOperations } from '../operations/operation-map.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { attachRecorder, type Exchange } from '../recorder.ts';
import { renewSession } from '../renew-session.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { noFurtherSignIn } from '../sessions/own-session.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds, isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import { createReplayer, type PlainRequest } from '../tenancy/replay.ts';
import { requestOf, withoutCredentials } from '../tenancy/requests.ts';
import { type RawView, rawView } from '../tenancy/view.ts';
import { isSecretLike } from '../tokens/find-tokens.ts';
import { credentialHeader, forgeryHeader } from '../words.ts';

const identity = 'admin' as const;
const readsAtMost = 6;
const triesAtMost = 16;
/** What answers about the account or the sign-in itself: a half-open session may know whose it is. */
const aboutOneself =
  /\/(me|whoami|self|user|profile|account|sessions?|csrf|config|settings|features?|factors?|mfa|2fa|otp|challenge)\/?$/i;

/** auth.mfa-admin: what the admin had to enter, and what a further sign-in opens that stops before the code. */
export const secondFactorCollector = defineCollector({
  id: 'second-factor',
  produces: ['access.second-factor'],
  permit: 'sign-in',
  uses: ['sign-in'],
  after: ['crawl', 'operations', 'tenancy', 'roles', 'writes', 'take-back', 'sessions'],
  phase: 'disturbs',
  timeoutMs: 180_000,
  subjects: (target, world) => {
    if (!entryUrl(target, identity))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    if (world.credentials(identity)) return [identity];
    return gap(
      'not-configured',
      'No admin account was given, so how an administrator gets in was not seen.',
      'Set LR_ADMIN_USER, LR_ADMIN_PASSWORD and LR_ADMIN_TOTP to a test account with that role.',
      5,
    );
  },
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, identity) ?? ''),
  async collect(subject, context) {
    const why = noFurtherSignIn(identity, context);
    if (why) return context.gap('access.second-factor', subject, why);
    const whole = context.live.get(sessionsSlot)?.get(identity);
    const given = context.seen('portal.sign-in').find((one) => one.subject === identity)?.value;
    const factors = given?.factors;
    const url = entryUrl(context.target, identity) ?? '';
    const record: SecondFactor = {
      identity,
      ...(factors ? { factors } : {}),
      oneForm: false,
      reproduce: `Open the address ${url} in a private window, sign in as an administrator with the password alone, and open an address of the console by hand.`,
    };
    if (!whole || !factors?.includes('password') || !factors.includes('code'))
      return context.emit('access.second-factor', subject, record);
    context.progress('what the password of the admin opens before the code');
    context.emit('access.second-factor', subject, { ...record, ...(await examine(whole, context)) });
  },
});

async function examine(whole: Session, context: CollectContext): Promise<Partial<SecondFactor>> {
  const { world, target, signal } = context;
  const url = entryUrl(target, identity) ?? '';
  const credentials = whole.credentials;
  if (!credentials) return { halfNotTried: 'the account came without a password' };
  const browser = await world.browser.context({ identity });
  const recorder = attachRecorder(browser, identity, {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  try {
    const page = await browser.newPage();
    const entered = await signIn({
      page,
      recorder,
      url,
      credentials,
      ...signInMeans(identity, { url, user: credentials.user }, context),
      guesses: [],
      stopAtCode: true,
    });
    if (entered.codeBesidePassword) return { oneForm: true };
    if (!entered.stopped) return { factors: entered.factors, halfNotTried: 'a further sign-in was asked for no code' };
    await recorder.settled();
    // What the sign-in itself asked for on the way to the code is nobody's secret.
    const onTheWay = recorder.exchanges.slice();
    // The page goes where the whole session was, and asks with whatever it holds by now.
    await page.goto(whole.home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
    await recorder.settled();
    // Somebody else than the whole session, so that none of its keys goes along in a body or a header.
    const half: Session = { ...whole, identity: 'burner', context: browser, page, recorder };
    return { half: await compare(whole, half, onTheWay, context) };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return { halfNotTried: thrown.gap.detail };
  } finally {
    await browser.close().catch(() => undefined);
  }
}

async function compare(
  whole: Session,
  half: Session,
  onTheWay: readonly Exchange[],
  context: CollectContext,
): Promise<HalfSession> {
  const { world, signal } = context;
  // Tokens of a minute are over by now; the page renews them.
  await renewSession(whole, context);
  const replayer = createReplayer(world, [whole], signal);
  const halfReplayer = createReplayer(world, [half], signal);
  const nobody = await world.browser.context({ identity: 'anonymous' });
  const send = async (request: PlainRequest, as: Session, by = replayer): Promise<RawView> =>
    rawView(identity, await by.send({ ...request, permit: 'sign-in' }, as), world.clock.now().toISOString());
  const tokens = tokensOf(half);
  for (const token of tokens) world.vault.add(token, 'token before the code');
  const reads: HalfSession['reads'][number][] = [];
  let [before, after] = [false, false];
  try {
    const stranger: Session = { ...half, identity: 'anonymous', context: nobody, recorder: silent(half) };
    let last: PlainRequest | undefined;
    const placeOf = ({ method, url, requestBody = '' }: Exchange) => `${method} ${url} ${requestBody}`;
    const passed = new Set(onTheWay.map(placeOf));
    const shownBefore = onTheWay.map((one) => exchangeContent(one).text).join('\n');
    const wanted = candidates(whole).filter(({ exchange }) => !passed.has(placeOf(exchange)));
    for (const { operation, exchange } of wanted.slice(0, triesAtMost)) {
      if (reads.length >= readsAtMost) break;
      const request = requestOf(exchange);
      const views = [await send(request, whole), await send(request, whole)] as const;
      if (views.some(({ outcome }) => outcome !== 'data')) continue;
      const open = await send(bare(request), stranger, halfReplayer);
      const values = stableLeaves(views[0].content.leaves, views[1].content.leaves)
        .filter(
          (leaf) => isAtomLike(leaf) && !open.content.text.includes(leaf.value) && !shownBefore.includes(leaf.value),
        )
        .filter((leaf) => !isOwn(leaf.value, whole) && (views[0].content.kind !== 'html' || isRecord(leaf.value)))
        .map((leaf) => leaf.value)
        .slice(0, 60);
      if (values.length < 2) continue;
      before = true;
      last = request;
      const heldIn = (view: RawView) => values.filter((value) => holds(view.content.text, value)).length;
      const ways: { readonly by: string; readonly ask: () => Promise<RawView> }[] = [
        { by: 'what the browser then holds', ask: () => send(bare(request), half, halfReplayer) },
        ...tokens.map((token, at) => ({
          by: `token ${at + 1} of the answer to the password`,
          ask: () => send({ ...bare(request), extra: [['authorization', `Bearer ${token}`]] }, half, halfReplayer),
        })),
      ];
      const seen: { view: RawView; held: readonly [number, number]; by: string }[] = [];
      for (const { by, ask } of ways) {
        const view = await ask();
        const held = heldIn(view);
        seen.push({ view, by, held: [held, held > 1 ? heldIn(await ask()) : 0] });
      }
      const worst = [...seen].sort((one, other) => other.held[1] - one.held[1] || other.held[0] - one.held[0]);
      const unclear = seen.find(({ view }) => ['failed', 'server-error', 'rate-limited'].includes(view.outcome));
      const shown = (worst[0]?.held[0] ?? 0) > 1 ? worst[0] : (unclear ?? worst[0]);
      if (!shown) continue;
      const { status, outcome } = shown.view;
      reads.push({ operation, telling: values.length, held: shown.held, status, outcome, by: shown.by });
      if (shown.held[1] > 1) break;
    }
    after = last !== undefined && (await send(last, whole)).outcome === 'data';
  } finally {
    await nobody.close().catch(() => undefined);
  }
  return { carriers: await carriersOf(half, tokens.length), reads, alive: { before, after } };
}

/** Reads of the whole session that are about others: richest answers first. */
function candidates(whole: Session) {
  return mapOperations(whole.recorder.exchanges)
    .operations.filter((one) => isReplayable(one) && one.answers !== 'file' && !aboutOneself.test(one.template))
    .flatMap((one) => {
      const found = (one.by.get(whole.identity) ?? []).find(
        ({ exchange }) => exchange.afterSignIn && exchange.status < 300,
      );
      return found ? [{ operation: `${one.method} ${one.template}`, exchange: found.exchange }] : [];
    })
    .map((one) => ({ ...one, size: exchangeContent(one.exchange).leaves.filter(isAtomLike).length }))
    .filter(({ size }) => size > 1)
    .sort((one, other) => other.size - one.size);
}

const ordinary = /^(accept.*|user-agent|referer|origin|content-type|sec-.*|cache-control|pragma|priority|dnt)$/i;
/** The replayer puts the asker's own there. */
const isReplaced = (name: string) => credentialHeader.test(name) || forgeryHeader.test(name);

/** The recorded request without whatever speaks for the whole session: in its address, and in headers of its own making. */
function bare(given: PlainRequest): PlainRequest {
  const request = withoutCredentials(given);
  const headers = Object.entries(request.like.requestHeaders).filter(
    ([name, value]) =>
      ordinary.test(name) || isReplaced(name) || !(/key|access|secret/i.test(name) || isSecretLike(value)),
  );
  return { ...request, like: { ...request.like, requestHeaders: Object.fromEntries(headers) } };
}

/** What the answers to the password hold that looks like a key, and the keys in the browser's storage are sent by its pages. */
function tokensOf({ recorder }: Session): readonly string[] {
  const found = recorder.exchanges
    .filter((one) => one.method !== 'GET' && one.status < 400)
    .flatMap((one) => exchangeContent(one).leaves)
    .filter(
      ({ path, value }) => /token|jwt|ticket|challenge|session|state|credential/i.test(path) && isSecretLike(value),
    )
    .map(({ value }) => value);
  return [...new Set(found)].slice(0, 3);
}

async function carriersOf({ context, recorder, home }: Session, tokens: number): Promise<readonly string[]> {
  const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`);
  const sends = recorder.exchanges.some((one) => 'authorization' in one.requestHeaders && hostOfUrl(home) !== '');
  return [
    ...new Set(cookies),
    ...(sends ? ['header authorization'] : []),
    ...(tokens > 0 ? [`${tokens} of the answer to the password`] : []),
  ];
}

/** Labels, headings and files of a page are its frame: a page that opens and shows nothing of anybody's proves nothing. */
function isRecord(value: string): boolean {
  return /\d|@/.test(value) && !/^(https?:)?\/|\.(js|mjs|css|svg|png|ico|woff2?)\b/i.test(value);
}

function isOwn(value: string, { self }: Session): boolean {
  return self.some((name) => value.toLowerCase().includes(name.toLowerCase()));
}

/** A recorder without a past: whoever is asked for has sent nothing yet. */
function silent({ recorder }: Session): Session['recorder'] {
  return { ...recorder, exchanges: [] };
}
