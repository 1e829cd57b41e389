import { GapError } from '../../../model/gap.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { CollectContext } from '../../collector.ts';
import type { Standing } from '../../session-evidence.ts';
import { isReplayable, mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { isEverybodys } from '../tenancy/public-headers.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds, isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import { type RawView, rawView } from '../tenancy/view.ts';
import { isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';
import { credentialHeader } from '../words.ts';

/** One credential of a request: a cookie, or a header that carries a token. Raw: memory only. */
export interface Credential {
  readonly place: 'cookie' | 'header';
  readonly name: string;
  readonly value: string;
}

/** A request whose answer names the account, sent with whatever credentials one likes. */
export interface WhoAmI {
  readonly operation: string;
  readonly url: string;
  readonly page: string;
  readonly exchange: Exchange;
  /** Host, and the headers that carry who is asking: none besides the cookie, or a token. */
  readonly kind: string;
  /** Whether the answer names the account; one with other values that stay may be a visitor's too, a cart for instance. */
  readonly names: boolean;
  /** What the browser would send now. */
  readonly credentials: () => Promise<readonly Credential[]>;
  /** Asks with exactly these credentials; with `others` an answer as one of them counts too. */
  readonly ask: (credentials: readonly Credential[], others?: readonly string[]) => Promise<Standing>;
  /** The same with headers put in, and what came back of headers. */
  readonly raw: (
    credentials: readonly Credential[],
    extra: HeaderList,
  ) => Promise<{
    readonly standing: Standing;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }>;
  /** Another recorded request of the same host with these credentials. */
  readonly askFor: (other: Exchange, credentials: readonly Credential[]) => Promise<RawView>;
  /** Headers of the answer to a preflight of this origin. */
  readonly preflight: (origin: string) => Promise<Readonly<Record<string, string>>>;
}

const dropped =
  /^(:|host$|content-length$|connection$|if-|range$|accept-encoding$|cookie$|transfer-encoding$|upgrade|sec-websocket|purpose$|traceparent$)/i;

/**
 * Reads of this session that nobody gets without credentials, one for each host and kind of credential, at most three:
 * answers that name the account first, else answers with values that stay and that strangers do not get.
 */
export async function findWhoAmIs(session: Session, context: CollectContext): Promise<readonly WhoAmI[]> {
  const map = mapOperations(session.recorder.exchanges);
  const candidates = map.operations
    .filter((operation) => isReplayable(operation) && operation.answers !== 'file')
    .flatMap((operation) => (operation.by.get(session.identity) ?? []).map(({ exchange }) => ({ operation, exchange })))
    .filter(({ exchange }) => exchange.afterSignIn && exchange.status < 300)
    .map((one) => ({ ...one, rank: rankOf(one.exchange, one.operation.template, session.self) }))
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        Number(isMeagre(one)) - Number(isMeagre(other)) ||
        one.exchange.body.length - other.exchange.body.length,
    );
  const found = new Map<string, WhoAmI>();
  const asked = new Map<string, number>();
  for (const { operation, exchange, rank } of candidates) {
    const secrets = Object.keys(exchange.requestHeaders).filter((name) => credentialHeader.test(name));
    const key = `${operation.host} ${secrets.sort().join(' ')} ${'cookie' in exchange.requestHeaders}`;
    const tries = asked.get(key) ?? 0;
    if (found.has(key) || found.size >= 3 || tries >= 5) continue;
    asked.set(key, tries + 1);
    const request = requestOf(session, exchange, context);
    const values = rank < 9 ? session.self : await ownValues(request);
    if (values.length < (rank < 9 ? 1 : 2)) continue;
    const askFor: WhoAmI['askFor'] = (other, given) => requestOf(session, other, context).send(given);
    const probe = whoAmI(
      { ...request, askFor, kind: `${operation.host} ${secrets.filter((name) => !/csrf|xsrf/i.test(name)).join(' ')}` },
      exchange,
      `${operation.method} ${operation.template}`,
      values,
      rank < 9 ? 1 : 2,
    );
    if ((await probe.ask(await probe.credentials())) === 'in' && (await probe.ask([])) === 'out') found.set(key, probe);
  }
  return [...found.values()];
}

/** Where nobody is named, two values have to be the account's own: a count or a yes holds none. */
const isMeagre = ({ rank, exchange }: { readonly rank: number; readonly exchange: Exchange }) =>
  rank >= 9 && exchange.body.length < 160;

/** Values of an answer that stay from one request to the next, and that nobody gets without credentials. */
async function ownValues({ credentials, send }: Sender): Promise<readonly string[]> {
  const all = await credentials();
  const [first, second, bare] = [await send(all), await send(all), await send([])];
  if (first.outcome !== 'data' || second.outcome !== 'data') return [];
  return stableLeaves(first.content.leaves, second.content.leaves)
    .filter((leaf) => isAtomLike(leaf) && !bare.content.text.includes(leaf.value))
    .map((leaf) => leaf.value)
    .slice(0, 40);
}

/** Lower is better; 9 and more is no candidate. An object that names the account comes before a list that may name others. */
function rankOf(exchange: Exchange, template: string, self: readonly string[]): number {
  const content = exchangeContent(exchange);
  const name = self.find((one) => holds(content.text.toLowerCase(), one.toLowerCase()));
  if (name === undefined) return 9;
  const kind = content.kind === 'json' && !Array.isArray(content.json) ? 0 : content.kind === 'json' ? 2 : 1;
  const listed = content.leaves.some(
    (leaf) => /\[\d+\]/.test(leaf.path) && leaf.value.toLowerCase().includes(name.toLowerCase()),
  );
  return kind + (listed ? 3 : 0) + (/\/(me|whoami|user|profile|account|session|current)\b/i.test(template) ? -1 : 0);
}

interface Sender {
  readonly credentials: () => Promise<readonly Credential[]>;
  readonly send: (credentials: readonly Credential[], more?: More) => Promise<RawView>;
}
/** What a request differs in besides its credentials, and where its headers go. */
interface More {
  readonly method?: string;
  readonly extra?: HeaderList;
  readonly onHeaders?: (headers: HeaderList) => void;
}

/** The recorded request with its credentials taken out, to be sent with any others. */
function requestOf(session: Session, exchange: Exchange, { world, signal, live }: CollectContext): Sender {
  const all = [...(live?.get(sessionsSlot)?.values() ?? [])].flatMap(({ recorder }) => recorder.exchanges);
  const host = new URL(exchange.url).host;
  const latest = () =>
    session.recorder.exchanges.findLast(
      (one) =>
        one.afterSignIn &&
        new URL(one.url).host === host &&
        Object.keys(exchange.requestHeaders).every(
          (name) => !credentialHeader.test(name) || name in one.requestHeaders,
        ),
    ) ?? exchange;
  const isSecret = (name: string, value: string) => credentialHeader.test(name) && !isEverybodys(all, name, value);
  const plain: HeaderList = Object.entries(exchange.requestHeaders).filter(
    ([name, value]) => !dropped.test(name) && !isSecret(name, value),
  );
  return {
    async credentials() {
      const cookies = await session.context.cookies(exchange.url);
      const headers = Object.entries(latest().requestHeaders).filter(
        ([name, value]) => isSecret(name, value) && !/csrf|xsrf/i.test(name),
      );
      return [
        ...cookies.map(({ name, value }): Credential => ({ place: 'cookie', name, value })),
        ...headers.map(([name, value]): Credential => ({ place: 'header', name, value })),
      ];
    },
    async send(credentials, { method, extra = [], onHeaders } = {}) {
      for (const { value } of credentials) if (isSecretLike(value)) world.vault.add(withoutScheme(value), 'credential');
      const cookies = credentials.filter((one) => one.place === 'cookie');
      const added = new Set(extra.map(([name]) => name.toLowerCase()));
      const headers = [
        ...plain.filter(([name]) => !added.has(name.toLowerCase())),
        ...extra,
        ...credentials.filter((one) => one.place === 'header').map(({ name, value }) => [name, value] as const),
        ...(cookies.length > 0
          ? [['cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')] as const]
          : []),
      ];
      try {
        const response = await world.http.request({
          url: exchange.url,
          method: method ?? exchange.method,
          headers,
          ...(method === undefined && exchange.requestBody !== undefined ? { body: exchange.requestBody } : {}),
          permit: 'sign-in',
          timeoutMs: 15_000,
          signal,
        });
        onHeaders?.(response.headers);
        return rawView(session.identity, { ok: true, response }, '');
      } catch (thrown) {
        if (signal.aborted || !(thrown instanceof GapError) || thrown.gap.reason === 'budget-spent') throw thrown;
        return rawView(session.identity, { ok: false, detail: thrown.gap.detail }, '');
      }
    },
  };
}

function whoAmI(
  { credentials, send, askFor, kind }: Sender & Pick<WhoAmI, 'askFor' | 'kind'>,
  exchange: Exchange,
  operation: string,
  values: readonly string[],
  enough: number,
): WhoAmI {
  return {
    operation,
    url: exchange.url,
    page: exchange.page,
    exchange,
    kind,
    names: enough === 1,
    credentials,
    askFor,
    ask: async (given, others) => standingOf(await send(given), others),
    async raw(given, extra) {
      let headers: HeaderList = [];
      const view = await send(given, {
        extra,
        onHeaders: (list) => {
          headers = list;
        },
      });
      return { standing: standingOf(view), status: view.status, headers: byName(headers) };
    },
    async preflight(origin) {
      let headers: HeaderList = [];
      await send([], {
        method: 'OPTIONS',
        extra: [
          ['origin', origin],
          ['access-control-request-method', exchange.method],
          ['access-control-request-headers', 'authorization, content-type'],
        ],
        onHeaders: (list) => {
          headers = list;
        },
      });
      return byName(headers);
    },
  };

  function standingOf(view: RawView, others?: readonly string[]): Standing {
    const text = view.content.text.toLowerCase();
    const held = (list: readonly string[]) => list.filter((one) => holds(text, one.toLowerCase())).length;
    if (view.outcome === 'data' && held(values) >= enough) return 'in';
    // Answered as somebody else: by their name, or, where the answer names nobody, by being an answer at all.
    if (view.outcome === 'data' && others && (enough === 1 ? held(others) > 0 : true)) return 'in';
    if (view.outcome === 'rate-limited' || view.outcome === 'failed') return 'unclear';
    if (view.outcome === 'server-error') return view.status === 500 ? 'crashed' : 'unclear';
    return 'out';
  }
}

const byName = (headers: HeaderList): Readonly<Record<string, string>> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));

/** The credentials with one of them replaced (or left out, where `value` is undefined). */
export function withCredential(
  all: readonly Credential[],
  which: Pick<Credential, 'place' | 'name'>,
  value: string | undefined,
): readonly Credential[] {
  return all.flatMap((one) =>
    one.place !== which.place || one.name !== which.name ? [one] : value === undefined ? [] : [{ ...one, value }],
  );
}
