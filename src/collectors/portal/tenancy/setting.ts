import { notSignedIn } from '../not-signed-in.ts';
import { gap, GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { keyOf, mapOperations, type Operation, type OperationMap } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { renewSession } from '../renew-session.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { type AliveProbe, findAliveProbe } from './alive.ts';
import { aliveByChannel } from './alive-by-channel.ts';
import { exchangeContent } from './answer-text.ts';
import { holds } from './atoms.ts';
import { type Canary, canariesSlot } from './canary.ts';
import { gaveAwaySlot, givenAway, toldToAll, toldToAllSlot } from './gave-away.ts';
import { pageFrame } from './page-frame.ts';
import { createReplayer, type PlainRequest, type Replayer } from './replay.ts';
import { rawView, type RawView } from './view.ts';

/** Everything the proofs share: sessions, the map, who lives, what others know, one way to ask. */
export interface Setting {
  readonly context: CollectContext;
  readonly map: OperationMap;
  /** What was recorded, without what a list gave away that was shown to be open. */
  readonly exchanges: readonly Exchange[];
  readonly gaveAway: (operation: Operation) => boolean;
  readonly session: (identity: IdentityName) => Session | undefined;
  readonly probe: (identity: IdentityName) => Promise<AliveProbe>;
  readonly canariesOf: (identity: IdentityName) => readonly Canary[];
  readonly ask: (request: PlainRequest, as: IdentityName) => Promise<RawView>;
  readonly nonsense: (request: PlainRequest, as: IdentityName) => Promise<RawView>;
  /** Brings a lost session back: a reload lets the page refresh its tokens; else one more sign-in, once in a run. */
  readonly renew: (session: Session) => Promise<void>;
  /** Whether this identity (or nobody) met the value in ordinary use. */
  readonly knows: (identity: IdentityName, value: string) => boolean;
  /** Whether the value stands on this identity's pages whatever they are about: a menu, a token of the session. */
  readonly frames: (identity: IdentityName, value: string) => boolean;
}

/** Builds the setting from the sessions of this run; throws GapError where a session or a who-am-I is missing. */
export function prepareSetting(context: CollectContext): Setting {
  const sessions = context.live.get(sessionsSlot) ?? new Map<IdentityName, Session>();
  const all = [...sessions.values()].flatMap((session) => session.recorder.exchanges);
  const gave = context.live.get(gaveAwaySlot);
  const everything = mapOperations(all);
  const told = context.live.get(toldToAllSlot);
  const unheard = new Set([...givenAway(everything, gave, all), ...toldToAll(everything, told, all)]);
  const map = unheard.size > 0 ? mapOperations(all, unheard) : everything;
  const exchanges = all.filter((one) => !unheard.has(one));
  const replayer: Replayer = createReplayer(context.world, [...sessions.values()], context.signal);
  const probes = new Map<IdentityName, Promise<AliveProbe | undefined>>();
  const nonsenseViews = new Map<string, Promise<RawView>>();
  const now = () => context.world.clock.now().toISOString();
  const texts = new Map<IdentityName, readonly string[]>();
  const leaves = new Map<IdentityName, ReadonlySet<string>>();
  const known = new Map<string, boolean>();
  const framed = new Map<IdentityName, ReadonlySet<string>>();
  const ask = async (request: PlainRequest, as: IdentityName): Promise<RawView> => {
    const session = sessions.get(as);
    if (!session) return rawView(as, { ok: false, detail: `${as} is not signed in` }, now());
    return rawView(as, await replayer.send(request, session), now());
  };
  return {
    context,
    map,
    exchanges,
    gaveAway: (operation) => gave?.operations.has(keyOf(operation)) === true || told?.has(keyOf(operation)) === true,
    session: (identity) => sessions.get(identity),
    async probe(identity) {
      const session = sessions.get(identity);
      if (!session) throw new GapError(notSignedIn(identity, context));
      const nobody = sessions.get('anonymous');
      const known =
        probes.get(identity) ??
        findAliveProbe(session, nobody, map, replayer).then((found) => found ?? aliveByChannel(session, nobody));
      probes.set(identity, known);
      const probe = await known;
      if (probe) return probe;
      throw new GapError(
        gap(
          'session-lost',
          `No recorded answer proves that ${identity} is still signed in, so no denial can be trusted.`,
          'Check that the account sees its own name or e-mail somewhere in the portal.',
        ),
      );
    },
    canariesOf: (identity) => (context.live.get(canariesSlot) ?? []).filter((one) => one.identity === identity),
    ask,
    renew: (session) => renewSession(session, context),
    nonsense(request, as) {
      const url = new URL(request.url);
      const key = `${as} ${url.host}`;
      const known =
        nonsenseViews.get(key) ??
        ask(
          {
            method: 'GET',
            like: request.like,
            url: nonsenseBelow(url, context.world.randomHex(6)),
          },
          as,
        );
      nonsenseViews.set(key, known);
      return known;
    },
    frames(identity, value) {
      const frame = framed.get(identity) ?? pageFrame(map.operations, identity);
      framed.set(identity, frame);
      return frame.has(value);
    },
    knows(identity, value) {
      // Menus and forms say the same on every page: each value is looked for once.
      const key = `${identity} ${value}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const own = () => exchanges.filter((one) => one.identity === identity);
      const set =
        leaves.get(identity) ?? new Set(own().flatMap((one) => exchangeContent(one).leaves.map((leaf) => leaf.value)));
      leaves.set(identity, set);
      const all = texts.get(identity) ?? own().map((one) => exchangeContent(one).text);
      texts.set(identity, all);
      const found = set.has(value) || all.some((text) => holds(text, value));
      known.set(key, found);
      return found;
    },
  };
}

/** An address that nobody has, below the first part of a path. A path of two slashes would name another host. */
export function nonsenseBelow(url: URL, word: string): string {
  const first = url.pathname.split('/')[1] ?? '';
  return `${url.origin}${first === '' ? '' : `/${first}`}/${word}`;
}
