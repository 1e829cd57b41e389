import type { Alive } from '../../portal-evidence.ts';
import { isReplayable, type OperationMap } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { holds, isAtomLike } from './atoms.ts';
import type { PlainRequest, Replayer } from './replay.ts';
import { outcomeOf, rawView } from './view.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';

/** Asks the portal who is asking; true while the session lives. */
export interface AliveProbe {
  readonly session: Session;
  readonly isAlive: () => Promise<boolean>;
  readonly by: string;
}

/**
 * A read whose answer names the account itself (an object answer before a list: lists may name others), and that nobody
 * gets without a session. Some answer that out of the token alone, after the session is over: one of the account's other
 * reads has to answer as well. undefined when no such read was recorded.
 */
export async function findAliveProbe(
  session: Session,
  anonymous: Session | undefined,
  map: OperationMap,
  replayer: Replayer,
): Promise<AliveProbe | undefined> {
  const names = session.self;
  const candidates = map.operations
    .filter((operation) => isReplayable(operation) && operation.answers !== 'file')
    .flatMap((operation) => (operation.by.get(session.identity) ?? []).map(({ exchange }) => ({ operation, exchange })))
    .filter(({ exchange }) => exchange.status < 300)
    .map((one) => {
      const content = exchangeContent(one.exchange);
      const name = names.find((self) => holds(content.text.toLowerCase(), self.toLowerCase()));
      const personal = content.kind === 'json' && !Array.isArray(content.json) ? 0 : content.kind === 'json' ? 2 : 1;
      const listed = content.leaves.some(
        (leaf) =>
          /\[\d+\]/.test(leaf.path) && name !== undefined && leaf.value.toLowerCase().includes(name.toLowerCase()),
      );
      return {
        ...one,
        name,
        rank:
          personal +
          (listed ? 3 : 0) +
          (/\/(me|whoami|user|profile|account|session|current)\b/i.test(one.operation.template) ? -1 : 0),
      };
    })
    .filter((one) => one.name !== undefined)
    .sort((one, other) => one.rank - other.rank || one.exchange.body.length - other.exchange.body.length);

  for (const { exchange, name, operation } of candidates.slice(0, 4)) {
    const request: PlainRequest = {
      method: exchange.method,
      url: exchange.url,
      like: exchange,
      ...(exchange.requestBody !== undefined ? { body: exchange.requestBody } : {}),
    };
    const says = async (as: Session) => {
      const view = rawView(as.identity, await replayer.send(request, as), '');
      return view.outcome === 'data' && holds(view.content.text.toLowerCase(), (name ?? '').toLowerCase());
    };
    if (!(await says(session))) continue;
    if (anonymous && (await says(anonymous))) continue;
    const witnesses = await findWitnesses(session, anonymous, map, replayer, operation.template);
    const isAlive = async () => (await says(session)) && (witnesses.length === 0 || (await anyOf(witnesses)));
    return { session, isAlive, by: `${operation.method} ${operation.template}` };
  }
  return byOwnContent(session, anonymous, map, replayer);
}

async function anyOf(looks: readonly (() => Promise<boolean>)[]): Promise<boolean> {
  for (const look of looks) if (await look()) return true;
  return false;
}

/** Reads, three at most, that gave this session something of its own when it was recorded, and give a visitor nothing. */
async function findWitnesses(
  session: Session,
  anonymous: Session | undefined,
  map: OperationMap,
  replayer: Replayer,
  besides: string,
): Promise<readonly (() => Promise<boolean>)[]> {
  const witnesses: (() => Promise<boolean>)[] = [];
  let tried = 0;
  for (const { exchange } of ownReads(session, anonymous, map, besides)) {
    tried += 1;
    if (tried > 12 || witnesses.length === 3) break;
    const request: PlainRequest = { method: exchange.method, url: exchange.url, like: exchange };
    const gives = async (as: Session) => rawView(as.identity, await replayer.send(request, as), '').outcome === 'data';
    if (anonymous && (await gives(anonymous))) continue;
    witnesses.push(() => gives(session));
  }
  return witnesses;
}

const gave = (one: Exchange) => outcomeOf(one.status, exchangeContent(one), one.responseHeaders.location) === 'data';

/** Recorded reads that hold something which no visitor saw, short ones first. */
function ownReads(session: Session, anonymous: Session | undefined, map: OperationMap, besides?: string) {
  const open = (anonymous?.recorder.exchanges ?? []).map((one) => exchangeContent(one).text);
  return (
    map.operations
      .filter((operation) => isReplayable(operation) && operation.method === 'GET' && operation.answers !== 'file')
      .filter((operation) => operation.template !== besides)
      .flatMap((operation) =>
        (operation.by.get(session.identity) ?? []).slice(0, 1).map(({ exchange }) => ({ operation, exchange })),
      )
      // Some refuse with a 200: what was no answer while the session lived says nothing of its end.
      .filter(({ exchange }) => exchange.status < 300 && gave(exchange))
      .sort((one, other) => one.exchange.body.length - other.exchange.body.length)
      .flatMap(({ operation, exchange }) => {
        const value = exchangeContent(exchange).leaves.find(
          (leaf) => leaf.value.length >= 8 && isAtomLike(leaf) && !open.some((text) => text.includes(leaf.value)),
        )?.value;
        return value === undefined ? [] : [{ operation, exchange, value }];
      })
  );
}

/** No answer names the account: one that holds something only this session gets does as well. */
async function byOwnContent(
  session: Session,
  anonymous: Session | undefined,
  map: OperationMap,
  replayer: Replayer,
): Promise<AliveProbe | undefined> {
  let tried = 0;
  for (const { operation, exchange, value } of ownReads(session, anonymous, map)) {
    tried += 1;
    if (tried > 5) break;
    const request: PlainRequest = { method: exchange.method, url: exchange.url, like: exchange };
    const says = async (as: Session) => {
      const view = rawView(as.identity, await replayer.send(request, as), '');
      return view.outcome === 'data' && holds(view.content.text, value);
    };
    if (!(await says(session)) || (anonymous && (await says(anonymous)))) continue;
    return { session, isAlive: () => says(session), by: `${operation.method} ${operation.template}` };
  }
  return undefined;
}

/**
 * Runs a batch between two looks at who is asking. Where a session died, it is renewed (the page reloads and refreshes its
 * tokens, else one more sign-in) and the batch is void and runs once more. A batch around which a session died proves nothing.
 */
export async function betweenProbes<T>(
  probes: readonly AliveProbe[],
  batch: () => Promise<T>,
  renew: (session: Session) => Promise<void>,
): Promise<{ result: T; alive: Alive[] }> {
  const look = () => Promise.all(probes.map((probe) => probe.isAlive()));
  const renewLost = async (alive: readonly boolean[]) => {
    for (const [at, lives] of alive.entries()) if (!lives && probes[at]) await renew(probes[at].session);
  };
  let before = await look();
  if (before.includes(false)) {
    await renewLost(before);
    before = await look();
  }
  let result = await batch();
  let after = await look();
  if (after.includes(false)) {
    await renewLost(after);
    before = await look();
    result = await batch();
    after = await look();
  }
  return {
    result,
    alive: probes.map((probe, at) => ({
      identity: probe.session.identity,
      before: before[at] ?? false,
      after: after[at] ?? false,
    })),
  };
}
