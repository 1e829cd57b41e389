import { parseSetCookie } from 'set-cookie-parser';
import { headerValues } from '../../parse/header-list.ts';
import type { HttpResponse } from '../../world/world.ts';
import type { CookieLook } from '../network-evidence.ts';

const maxCookies = 40;

/** The cookies that answers set, as a browser that is nobody yet gets them: names and attributes, never values (RFC 6265bis). */
export function cookiesOf(responses: readonly HttpResponse[], now: Date): readonly CookieLook[] {
  return responses
    .flatMap((response) => {
      const host = new URL(response.url).hostname.replace(/^\[|\]$/g, '');
      return headerValues(response.headers, 'set-cookie').flatMap((line) => {
        const [cookie] = parseSetCookie(line, { decodeValues: false });
        if (!cookie) return [];
        const { name, secure, httpOnly, sameSite, domain, path, maxAge, expires } = cookie;
        return [
          {
            host,
            name: name.slice(0, 80),
            secure: secure === true,
            httpOnly: httpOnly === true,
            ...(sameSite === undefined ? {} : { sameSite: sameSite.slice(0, 20) }),
            ...(domain === undefined ? {} : { domain: domain.slice(0, 120) }),
            ...(path === undefined ? {} : { path: path.slice(0, 120) }),
            // A date alone says the same as a Max-Age would; without either it ends with the browser.
            keeps:
              maxAge ?? (expires ? Math.max(0, Math.round((expires.getTime() - now.getTime()) / 1000)) : 'session'),
          } satisfies CookieLook,
        ];
      });
    })
    .slice(0, maxCookies);
}
