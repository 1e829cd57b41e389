import type { HeldRequest } from '../held-request.ts';

/** Whether the body holds a list of more than one thing: what is done to several records at once is done to others as well. */
export function namesSeveral({ body = '' }: Pick<HeldRequest, 'body'>): boolean {
  try {
    return hasLongList(JSON.parse(body));
  } catch {
    const names = [...new URLSearchParams(body).keys()];
    const posted = [...body.matchAll(/name="([^"]+)"/g)].map(([, name]) => name);
    return [names, posted].some((all) => new Set(all).size < all.length);
  }
}

function hasLongList(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 1 || value.some(hasLongList);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongList);
}
