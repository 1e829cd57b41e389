/** Where frameworks keep the data of a page for their own client: the address of the data, and of the page. */
const kept: readonly (readonly [RegExp, string])[] = [
  // SvelteKit; Nuxt's payload.
  [/\/(?:__data|_payload)\.json$/, '/'],
  // Next's pages router, with the build in between; Gatsby.
  [/^\/_next\/data\/[^/]+\/(?:index)?(.*)\.json$/, '/$1'],
  [/^\/page-data\/(?:index)?(.*)\/page-data\.json$/, '/$1'],
  // React Router's single fetch.
  [/^\/_root\.data$/, '/'],
  [/\.data$/, ''],
];
/** The same address as the page's, told by a parameter: Next's app router, Remix. */
const told = ['_rsc', '_data', '_routes'];

/**
 * The page whose data an address holds, by what frameworks document. A client asks for it before the address of the page stands in
 * the browser, so the page that it asks from is the one before. undefined for every other address.
 */
export function pageOfData(address: string): string | undefined {
  const url = new URL(address);
  const found = kept.find(([path]) => path.test(url.pathname));
  if (!found && !told.some((name) => url.searchParams.has(name))) return undefined;
  const path = found ? url.pathname.replace(found[0], found[1]) : url.pathname;
  return new URL(path.replace(/^\/+/, '/') || '/', url).href;
}
