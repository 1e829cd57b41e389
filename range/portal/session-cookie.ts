import type { PortalContext } from './call.ts';

export const sessionCookieName = '__Host-session';
const plainName = 'session';

/** The session token that a request carries, under either of the two names. */
export const sessionTokenOf = (cookies: ReadonlyMap<string, string>): string | undefined =>
  cookies.get(sessionCookieName) ?? cookies.get(plainName);

/** The session cookie, or the one that removes it. `__Host-` ties it to this host, to `/` and to TLS (RFC 6265bis). */
export function sessionCookie(context: PortalContext, token: string | undefined): string {
  const path = context.flaw('session-cookie-rejected') ? '/api' : '/';
  const value = token === undefined ? '; Max-Age=0' : '';
  const { flaw } = context;
  const secure = !flaw('session-cookie-without-secure');
  // A browser drops a __Host- cookie that is not Secure.
  const name = secure ? sessionCookieName : plainName;
  const flags = [
    ...(secure ? ['Secure'] : []),
    ...(flaw('session-cookie-without-httponly') ? [] : ['HttpOnly']),
    `SameSite=${flaw('session-cookie-samesite-none') || flaw('changes-from-anywhere') ? 'None' : 'Lax'}`,
  ];
  return `${name}=${token ?? ''}; Path=${path}; ${flags.join('; ')}${value}`;
}
