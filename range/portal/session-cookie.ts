import type { PortalContext } from './call.ts';

export const sessionCookieName = '__Host-session';

/** The session cookie, or the one that removes it. `__Host-` ties it to this host, to `/` and to TLS (RFC 6265bis). */
export function sessionCookie(context: PortalContext, token: string | undefined): string {
  const path = context.flaw('session-cookie-rejected') ? '/api' : '/';
  const value = token === undefined ? '; Max-Age=0' : '';
  return `${sessionCookieName}=${token ?? ''}; Path=${path}; Secure; HttpOnly; SameSite=Lax${value}`;
}
