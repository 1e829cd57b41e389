import type { Cookie } from 'playwright-core';
import { GapError, gap, type Gap } from '../../../model/gap.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { EvidenceKind } from '../../evidence-map.ts';
import type { SessionLifetime, SessionRotation } from '../../session-evidence.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { absentReference } from '../tenancy/requests.ts';
import { tryEveryDoor } from '../tokens/every-door.ts';
import { lookAfterLogout } from './after-logout.ts';
import { type Carried, findCarriers, shapeOfCarrier } from './carriers.ts';
import { sessionCookies } from './cookies.ts';
import { noFurtherSignIn, openOwnSession, type OwnSession } from './own-session.ts';
import { findOtherKinds, findProbes } from './find-probes.ts';
import { stabilityOf } from './stability.ts';
import { lookAtRemembered } from './remembered.ts';
import { lookAtRenewal } from './renewal.ts';
import { findStoredTokens, storedSecrets } from './storage.ts';
import { opensAlone } from './stored-key.ts';
import { type Credential, findWhoAmIs } from './who-am-i.ts';

const kinds = [
  'session.shape',
  'session.rotation',
  'session.token',
  'session.stability',
  'session.lifetime',
  'session.logout',
] as const satisfies readonly EvidenceKind[];

/**
 * What a session is made of and what the server makes of it: a further sign-in of customer A, in a browser of its own, so
 * that whatever ends it ends nobody else's work.
 */
export const sessionsCollector = defineCollector({
  id: 'sessions',
  produces: kinds,
  permit: 'sign-in',
  uses: ['sign-in'],
  after: ['tenancy', 'take-back'],
  phase: 'disturbs',
  timeoutMs: 15 * 60_000,
  subjects: (target, world) => {
    const url = entryUrl(target, 'a');
    if (!url) return gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
    if (!world.credentials('a'))
      return gap('not-configured', 'No test account A was given.', 'Set LR_A_USER and LR_A_PASSWORD.', 5);
    return [hostOfUrl(url)];
  },
  async collect(subject, context) {
    const why = noFurtherSignIn('a', context);
    if (why) return refuseAll(why, subject, context);
    context.progress('signing in as a once more, to look at the session itself');
    const main = context.live.get(sessionsSlot)?.get('a');
    const session = await openPlanted(main, context);
    try {
      await examine(subject, session, main, context);
    } finally {
      await session.context.close().catch(() => undefined);
    }
  },
});

async function examine(subject: string, session: OwnSession, main: Session | undefined, context: CollectContext) {
  const { world } = context;
  const probes = await findProbes(session, main, context);
  const carried: Carried[] = [];
  for (const probe of probes) carried.push(await findCarriers(probe));
  const known = carried.filter((one) => one.carriers.length > 0);
  const [first] = known;
  // A portal without a request that names the account can still be looked at from the browser.
  if (!first) {
    context.gap('session.shape', subject, noProbe);
    for (const kind of ['session.rotation', 'session.token', 'session.lifetime', 'session.logout'] as const)
      context.gap(kind, subject, noProbe);
    context.emit('session.stability', subject, await stabilityOf(session, context));
    return;
  }
  // A key that is made anew for each session stands in the same place of the browser that walked the portal.
  const earlier = main ? await storedSecrets(main.page) : [];
  const { stored, read, refresh } = await findStoredTokens(session.page, known, world.clock.now(), (key, probe) => {
    const before = earlier.find(({ place }) => place === key.place)?.value;
    return opensAlone({ value: key.value, ...(before ? { before } : {}) }, probe, [session, main], context);
  });
  const cookies = await sessionCookies(session, known, world.clock.now());
  const carriers = [
    ...new Map(
      known
        .flatMap((one) => one.carriers)
        .map((one) => [`${one.place} ${one.name}`, shapeOfCarrier(one, world.clock.now())]),
    ).values(),
  ];
  context.emit('session.shape', subject, {
    identity: session.identity,
    probes: known.map(({ probe }) => probe.operation),
    carriers,
    cookies,
    worksWithoutCookies: known.every((one) => one.worksWithoutCookies),
    stored,
    storageRead: read,
  });
  const byCookie = known.find((one) => one.carriers.some(({ place }) => place === 'cookie'));
  context.emit('session.rotation', subject, await rotation(session, main, byCookie ?? first));
  await tokens(subject, session, known, refresh, context);
  context.emit('session.stability', subject, await stabilityOf(session, context));
  const spare = await lookAtRenewal(session, known, context);
  await lifetime(subject, session, first, carriers, cookies, spare?.renewal, context);
  const others = await findOtherKinds(probes, session, main, context);
  const asked = [...known, ...others.map((probe) => ({ probe, carriers: [], worksWithoutCookies: false }))];
  const out = await lookAfterLogout(session, asked, context, main, spare);
  const remembered = out.pressed && out.browserIsOut ? await lookAtRemembered(session, known, context) : undefined;
  context.emit('session.logout', subject, { ...out, ...(remembered ? { remembered } : {}) });
}

/** Signs in with ids in the browser that an attacker could have put there: a fixed session must not become A's. */
async function openPlanted(main: Session | undefined, context: CollectContext): Promise<OwnSession> {
  const plant: Cookie[] = [];
  if (main) {
    for (const probe of await findWhoAmIs(main, context)) {
      const { carriers } = await findCarriers(probe);
      for (const cookie of await main.context.cookies(probe.url))
        if (carriers.some((one) => one.place === 'cookie' && one.name === cookie.name && one.value === cookie.value))
          plant.push({ ...cookie, value: absentReference(cookie.value, context.world.randomHex) });
    }
  }
  try {
    return await openOwnSession('a', context, { plant });
  } catch (thrown) {
    if (!(thrown instanceof GapError) || plant.length === 0) throw thrown;
    context.progress('the sign-in did not get on with a planted id: once more without it');
    return openOwnSession('a', context);
  }
}

async function rotation(session: OwnSession, main: Session | undefined, first: Carried): Promise<SessionRotation> {
  const { probe, carriers } = first;
  const now = await probe.credentials();
  const cookies: SessionRotation['cookies'][number][] = [];
  for (const carrier of carriers.filter((one) => one.place === 'cookie')) {
    const old = session.before.find((one) => one.name === carrier.name);
    const current = now.find((one) => one.place === 'cookie' && one.name === carrier.name);
    if (!old || !current) continue;
    cookies.push({
      name: carrier.name,
      origin: session.planted.includes(old) ? 'planted' : 'server',
      changed: old.value !== current.value,
      oldValue: await probe.ask(knownBefore(now, carriers, session.before)),
    });
  }
  const others = main ? await main.context.cookies(probe.url) : [];
  const same = carriers
    .filter((one) => one.place === 'cookie')
    .map((one) => others.find((other) => other.name === one.name)?.value)
    .filter((value) => value !== undefined);
  return {
    identity: session.identity,
    cookies,
    freshEachTime: same.length === 0 ? null : !carriers.some((one) => same.includes(one.value)),
    probe: probe.operation,
  };
}

/** What somebody has who knew the cookies from before the sign-in: none of the session's parts that came with it. */
function knownBefore(now: readonly Credential[], carriers: readonly Credential[], before: readonly Cookie[]) {
  return now.flatMap((one) => {
    if (!carriers.some(({ place, name }) => place === one.place && name === one.name)) return [one];
    const old = one.place === 'cookie' ? before.find(({ name }) => name === one.name) : undefined;
    return old ? [{ ...one, value: old.value }] : [];
  });
}

async function tokens(
  subject: string,
  session: OwnSession,
  known: readonly Carried[],
  refresh: readonly string[],
  context: CollectContext,
): Promise<void> {
  const done = new Set<string>();
  for (const carried of known) {
    for (const carrier of carried.carriers) {
      const key = `${carrier.place} ${carrier.name}`;
      if (done.has(key)) continue;
      const current = (await carried.probe.credentials()).find(
        (one) => one.place === carrier.place && one.name === carrier.name,
      );
      const record = current && (await tryEveryDoor(session, carried, current, refresh, context));
      if (!record) continue;
      done.add(key);
      context.emit('session.token', `${subject} ${key}`, record);
    }
  }
  if (done.size === 0)
    context.gap(
      'session.token',
      subject,
      gap('inconclusive', 'No single cookie or header decides alone who is asking, so none was altered.', byHand, 15),
    );
}

async function lifetime(
  subject: string,
  session: OwnSession,
  { probe }: Carried,
  carriers: readonly ReturnType<typeof shapeOfCarrier>[],
  cookies: readonly { readonly keptSeconds?: number }[],
  renewal: SessionLifetime['renewal'],
  { world, signal, target, emit, progress }: CollectContext,
): Promise<void> {
  const kept = cookies.flatMap((one) => one.keptSeconds ?? []);
  const base = {
    identity: session.identity,
    carriers,
    ...(kept.length > 0 ? { cookieKeptSeconds: Math.max(...kept) } : {}),
    ...(renewal ? { renewal } : {}),
    probe: probe.operation,
  };
  const waitMs = target.waitMs ?? 0;
  if (waitMs < 60_000) return emit('session.lifetime', subject, base);
  progress(`waiting ${Math.round(waitMs / 60_000)} min without a request, to see the session end by itself`);
  const credentials = await probe.credentials();
  // The page may renew its session by itself: it must not be open meanwhile.
  await session.page.goto('about:blank').catch(() => null);
  await world.clock.wait(waitMs, signal);
  const standing = await probe.ask(credentials);
  emit('session.lifetime', subject, { ...base, idle: { seconds: Math.round(waitMs / 1000), standing } });
}

const byHand = 'Alter the session value in the browser tools by hand, reload, and see whether it still opens.';
const noProbe: Gap = gap(
  'inconclusive',
  'No answer of the portal names the account, so it cannot be told whom a request was answered as.',
  'Check that the account sees its own name or e-mail somewhere in the portal.',
);

function refuseAll(why: Gap, subject: string, context: CollectContext): void {
  for (const kind of kinds) context.gap(kind, subject, why);
}
