/** Our own probe's query, kept as it is when addresses are masked. */
export const probeQuery = 'lr=1';

/** Where a Location leads from `from`; undefined when it cannot be read or is not http(s) (RFC 9110 §10.2.2). */
export function resolveLocation(location: string, from: string): URL | undefined {
  const url = URL.parse(location.trim(), from);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  // A fragment stays with the visitor and is never sent.
  url.hash = '';
  return url;
}

/** An address that may be kept: no credentials, query values replaced by `…` except those of our own probe. */
export function maskedUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) return text.slice(0, 200);
  const query = [...url.searchParams].map(([key, value]) =>
    key === 'lr' && value === '1' ? probeQuery : `${key.slice(0, 40)}=…`,
  );
  const path = url.pathname.length > 200 ? `${url.pathname.slice(0, 200)}…` : url.pathname;
  return `${url.protocol}//${url.host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

export interface Comparison {
  readonly sameHost: boolean;
  readonly samePath: boolean;
  readonly sameQuery: boolean;
}

/** Does a hop keep host, path and query? A trailing slash more or less is the same place. */
export function compareAddresses(from: string, to: string): Comparison {
  const one = URL.parse(from);
  const other = URL.parse(to);
  if (!one || !other) return { sameHost: false, samePath: false, sameQuery: false };
  const path = (url: URL) => url.pathname.replace(/\/+$/, '');
  const kept = [...one.searchParams].every(([key, value]) => other.searchParams.getAll(key).includes(value));
  return { sameHost: samePlace(one, other), samePath: path(one) === path(other), sameQuery: kept };
}

/** The same name on the usual port of its scheme, or on the same odd one. */
function samePlace(one: URL, other: URL): boolean {
  return one.hostname === other.hostname && one.port === other.port;
}

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}
export function isPermanent(status: number): boolean {
  return status === 301 || status === 308;
}
