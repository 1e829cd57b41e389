import { GapError } from '../../../model/gap.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { CollectContext } from '../../collector.ts';
import type { Standing } from '../../session-evidence.ts';
import { isReplayable, mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { isEverybodys } from '../tenancy/public-headers.ts';
import { holds } from '../tenancy/atoms.ts';
import { type RawView, rawView } from '../tenancy/view.ts';
import { type Among, byName, hostOf, ownValues, secretsOf, type Sender } from './own-values.ts';
import { isMeagre, rankOf } from './rank-answers.ts';
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
 * answers that name the account first, else answers with values that stay and that strangers do not get. `from`: what another session
 * of the account asked, to be asked with the credentials of this one.
 */
export async function findWhoAmIs(
  session: Session,
  context: CollectContext,
  among: (exchange: Exchange) => boolean = () => true,
  { from = session.recorder.exchanges, files = false }: Among = {},
): Promise<readonly WhoAmI[]> {
  const map = mapOperations(from);
  const candidates = map.operations
    .filter((operation) => isReplayable(operation) && (files || operation.answers !== 'file'))
    .flatMap((operation) => (operation.by.get(session.identity) ?? []).map(({ exchange }) => ({ operation, exchange })))
    .filter(({ exchange }) => exchange.afterSignIn && exchange.status < 300 && among(exchange))
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
    const key = `${operation.host} ${secretsOf(exchange).join(' ')} ${'cookie' in exchange.requestHeaders}`;
    const tries = asked.get(key) ?? 0;
    if (found.has(key) || found.size >= 3 || tries >= 5) continue;
    asked.set(key, tries + 1);
    const name = `${operation.method} ${operation.template}`;
    const probe = await probeOf(session, exchange, { name, names: rank < 9 }, context);
    if (probe) found.set(key, probe);
  }
  return [...found.values()];
}

/** The read of another session of the account, with what this one sends of the same kind; undefined where it has sent nothing of it. */
export async function askedBySession(
  session: Session,
  { exchange, operation, names }: WhoAmI,
  context: CollectContext,
): Promise<WhoAmI | undefined> {
  const secrets = secretsOf(exchange);
  const sends = (one: Exchange) =>
    one.afterSignIn && hostOf(one) === hostOf(exchange) && secrets.every((name) => name in one.requestHeaders);
  if (!session.recorder.exchanges.some(sends)) return undefined;
  return probeOf(session, exchange, { name: operation, names }, context);
}

/** The read, where it opens the account with this session's credentials and nothing without them. */
async function probeOf(
  session: Session,
  exchange: Exchange,
  { name, names }: { readonly name: string; readonly names: boolean },
  context: CollectContext,
): Promise<WhoAmI | undefined> {
  const request = requestOf(session, exchange, context);
  const enough = names ? 1 : 2;
  const values = names ? session.self : await ownValues(request);
  if (values.length < enough) return undefined;
  const askFor: WhoAmI['askFor'] = (other, given) => requestOf(session, other, context).send(given);
  const kind = [hostOf(exchange), ...secretsOf(exchange).filter((one) => !/csrf|xsrf/i.test(one))].join(' ');
  const probe = whoAmI({ ...request, askFor, kind }, exchange, name, values, enough);
  return (await probe.ask(await probe.credentials())) === 'in' && (await probe.ask([])) === 'out' ? probe : undefined;
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
