import { GapError } from '../../../model/gap.ts';
import { endOfSigned } from '../../../parse/signed-address.ts';
import type { CollectContext } from '../../collector.ts';
import type { SessionLogout } from '../../session-evidence.ts';
import { isReplayable, mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isSigned } from '../tenancy/requests.ts';
import { type RawView, rawView } from '../tenancy/view.ts';
import type { WhoAmI } from './who-am-i.ts';

const mostProducers = 2;

/** A file behind a signed address that the session was handed, as anybody sees it while the session lasts. Raw: memory only. */
export interface TakenFile {
  readonly url: string;
  readonly given: RawView;
}

/**
 * Signed addresses that this session is handed: reads of the walk that answered with some are asked again with its own credentials.
 * Only what the address opens by itself counts: nobody's credentials go with it.
 */
export async function takeSignedFiles(
  main: Session | undefined,
  probes: readonly WhoAmI[],
  context: CollectContext,
): Promise<readonly TakenFile[]> {
  const taken = new Map<string, TakenFile>();
  for (const { exchange, probe } of producersOf(main, probes).slice(0, mostProducers)) {
    const answer = await probe.askFor(exchange, await probe.credentials());
    const [url] = answer ? signedIn(answer.content.leaves, exchange.url) : [];
    if (url === undefined || taken.has(new URL(url).pathname)) continue;
    const given = await openWithout(url, context);
    if (given?.outcome === 'data') taken.set(new URL(url).pathname, { url, given });
  }
  return [...taken.values()];
}

/** What the addresses open after the sign-out. */
export async function openAgain(
  taken: readonly TakenFile[],
  context: CollectContext,
): Promise<NonNullable<SessionLogout['files']>> {
  const found: NonNullable<SessionLogout['files']>[number][] = [];
  for (const { url, given } of taken) {
    const now = await openWithout(url, context);
    const ends = endOfSigned(new URL(url));
    const left = ends === undefined ? undefined : Math.round((ends - context.world.clock.now().getTime()) / 1000);
    found.push({
      path: context.world.vault.redact(new URL(url).pathname),
      standing:
        now?.outcome === 'data' && now.digest === given.digest && now.digest !== undefined
          ? 'in'
          : now === undefined || ['server-error', 'rate-limited', 'failed'].includes(now.outcome)
            ? 'unclear'
            : 'out',
      ...(left === undefined ? {} : { secondsLeft: left }),
    });
  }
  return found;
}

function producersOf(main: Session | undefined, probes: readonly WhoAmI[]) {
  const map = mapOperations(main?.recorder.exchanges ?? []);
  return map.operations
    .filter((operation) => isReplayable(operation) && operation.answers !== 'file')
    .flatMap((operation) => (main && operation.by.get(main.identity)?.map(({ exchange }) => exchange)) ?? [])
    .filter((one) => one.afterSignIn && one.status < 300 && signedIn(exchangeContent(one).leaves, one.url).length > 0)
    .flatMap((exchange) => {
      const probe = probes.find(({ url }) => new URL(url).host === new URL(exchange.url).host);
      return probe ? [{ exchange, probe }] : [];
    });
}

function signedIn(leaves: readonly { readonly value: string }[], base: Exchange['url']): readonly string[] {
  return leaves.flatMap(({ value }) =>
    /^(https?:\/\/|\/)\S+\?\S+=/.test(value) && URL.canParse(value, base) && isSigned(new URL(value, base).href)
      ? [new URL(value, base).href]
      : [],
  );
}

/** undefined where the fence does not let it be asked for: a stranger's storage. */
async function openWithout(url: string, { world, signal }: CollectContext): Promise<RawView | undefined> {
  try {
    const response = await world.http.request({ url, method: 'GET', headers: [], permit: 'sign-in', signal });
    return rawView('anonymous', { ok: true, response }, '');
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return undefined;
  }
}
