import type { HeaderList } from '../../../world/world.ts';

/** The same operation in another spelling: what guards that compare texts let through. */
export interface Spelling {
  readonly way: string;
  readonly url: string;
  readonly extra?: HeaderList;
}

/** Headers in which proxies say who asked: whoever believes them lets the world in. */
const fromWithin: HeaderList = [
  ...['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'x-originating-ip', 'x-remote-ip', 'true-client-ip'].map(
    (name) => [name, '127.0.0.1'] as const,
  ),
  ['forwarded', 'for=127.0.0.1'],
];
const namedRole = (address: string): HeaderList => [
  ['referer', address],
  ['x-internal', 'true'],
  ['x-internal-request', '1'],
  ['x-internal-service', 'true'],
  ['x-admin', 'true'],
  ['x-role', 'admin'],
  ['x-user-role', 'admin'],
];

/** All of them at once: what a guard that believes any takes for a request from within. */
export const innerHeaders = (address: string): HeaderList => [...fromWithin, ...namedRole(address)];

/** Spellings that many routers take for the same path, and headers with which some proxies name another one. Reads only. */
export function spellingsOf(address: string): readonly Spelling[] {
  const url = new URL(address);
  const { origin, pathname, search } = url;
  const parts = pathname.split('/');
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join('/');
  const first = parts.findIndex((one) => /[a-z]/i.test(one));
  const doubled = parts.map((one, at) => (at === first ? `/${one}` : one)).join('/');
  // Guards often compare the beginning of a path: what stands behind the common prefix is where they look.
  const guarded = parts.findIndex((one) => /[a-z]/i.test(one) && !/^(api|rest|app|v\d+(\.\d+)?)$/i.test(one));
  const there = (change: (part: string) => string) =>
    parts.map((one, at) => (at === guarded ? change(one) : one)).join('/');
  const code = (one: string) => `%${(one.charCodeAt(0) || 97).toString(16)}${one.slice(1)}`;
  const inside = parts.length - 1 > guarded;
  const coded = `${before}/${code(last)}`;
  const spelled: readonly (readonly [string, string])[] = [
    ['with a slash at the end', pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`],
    ['in capitals', pathname.toUpperCase()],
    ['with a doubled slash', doubled],
    ['with ;x behind it', `${pathname};x`],
    ['with /. behind it', `${pathname}/%2e`],
    ['with one letter percent-encoded', coded],
    ['with a capital letter', there((one) => one.charAt(0).toUpperCase() + one.slice(1))],
    ...(inside
      ? ([
          ['with ;x inside it', there((one) => `${one};x`)],
          ['with a letter percent-encoded inside it', there(code)],
          ['with a doubled slash inside it', `${before}//${last}`],
        ] as const)
      : []),
    ['with .json behind it', `${pathname}.json`],
    ['through a detour (/..;/)', `${before}/x/..;/${last}`],
  ];
  const headers = (name: string): Spelling => ({
    way: `named in ${name}`,
    url: `${origin}/`,
    extra: [[name, `${pathname}${search}`]],
  });
  return [
    ...spelled
      .filter(([, path]) => path !== pathname)
      .map(([way, path]): Spelling => ({ way, url: `${origin}${path}${search}` })),
    headers('x-original-url'),
    headers('x-rewrite-url'),
    { way: 'as if asked from the server itself (X-Forwarded-For and the like)', url: address, extra: fromWithin },
    { way: 'with headers that name a role or an inner caller', url: address, extra: namedRole(address) },
  ];
}
