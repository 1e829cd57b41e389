import { GapError } from '../../../model/gap.ts';
import { isEverybodys } from './public-headers.ts';
import type { Permit } from '../../../model/permit.ts';
import type { HeaderList, HttpResponse, World } from '../../../world/world.ts';
import { changeSlot } from '../operations/put-into.ts';
import { slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import { credentialHeader, forgeryHeader } from '../words.ts';
import { credentialKind } from './credential-kind.ts';
import { isCredentialSlot } from './known-references.ts';
import { createInertiaVersions } from './inertia-version.ts';
import { asNextWants, belongsToPattern } from './next-router.ts';
import { namesThatTell } from './telling-headers.ts';

/** A request to send again, without anybody's credentials. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  /** The recorded exchange it comes from: its headers are the pattern. */
  readonly like: Exchange;
  /** Headers to add, for a tenant header put in on purpose. */
  readonly extra?: HeaderList;
  /** Cookies to put in place of the session's own, for a tenant cookie changed on purpose. */
  readonly cookies?: Readonly<Record<string, string>>;
  /** Default `cross-tenant`. */
  readonly permit?: Permit;
}

export type Answer =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly detail: string };

/**
 * Where the session goes in a body or a parameter, each asker sends its own, and nobody none: the owner's key would open, and
 * prove nothing.
 */
function withOwnKeys(request: PlainRequest, as: Session): PlainRequest {
  if (request.like.identity === as.identity) return request;
  const carrier = {
    method: request.method,
    url: request.url,
    headers: request.like.requestHeaders,
    ...(request.body !== undefined ? { body: request.body } : {}),
  };
  let changed = request;
  for (const slot of slotsOf(carrier).filter(isCredentialSlot)) {
    const own = as.recorder.exchanges
      .slice(-300)
      .flatMap(({ method, url, requestHeaders, requestBody }) =>
        slotsOf({ method, url, headers: requestHeaders, ...(requestBody !== undefined ? { body: requestBody } : {}) }),
      )
      .findLast((one) => one.place === slot.place && one.name === slot.name)?.value;
    const { url, body } = changeSlot(
      { ...carrier, url: changed.url, ...(changed.body !== undefined ? { body: changed.body } : {}) },
      slot,
      own ?? '',
    );
    changed = { ...changed, url, ...(body !== undefined ? { body } : {}) };
  }
  return changed;
}

/** Answers of a server that is busy, or of what stands before it (RFC 9110 §15.6.3 to 15.6.5). */
const busy: ReadonlySet<number> = new Set([502, 503, 504]);
const busyTries = 2;
const busyMs = 250;
/** What is down is not asked again and again. */
const mostInVain = 6;
/** Never sent again: they belong to one connection, one cache entry or one place on the page. */
const dropped =
  /^(:|host$|content-length$|connection$|if-|range$|accept-encoding$|cookie$|transfer-encoding$|upgrade|sec-websocket|purpose$|traceparent$|idempotency-key$)/i;
const isSecret = (name: string) => credentialHeader.test(name) || forgeryHeader.test(name);

const hosts = new WeakMap<Exchange, string>();
/** Thousands of replays look for the newest request to a host. */
function hostOf(exchange: Exchange): string {
  const host = hosts.get(exchange) ?? new URL(exchange.url).host;
  hosts.set(exchange, host);
  return host;
}

/** Sends requests as one identity or another. Credentials are a bundle: cookies and every header that tells identities apart. */
export interface Replayer {
  send(request: PlainRequest, as: Session): Promise<Answer>;
}

export function createReplayer(world: World, sessions: readonly Session[], signal: AbortSignal): Replayer {
  const kinds = new Map<string, string>();
  const kindOf = (value: string): string => {
    const kind = kinds.get(value) ?? credentialKind(value);
    kinds.set(value, kind);
    return kind;
  };
  const latest = (session: Session, host: string): Exchange | undefined => {
    const isOwn = (one: Exchange) => one.afterSignIn && hostOf(one) === host;
    const { exchanges } = session.recorder;
    return (
      exchanges.findLast((one) => (one.resource === 'xhr' || one.resource === 'fetch') && isOwn(one)) ??
      exchanges.findLast(isOwn)
    );
  };
  /** A customer of one subdomain asks another one with what it has: its own subdomain's. */
  const homeOf = (session: Session, host: string): string => {
    if (session.identity === 'anonymous' || latest(session, host)) return host;
    const rest = host.slice(host.indexOf('.') + 1);
    const own = session.recorder.exchanges.findLast((one) => {
      const known = hostOf(one);
      return one.afterSignIn && known.split('.').length >= 3 && known.slice(known.indexOf('.') + 1) === rest;
    });
    return own ? hostOf(own) : host;
  };
  const latestWith = (session: Session, url: string, host: string, name: string): string | undefined => {
    const { pathname } = new URL(url);
    const near = (one: Exchange) => new URL(one.url).pathname.split('/')[1] === pathname.split('/')[1];
    const own = session.recorder.exchanges.filter(
      (one) => one.requestHeaders[name] !== undefined && hostOf(one) === host,
    );
    return (own.findLast(near) ?? own.at(-1))?.requestHeaders[name];
  };
  /** One host may hold several back ends: the newest credential of the pattern's own kind. */
  const latestOfKind = (session: Session, host: string, name: string, pattern: string): string | undefined => {
    const kind = kindOf(pattern);
    return session.recorder.exchanges.findLast(
      (one) =>
        one.requestHeaders[name] !== undefined && hostOf(one) === host && kindOf(one.requestHeaders[name]) === kind,
    )?.requestHeaders[name];
  };
  const told = new Map<string, { readonly size: number; readonly names: ReadonlySet<string> }>();
  const tellingNames = (host: string): ReadonlySet<string> => {
    const signedIn = sessions.filter((one) => one.identity !== 'anonymous');
    const size = signedIn.reduce((sum, one) => sum + one.recorder.exchanges.length, 0);
    const known = told.get(host);
    if (known?.size === size) return known.names;
    const names = namesThatTell(
      signedIn.map((one) => ({
        latest: latest(one, host)?.requestHeaders,
        all: one.recorder.exchanges
          .filter((each) => each.afterSignIn && hostOf(each) === host)
          .map((each) => each.requestHeaders),
      })),
    );
    told.set(host, { size, names });
    return names;
  };

  const known = new Map<string, boolean>();
  const isPublic = (name: string, value: string): boolean => {
    const key = `${name} ${value}`;
    const all = () => sessions.flatMap((one) => one.recorder.exchanges);
    const found = known.get(key) ?? isEverybodys(all(), name, value);
    known.set(key, found);
    return found;
  };

  async function headersFor(request: PlainRequest, as: Session): Promise<HeaderList> {
    const host = homeOf(as, new URL(request.url).host);
    const telling = tellingNames(host);
    const own = { ...latest(as, host)?.requestHeaders };
    // One host may take cookies here and a token there: what the pattern carries is looked for in its own neighbourhood.
    for (const [name, pattern] of Object.entries(request.like.requestHeaders)) {
      if (!isSecret(name) && !telling.has(name)) continue;
      const value = latestOfKind(as, host, name, pattern) ?? own[name] ?? latestWith(as, request.url, host, name);
      if (value !== undefined) own[name] = value;
    }
    const list: [string, string][] = [];
    for (const [name, value] of Object.entries(request.like.requestHeaders)) {
      if (dropped.test(name) || belongsToPattern(name, request.method, request.like.method)) continue;
      // What its sender puts in for this record stays; credentials are always the latest.
      const recorded = request.like.identity === as.identity && !isSecret(name) && value.length <= 64;
      const carriesWho = !recorded && ((isSecret(name) && !isPublic(name, value)) || telling.has(name));
      if (!carriesWho) list.push([name, value]);
      else if (own[name] !== undefined) list.push([name, own[name]]);
    }
    for (const name of telling)
      if (own[name] !== undefined && !dropped.test(name) && !list.some(([known]) => known === name))
        list.push([name, own[name]]);
    if (
      own.authorization !== undefined &&
      as.identity !== 'anonymous' &&
      !list.some(([known]) => known === 'authorization')
    )
      list.push(['authorization', own.authorization]);
    const given = await as.context.cookies(request.url);
    const cookies =
      given.length > 0 || host === new URL(request.url).host ? given : await as.context.cookies(`https://${host}/`);
    const jar = new Map(cookies.map((cookie) => [cookie.name, cookie.value]));
    for (const [name, value] of Object.entries(request.cookies ?? {})) jar.set(name, encodeURIComponent(value));
    if (jar.size > 0) list.push(['cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; ')]);
    const added = new Set((request.extra ?? []).map(([name]) => name.toLowerCase()));
    return [...list.filter(([name]) => !added.has(name.toLowerCase())), ...(request.extra ?? [])];
  }

  let inVain = 0;
  const versions = createInertiaVersions();
  return {
    async send(given, as) {
      const request = versions.current(withOwnKeys(given, as));
      try {
        const permit = request.permit ?? 'cross-tenant';
        const send = async (url = request.url, one = request) =>
          world.http.request({
            url,
            method: request.method,
            headers: await headersFor(one, as),
            ...(request.body !== undefined ? { body: request.body } : {}),
            permit,
            timeoutMs: 15_000,
            signal,
          });
        let response = await send();
        // A question may be asked again, where a server was busy for a moment; a change only where twice is as good as once.
        for (let more = 0; more < busyTries && inVain < mostInVain && busy.has(response.status); more++) {
          if (permit === 'write' && !/^(PUT|PATCH)$/.test(request.method)) break;
          await world.clock.wait(busyMs, signal);
          response = await send();
          inVain = busy.has(response.status) ? inVain + 1 : 0;
        }
        const page = versions.pageInstead(request, response);
        if (page && versions.learn(page, await send(page.url, page)))
          response = await send(request.url, versions.current(request));
        const checked = asNextWants(request, response);
        return { ok: true, response: checked === undefined ? response : await send(checked) };
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        if (thrown instanceof GapError && thrown.gap.reason !== 'budget-spent' && thrown.gap.reason !== 'no-consent')
          return { ok: false, detail: thrown.gap.detail };
        throw thrown;
      }
    },
  };
}
