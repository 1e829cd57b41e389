import { GapError } from '../../../model/gap.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { CollectContext } from '../../collector.ts';
import type { Standing } from '../../session-evidence.ts';
import { isReplayable, mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import { rawView } from '../tenancy/view.ts';
import { isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';

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
  /** What the browser would send now. */
  readonly credentials: () => Promise<readonly Credential[]>;
  /** Asks with exactly these credentials. */
  readonly ask: (credentials: readonly Credential[], names?: readonly string[]) => Promise<Standing>;
}

const dropped =
  /^(:|host$|content-length$|connection$|if-|range$|accept-encoding$|cookie$|transfer-encoding$|upgrade|sec-websocket|purpose$|traceparent$)/i;
const secretName =
  /^(authorization|proxy-authorization)$|(^|-)(auth|token|session|jwt|credential|sid|api-?key)(-|$)|^x-access/i;

/**
 * Reads of this session whose answers name the account, one for each host and kind of credential, at most three. Nobody
 * gets such an answer without credentials.
 */
export async function findWhoAmIs(session: Session, context: CollectContext): Promise<readonly WhoAmI[]> {
  const map = mapOperations(session.recorder.exchanges);
  const candidates = map.operations
    .filter((operation) => isReplayable(operation) && operation.answers !== 'file')
    .flatMap((operation) => (operation.by.get(session.identity) ?? []).map(({ exchange }) => ({ operation, exchange })))
    .filter(({ exchange }) => exchange.afterSignIn && exchange.status < 300)
    .map((one) => ({ ...one, rank: rankOf(one.exchange, one.operation.template, session.self) }))
    .filter((one) => one.rank < 9)
    .sort((one, other) => one.rank - other.rank || one.exchange.body.length - other.exchange.body.length);
  const found = new Map<string, WhoAmI>();
  const asked = new Map<string, number>();
  for (const { operation, exchange } of candidates) {
    const secrets = Object.keys(exchange.requestHeaders).filter((name) => secretName.test(name));
    const key = `${operation.host} ${secrets.sort().join(' ')} ${/\bcookie\b/i.test(Object.keys(exchange.requestHeaders).join(' '))}`;
    const tries = asked.get(key) ?? 0;
    if (found.has(key) || found.size >= 3 || tries >= 3) continue;
    asked.set(key, tries + 1);
    const probe = whoAmI(session, exchange, `${operation.method} ${operation.template}`, context);
    if ((await probe.ask(await probe.credentials())) !== 'in') continue;
    if ((await probe.ask([])) !== 'in') found.set(key, probe);
  }
  return [...found.values()];
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

function whoAmI(session: Session, exchange: Exchange, operation: string, context: CollectContext): WhoAmI {
  const { world, signal } = context;
  const host = new URL(exchange.url).host;
  const latest = () =>
    session.recorder.exchanges.findLast(
      (one) =>
        one.afterSignIn &&
        new URL(one.url).host === host &&
        Object.keys(exchange.requestHeaders).every((name) => !secretName.test(name) || name in one.requestHeaders),
    ) ?? exchange;
  const plain: HeaderList = Object.entries(exchange.requestHeaders).filter(
    ([name]) => !dropped.test(name) && !secretName.test(name),
  );
  return {
    operation,
    url: exchange.url,
    page: exchange.page,
    exchange,
    async credentials() {
      const cookies = await session.context.cookies(exchange.url);
      const headers = Object.entries(latest().requestHeaders).filter(
        ([name]) => secretName.test(name) && !/csrf|xsrf/i.test(name),
      );
      return [
        ...cookies.map(({ name, value }): Credential => ({ place: 'cookie', name, value })),
        ...headers.map(([name, value]): Credential => ({ place: 'header', name, value })),
      ];
    },
    async ask(credentials, names = session.self) {
      for (const { value } of credentials) if (isSecretLike(value)) world.vault.add(withoutScheme(value), 'credential');
      const cookies = credentials.filter((one) => one.place === 'cookie');
      const headers: [string, string][] = [
        ...plain.map(([name, value]): [string, string] => [name, value]),
        ...credentials
          .filter((one) => one.place === 'header')
          .map(({ name, value }): [string, string] => [name, value]),
      ];
      if (cookies.length > 0) headers.push(['cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')]);
      try {
        const response = await world.http.request({
          url: exchange.url,
          method: exchange.method,
          headers,
          ...(exchange.requestBody !== undefined ? { body: exchange.requestBody } : {}),
          permit: 'sign-in',
          timeoutMs: 15_000,
          signal,
        });
        return standingOf(rawView(session.identity, { ok: true, response }, ''), names);
      } catch (thrown) {
        if (signal.aborted || !(thrown instanceof GapError) || thrown.gap.reason === 'budget-spent') throw thrown;
        return 'unclear';
      }
    },
  };
}

function standingOf(view: ReturnType<typeof rawView>, names: readonly string[]): Standing {
  const text = view.content.text.toLowerCase();
  if (view.outcome === 'data' && names.some((name) => holds(text, name.toLowerCase()))) return 'in';
  if (view.outcome === 'rate-limited' || view.outcome === 'failed') return 'unclear';
  if (view.outcome === 'server-error') return view.status === 500 ? 'crashed' : 'unclear';
  return 'out';
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
