import { registrable } from './host-name.ts';

const builtPaths = /\/(?:_next\/static|_nuxt|_app\/immutable|static\/js|packs)\//;
const builtNames =
  /\/(?:main|index|app|bundle|client|entry|runtime|vendors?|chunk|polyfills?)(?:[.-][\w-]{1,24}){0,2}[.-](?=[\w-]*\d)[\w-]{6,40}(?:\.chunk)?\.m?js$/i;

/**
 * Whether a script that a page takes from another host is the portal's own all the same: the host is of the same domain, or
 * the address is one that bundlers write, as behind `ASSET_HOST` or a storage bucket.
 */
export function isOwnBuild(script: URL, pageHost: string): boolean {
  const domain = registrable(pageHost);
  if (domain !== undefined && registrable(script.hostname) === domain) return true;
  return builtPaths.test(script.pathname) || builtNames.test(script.pathname);
}

/**
 * The address of a part that a script names: `static/chunks/a.js` named by `/_next/static/chunks/main.js` lies below `/_next/`,
 * where the script itself lies.
 */
export function partAddress(named: string, script: string): URL | null {
  if (/^[./]/.test(named) || !named.includes('/')) return URL.parse(named, script);
  const { pathname } = new URL(script);
  const at = pathname.indexOf(`/${named.slice(0, named.indexOf('/'))}/`);
  return URL.parse(`${at < 0 ? '' : pathname.slice(0, at)}/${named}`, script);
}
