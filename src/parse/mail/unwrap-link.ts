/** Filters of receivers that put their own address in front of each link, and where they keep the one that was sent. */
const wrappers: readonly (readonly [host: RegExp, address: (url: URL) => string | undefined])[] = [
  [/\.safelinks\.protection\.outlook\.(com|us|cn)$/, ({ searchParams }) => searchParams.get('url') ?? undefined],
  [/^(?:[\w-]+\.)?urldefense(?:\.proofpoint)?\.(com|us)$/, proofpoint],
  [/(^|\.)linkprotect\.cudasvc\.com$/, ({ searchParams }) => searchParams.get('a') ?? undefined],
  [/(^|\.)secure-web\.cisco\.com$/, ({ pathname }) => lastPart(pathname)],
  [/\.protection\.sophos\.com$/, ({ searchParams }) => fromBase64(searchParams.get('u') ?? '')],
  [/(^|\.)trendmicro\.(com|eu)$/, ({ searchParams }) => searchParams.get('url') ?? undefined],
  [/(^|\.)protect\d?\.fireeye\.com$/, ({ searchParams }) => searchParams.get('u') ?? undefined],
  [/(^|\.)clicktime\.symantec\.com$/, ({ searchParams }) => searchParams.get('u') ?? undefined],
];
const sealing = /(^|\.)(mimecast\.com|mimecastprotect\.com|inky\.com|clicktime\.cloud\.postoffice\.net)$/;

/**
 * The link as it was sent, where the filter of a receiver rewrote it: that says nothing about the sender. Links of filters
 * that keep the address to themselves stay as they are: see `isSealed`.
 */
export function unwrapLink(link: string): string {
  let at = link;
  for (let layer = 0; layer < 3; layer++) {
    const url = URL.parse(at);
    const [, address] = wrappers.find(([host]) => url && host.test(url.hostname)) ?? [];
    const inside = url && address?.(url);
    if (!inside || !/^https?:\/\//i.test(inside) || !URL.canParse(inside)) return at;
    at = inside;
  }
  return at;
}

/** Whether a receiver's filter stands in the place of the link, so that nobody can see where it leads. */
export function isSealed(link: string): boolean {
  const host = URL.parse(link)?.hostname ?? '';
  return sealing.test(host) || wrappers.some(([wrapper]) => wrapper.test(host));
}

/** Three ways of writing in the course of years: `?u=` in clear, `?u=` with `-` for `%` and `_` for `/`, and between `__`. */
function proofpoint({ pathname, searchParams, href }: URL): string | undefined {
  const u = searchParams.get('u');
  if (pathname.startsWith('/v1/')) return u ?? undefined;
  if (pathname.startsWith('/v2/')) return u === null ? undefined : decoded(u.replaceAll('-', '%').replaceAll('_', '/'));
  const [, inside, replaced = ''] = /\/v3\/__(.+?)__;?([^!]*)!/.exec(href) ?? [];
  if (inside === undefined) return undefined;
  // Each `*` stands for a character of the list behind, `**x` for a run of them; a list that is not there leaves a `*` as it was.
  const characters = [...(fromBase64(replaced, true) ?? '')];
  if (inside.includes('**')) return undefined;
  const url = inside.replace(/\*/g, (star) => characters.shift() ?? star).replace(/^(https?:)\/(?=[^/])/, '$1//');
  return url;
}

function lastPart(path: string): string | undefined {
  return decoded(path.slice(path.lastIndexOf('/') + 1));
}

function fromBase64(text: string, raw = false): string | undefined {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return raw || /^https?:/.test(bytes) ? bytes : undefined;
  } catch {
    return undefined; // no base64
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // no encoding
  }
}
