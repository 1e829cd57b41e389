/** Where one item of a collection lives: its id below the collection's path, with a slash at the end where that has one. */
export function itemAddress(collection: string, id: string): string {
  const url = new URL(collection);
  url.search = '';
  url.hash = '';
  const base = url.pathname.replace(/\/$/, '');
  url.pathname = `${base}/${encodeURIComponent(id)}${url.pathname.endsWith('/') && base !== '' ? '/' : ''}`;
  return url.href;
}

/** The last part of a path or of its template, a slash at its end aside. */
export const lastPart = (path: string): string => path.replace(/\/$/, '').split('/').at(-1) ?? '';
