export interface Hsts {
  readonly maxAgeSeconds: number;
  readonly includeSubDomains: boolean;
  readonly preload: boolean;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * One Strict-Transport-Security field value (RFC 6797 §6.1). Null where a browser has to ignore it: no or unreadable
 * max-age, a directive twice, something that is no directive. Unknown directives are allowed.
 */
export function parseHsts(value: string): Hsts | null {
  const seen = new Map<string, string | null>();
  for (const part of splitDirectives(value)) {
    const text = part.trim();
    if (text === '') continue;
    const equals = text.indexOf('=');
    const name = (equals < 0 ? text : text.slice(0, equals)).trim().toLowerCase();
    const written = equals < 0 ? null : text.slice(equals + 1).trim();
    const quoted = written === null ? null : /^"((?:[^"\\]|\\.)*)"$/s.exec(written);
    if (!token.test(name) || seen.has(name)) return null;
    if (written !== null && !quoted && !token.test(written)) return null;
    seen.set(name, quoted ? (quoted[1] ?? '').replace(/\\(.)/gs, '$1') : written);
  }
  const maxAge = seen.get('max-age');
  if (maxAge === undefined || maxAge === null || !/^\d+$/.test(maxAge)) return null;
  const subDomains = seen.get('includesubdomains');
  if (subDomains !== undefined && subDomains !== null) return null;
  return {
    maxAgeSeconds: Math.min(Number(maxAge), Number.MAX_SAFE_INTEGER),
    includeSubDomains: seen.has('includesubdomains'),
    preload: seen.has('preload'),
  };
}

/** Splits at semicolons outside quoted strings. */
function splitDirectives(value: string): string[] {
  return value.match(/(?:"(?:[^"\\]|\\.)*"|[^;"]|")+/gs) ?? [];
}

const yearSeconds = 31_536_000;

/** What keeps a policy off the preload list (hstspreload.org, "Submission Requirements", as of 2026-11); by its header alone. */
export function preloadProblems({ maxAgeSeconds, includeSubDomains, preload }: Hsts): string[] {
  return [
    ...(maxAgeSeconds < yearSeconds ? ['max-age is less than a year'] : []),
    ...(includeSubDomains ? [] : ['includeSubDomains is missing']),
    ...(preload ? [] : ['preload is missing']),
  ];
}

/** Suffixes that stand in browsers' preload list as a whole (Chromium's transport_security_state list, as of 2026-11). */
const httpsOnlySuffixes = new Set(
  'app bank boo channel dad day dev esq fly foo gle google how ing insurance meme mov new nexus page phd prof rsvp soy zip'.split(
    ' ',
  ),
);
export function isHttpsOnlySuffix(suffix: string): boolean {
  return httpsOnlySuffixes.has(suffix.toLowerCase());
}
