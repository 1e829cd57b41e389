/**
 * One key for pages that show the same thing with other data: path with id-like segments blanked, parameter names sorted.
 * Cap visits per key, or a calendar is crawled for ever.
 */
export function pageKey(url: string): string {
  const { host, pathname, searchParams, hash } = new URL(url);
  const names = [...new Set([...searchParams.keys()].map(plainName))]
    .sort()
    .map((name) => (isRoute(name, searchParams.get(name) ?? '') ? `${name}=${searchParams.get(name)}` : name))
    .join('&');
  const route = hash.startsWith('#/') || hash.startsWith('#!') ? blankIds(hash) : '';
  return `${host}${blankIds(pathname)}?${names}${route}`;
}

/** A page that escapes its own address once more in each link has no end: `q%3D`, `q%253D` are still `q`. */
const plainName = (name: string) => name.split(/[%=&?]/)[0] ?? '';

/** Some portals name their pages in a parameter, `?page=orders` or `?id=handbook:start`: words, not numbers or ids. */
function isRoute(name: string, value: string): boolean {
  return (
    /^(id|page|p|do|act|action|view|mod|module|route|r|op|cmd|section|tab|site|path|ns|idx)$/i.test(name) &&
    /^[\p{L}][\p{L}:/_.-]{1,60}$/u.test(value) &&
    !looksLikeId(value)
  );
}

/** Parameters whose words name a thing that is shown, where others of them name what is done with it. */
const namesThing = /^(id|ns|idx|path)$/i;

/**
 * What a page's address says of it, one part each: its path with the action, the object that words name, and each further
 * parameter's name. Two pages of one key have the same traits; a page whose every trait was met combines what is known.
 */
export function pageTraits(url: string): readonly string[] {
  const { host, pathname, searchParams, hash } = new URL(url);
  const route = hash.startsWith('#/') || hash.startsWith('#!') ? blankIds(hash) : '';
  const place = `${host}${blankIds(pathname)}${route}`;
  const named = [...searchParams].filter(([name, value]) => isRoute(name, value));
  const actions = named
    .filter(([name]) => !namesThing.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const action = `${place}?${actions.join('&')}`;
  return [
    action,
    ...named.filter(([name]) => namesThing.test(name)).map(([name, value]) => `${place} ${name}=${value}`),
    ...[...new Set([...searchParams.keys()].map(plainName))].map((name) => `${action} ${name}`),
  ];
}

export function blankIds(path: string): string {
  return path
    .split('/')
    .map((segment) => (looksLikeId(segment) ? '{}' : segment))
    .join('/');
}

/** Digits, UUIDs, long hex, dates, or 8 and more characters that mix letters and digits like nothing anybody would name. */
export function looksLikeId(segment: string): boolean {
  if (segment === '') return false;
  if (/^\d+$/.test(segment)) return true;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(segment)) return true;
  if (/^[0-9a-f]{12,}$/i.test(segment)) return true;
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(segment)) return true;
  if (/^v\d+(\.\d+)?$/i.test(segment)) return false;
  if (/^[a-z]{1,8}([-_]\d{2,}|\d{4,})$/i.test(segment)) return true;
  // Numbers of papers: `INV-2026-0110`.
  if (/^[A-Z]{1,8}([-_]\d{2,8}){2,3}$/.test(segment)) return true;
  // A key made by a machine: capitals, small letters and digits change about, whatever dots part it.
  if (
    /^[\w.~-]{20,}$/.test(segment) &&
    (segment.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length >= 6
  )
    return true;
  if (isGlobalId(segment)) return true;
  const digits = segment.replace(/\D/g, '').length;
  return (
    segment.length >= 8 &&
    digits >= 2 &&
    /[a-z]/i.test(segment) &&
    !/[.]/.test(segment) &&
    /\d[a-z]|[a-z]\d[a-z\d]*\d/i.test(segment)
  );
}

/** `Thread:603` or `gid://shop/Order/1` in base64, as GraphQL servers number their records (Relay, Global Object Identification; Rails, GlobalID). */
function isGlobalId(segment: string): boolean {
  const bare = segment.replace(/(=|%3D){1,2}$/i, '');
  if (!/^[\w+/-]{8,200}$/.test(bare)) return false;
  const text = Buffer.from(bare, 'base64').toString('latin1');
  return /^([A-Z][A-Za-z]\w{0,40}[:|][\w-]{1,60}|gid:\/\/[\w-]+\/[\w:]+\/[\w-]+)$/.test(text);
}

/** Names of procedures behind `/trpc/` and `/rpc/`. */
const procedures = /^[a-z]\w{0,30}(\.[a-z]\w{0,30}){0,3}(,[a-z]\w{0,30}(\.[a-z]\w{0,30}){0,3}){0,11}$/i;

/** A path as it may be written down: only segments that are plain words stay. Others may be a customer's values. */
export function plainPath(path: string): string {
  return path
    .split('/')
    .map((segment, at, segments) => {
      if (segment === '' || /^[a-z][a-z_-]{0,30}$/i.test(segment) || /^v\d+$/.test(segment)) return segment;
      if (/^t?rpc(-?v\d+)?$/i.test(segments[at - 1] ?? '') && procedures.test(segment)) return segment;
      // Collections of OData, `Orders(5)`: the name is the collection's, the key a record's.
      const collection = /^([a-z][a-z_]{0,30})(\(|%28).+(\)|%29)$/i.exec(segment)?.[1];
      return collection === undefined ? '{}' : `${collection}({})`;
    })
    .join('/');
}

/** A page key as it may be written down. */
export function plainKey(key: string): string {
  const [place = '', names = ''] = key.split('?');
  const at = place.indexOf('/');
  // What stands behind a name may be a customer's.
  const bare = names.replace(/=[^&#]*/g, '');
  return `${place.slice(0, at)}${plainPath(place.slice(at))}${bare === '' ? '' : `?${bare}`}`;
}
