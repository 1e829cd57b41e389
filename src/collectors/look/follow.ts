import { GapError } from '../../model/gap.ts';
import { headerValue, headerValues, isHtml, mediaType } from '../../parse/header-list.ts';
import { readHtml } from '../../parse/html.ts';
import { pageRedirect, refreshTarget } from '../../parse/page-redirect.ts';
import { softwareIn } from '../../parse/software-headers.ts';
import { isRedirect, maskedUrl, resolveLocation } from '../../parse/web-address.ts';
import type { HeaderList, World } from '../../world/world.ts';
import type { Chain, ChainEnd, Hop } from '../network-evidence.ts';
import { type Asked, ask, connectionRefused, strangerGap } from './ask.ts';

export interface Followed {
  readonly chain: Chain;
  /** The answers behind the hops, in order. */
  readonly answers: readonly Asked[];
  readonly certificateTrouble?: string;
}
export interface FollowOptions {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly headers?: HeaderList;
  /** Stop as soon as a hop leads here; the hop itself is recorded. */
  readonly until?: (next: URL) => boolean;
  readonly maxBodyBytes?: number;
}

const maxHops = 10;

/**
 * Follows redirects from `start` over listed hosts only, at most ten hops, with the cookies that a browser would send back.
 * A loop is the same address with the same cookies twice. Never throws for trouble on the way: it ends the chain.
 */
export async function follow(start: string, options: FollowOptions): Promise<Followed> {
  const { world, signal } = options;
  const hops: Hop[] = [];
  const answers: Asked[] = [];
  const jar = new Map<string, Map<string, string>>();
  const visited = new Set<string>();
  let certificateTrouble: string | undefined;
  const done = (end: ChainEnd, error?: GapError): Followed => ({
    chain: { start: maskedUrl(start), hops, end, ...(error ? { gap: error.gap } : {}) },
    answers,
    ...(certificateTrouble === undefined ? {} : { certificateTrouble }),
  });

  let url = new URL(start);
  for (;;) {
    const cookies = cookieHeader(jar, url);
    const key = `${url.href} ${cookies}`;
    if (visited.has(key)) return done('loop');
    if (hops.length > maxHops) return done('too-many');
    visited.add(key);
    let asked: Asked;
    try {
      const headers: HeaderList = [
        ...(options.headers ?? []),
        ...(cookies ? [['cookie', cookies] as const] : []),
        // A full name with its dot is the same host, and browsers say it as it stands: who asks for it wants to see it.
        ...(url.hostname.endsWith('.') ? [['host', url.host] as const] : []),
      ];
      asked = await ask(world, { url: url.href, permit: 'look', headers, maxBodyBytes: options.maxBodyBytes }, signal);
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      if (signal.aborted) throw error;
      return connectionRefused(error) ? done('closed', error) : done('gap', error);
    }
    if (asked.certificateTrouble !== undefined) certificateTrouble ??= asked.certificateTrouble;
    const { response } = asked;
    remember(jar, url, response.headers);
    const moved = isRedirect(response.status) || asked.stranger ? undefined : movedByPage(asked, url);
    const location = isRedirect(response.status) ? headerValue(response.headers, 'location') : moved?.to;
    const next = location === undefined ? undefined : resolveLocation(location, url.href);
    answers.push(asked);
    hops.push({
      url: maskedUrl(url.href),
      status: response.status,
      ...(next ? { to: maskedUrl(next.href) } : {}),
      ...(moved ? { by: moved.by } : {}),
      ...softwareIn(response.headers),
    });
    if (location === undefined) {
      if (isRedirect(response.status)) return done('bad-location');
      if (asked.stranger) return done('gap', new GapError(strangerGap(url.host, asked.stranger)));
      return done('answer');
    }
    if (!next) return done('bad-location');
    if (options.until?.(next)) return done('answer');
    if (!world.scope.isListed(next.hostname.replace(/^\[|\]$/g, ''))) return done('unlisted');
    url = next;
  }
}

/** A page that sends the browser on by itself, to another address than its own. */
function movedByPage({ response, text }: Asked, url: URL) {
  if (response.status >= 400) return undefined;
  const header = refreshTarget(headerValue(response.headers, 'refresh') ?? '');
  const html = isHtml(mediaType(response.headers)) ? readHtml(text.slice(0, 20_000)) : undefined;
  const found = header ? { by: 'meta-refresh' as const, to: header } : html ? pageRedirect(html) : undefined;
  const next = found ? resolveLocation(found.to, url.href) : undefined;
  return found && next && next.href !== url.href.replace(/#.*$/s, '') ? found : undefined;
}

/** Cookies by the host that set them, or by the domain that it named; enough for a redirect that checks for cookies. */
function remember(jar: Map<string, Map<string, string>>, url: URL, headers: HeaderList): void {
  for (const line of headerValues(headers, 'set-cookie').slice(0, 20)) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    if (equals <= 0) continue;
    const domain = attributes
      .find((each) => /^domain=/i.test(each))
      ?.slice(7)
      .replace(/^\./, '')
      .toLowerCase();
    const gone = attributes.some((each) => /^max-age=(?:0|-\d+)$/i.test(each));
    const fits = domain !== undefined && (url.hostname === domain || url.hostname.endsWith(`.${domain}`));
    const home = fits ? `.${domain}` : url.hostname;
    const known = jar.get(home) ?? new Map<string, string>();
    jar.set(home, known);
    if (gone) known.delete(pair.slice(0, equals));
    else known.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

function cookieHeader(jar: ReadonlyMap<string, ReadonlyMap<string, string>>, url: URL): string {
  return [...jar]
    .filter(([home]) => (home.startsWith('.') ? `.${url.hostname}`.endsWith(home) : home === url.hostname))
    .flatMap(([, cookies]) => [...cookies].map(([name, value]) => `${name}=${value}`))
    .join('; ');
}
