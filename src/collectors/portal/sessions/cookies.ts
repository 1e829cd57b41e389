import type { Cookie } from 'playwright-core';
import { parseSetCookie } from 'set-cookie-parser';
import { getDomain } from 'tldts';
import type { SessionCookie } from '../../session-evidence.ts';
import type { Session } from '../session.ts';
import { isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';
import type { Carried } from './carriers.ts';

/** The cookies that carry the session, with their flags as the browser keeps them and as the server sent them. */
export async function sessionCookies(
  session: Session,
  carried: readonly Carried[],
  now: Date,
): Promise<SessionCookie[]> {
  const found = new Map<string, SessionCookie>();
  const add = (cookie: Cookie, { url, page }: { readonly url: string; readonly page: string }) =>
    found.set(`${cookie.name} ${cookie.domain}`, {
      name: cookie.name,
      host: new URL(url).hostname,
      httpOnly: cookie.httpOnly,
      secure: cookie.secure,
      sameSite: sameSiteOf(session, cookie),
      ...(cookie.domain.startsWith('.') ? { domain: cookie.domain.slice(1) } : {}),
      path: cookie.path,
      ...(cookie.expires > 0 ? { keptSeconds: Math.round(cookie.expires - now.getTime() / 1000) } : {}),
      crossSite: siteOf(page) !== siteOf(url),
      plainHttp: url.startsWith('http:'),
    });
  for (const { probe, carriers } of carried) {
    const kept = await session.context.cookies(probe.url);
    for (const carrier of carriers) {
      const cookie = kept.find((one) => one.name === carrier.name && one.value === carrier.value);
      if (carrier.place === 'cookie' && cookie) add(cookie, probe);
    }
  }
  for (const { cookie, exchange } of await renewingCookies(session, carried)) add(cookie, exchange);
  return [...found.values()];
}

/**
 * The cookie for which the server gave the token that the page sends along: whoever has it has the session, though no request
 * that names the account carries it. Where several might be it, those whose name says so.
 */
async function renewingCookies({ recorder, context }: Session, carried: readonly Carried[]) {
  const tokens = carried.flatMap(({ carriers }) =>
    carriers.filter(({ place }) => place !== 'cookie').map(({ value }) => withoutScheme(value)),
  );
  const exchange = recorder.exchanges.findLast(
    (one) =>
      one.requestHeaders.cookie !== undefined &&
      !/passw|"pwd?"/i.test(one.requestBody ?? '') &&
      tokens.some((token) => one.body.includes(token)),
  );
  if (!exchange) return [];
  // A token against forged requests has to be readable.
  const likely = (await context.cookies(exchange.url)).filter(
    ({ name, value }) => isSecretLike(value) && !/csrf|xsrf/i.test(name),
  );
  const named = likely.filter(({ name }) => /refresh|session|sess|sid|token|auth|^rt$|jwt/i.test(name));
  return (likely.length > 1 ? named : likely).map((cookie) => ({ cookie, exchange }));
}

/** The browser fills in Lax where nothing was sent: what the server said stands in the recorded answers. */
export function sameSiteOf(session: Session, cookie: Cookie): SessionCookie['sameSite'] {
  const sent = session.recorder.exchanges
    .flatMap((one) => (one.responseHeaders['set-cookie'] ?? '').split('\n'))
    .filter((line) => line.startsWith(`${cookie.name}=`))
    .map((line) => parseSetCookie(line, { silent: true })[0])
    .filter((one) => one !== undefined && one.value !== '')
    .at(-1);
  if (!sent) return cookie.sameSite === 'None' ? 'none-sent' : cookie.sameSite;
  const said = sent.sameSite?.toLowerCase();
  return said === 'strict' ? 'Strict' : said === 'lax' ? 'Lax' : said === 'none' ? 'None' : 'none-sent';
}

/** Scheme and registrable domain: what browsers call a site. Names below no public suffix are sites of their own. */
function siteOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${getDomain(hostname, { allowPrivateDomains: true }) ?? hostname}`;
}
