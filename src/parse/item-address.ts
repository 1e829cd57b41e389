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

/** Whether the template of a path names one item by its last part: `/orders/{id}`, and `/Orders({id})` of OData. */
export const isItem = (template: string): boolean => /^\{|^\w+\(.*\{[^}]*\}.*\)$/.test(lastPart(template));

/** The key in `Orders(5)` and `Orders('x')` of OData (OData 4.01 URL conventions, §4.3); the part itself of any other path. */
export const keyIn = (part: string): string => /^[A-Za-z]\w*\((?:\w+=)?'?([^()']+)'?\)$/.exec(part)?.[1] ?? part;
