import { parseSetCookie } from 'set-cookie-parser';
import { formOfValue } from '../../parse/cookie-kind.ts';
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
        const [cookie] = parseSetCookie(line, { decodeValues: false, silent: true });
        if (!cookie) return [];
        const { name, value, secure, httpOnly, sameSite, domain, path, maxAge, expires, partitioned } = cookie;
        return [
          {
            host,
            name: name.slice(0, 80),
            secure: secure === true,
            httpOnly: httpOnly === true,
            ...(sameSite === undefined ? {} : { sameSite: sameSite.slice(0, 20) }),
            // Without a value it counts as not there (RFC 6265bis §5.6.3).
            ...(!domain ? {} : { domain: domain.slice(0, 120) }),
            ...(path === undefined ? {} : { path: path.slice(0, 120) }),
            ...(partitioned ? { partitioned: true as const } : {}),
            value: formOfValue(value),
            keeps: keptFor(maxAge, expires, now),
          } satisfies CookieLook,
        ];
      });
    })
    .slice(0, maxCookies);
}

/** Max-Age comes before a date, and what cannot be read counts as not there (RFC 6265bis §5.6.1, §5.6.2). */
function keptFor(maxAge: number | undefined, expires: Date | undefined, now: Date): 'session' | number {
  const seconds = [maxAge, expires && (expires.getTime() - now.getTime()) / 1000].find(
    (each) => each !== undefined && Number.isFinite(each),
  );
  return seconds === undefined ? 'session' : Math.max(0, Math.round(seconds));
}
