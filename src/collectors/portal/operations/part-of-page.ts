/** By these Inertia's client asks for some of a page's data alone: those of one page say nothing of another one. */
export const isPartHeader = (name: string): boolean =>
  /^x-inertia-(partial-(component|data|except)|reset|error-bag)$/i.test(name);

/** The pattern of a request for a whole page: what is looked for may stand in any part of it. */
export function withoutPart<Like extends { readonly requestHeaders: Readonly<Record<string, string>> }>(
  like: Like,
): Like {
  const kept = Object.entries(like.requestHeaders).filter(([name]) => !isPartHeader(name));
  return { ...like, requestHeaders: Object.fromEntries(kept) };
}
