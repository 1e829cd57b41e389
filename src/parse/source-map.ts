import type { HtmlPage } from './html.ts';

/** Scripts of the page's own site, in order, without duplicates. */
export function ownScripts(page: HtmlPage, address: string, isOwn: (host: string) => boolean): string[] {
  const base = page.elements.find((element) => element.name === 'base' && element.attributes.href !== undefined);
  const from = URL.parse(base?.attributes.href ?? '', address)?.href ?? address;
  const written = page.elements.flatMap(({ name, attributes }) => {
    if (name === 'script') return attributes.src ?? [];
    return name === 'link' && /\bmodulepreload\b/i.test(attributes.rel ?? '') ? (attributes.href ?? []) : [];
  });
  const urls = written.flatMap((each) => URL.parse(each.trim(), from) ?? []);
  return [...new Set(urls.filter((url) => url.protocol === 'https:' && isOwn(url.hostname)).map((url) => url.href))];
}

/** The map that a script names in its last such comment (ECMA-426 §9.1); `data:` addresses too. */
export function mapReference(script: string): string | undefined {
  // Searched from the end: an inline map makes one line of megabytes.
  const mark = 'sourceMappingURL=';
  const at = script.lastIndexOf(mark);
  if (at < 0 || !/\/[/*][#@]\s*$/.test(script.slice(Math.max(0, at - 20), at))) return undefined;
  const rest = script.slice(at + mark.length);
  const address = rest.slice(0, rest.search(/[\s*]|$/));
  return address === '' ? undefined : address;
}

export interface SourceMapFacts {
  readonly sources: number;
  /** Sources that are the portal's own and stand in the map in full. */
  readonly ownWithContent: number;
}

/** Null where it is no source map. Sources of packages and of the bundler itself are not the portal's own. */
export function readSourceMap(text: string): SourceMapFacts | null {
  let map: unknown;
  try {
    map = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (map === null || typeof map !== 'object') return null;
  const { sources, sourcesContent, mappings, sections } = map as Readonly<Record<string, unknown>>;
  if (Array.isArray(sections)) {
    const parts = sections.flatMap(
      (section: { readonly map?: unknown }) => readSourceMap(JSON.stringify(section?.map ?? null)) ?? [],
    );
    if (parts.length === 0) return null;
    return {
      sources: parts.reduce((sum, part) => sum + part.sources, 0),
      ownWithContent: parts.reduce((sum, part) => sum + part.ownWithContent, 0),
    };
  }
  if (!Array.isArray(sources) || typeof mappings !== 'string') return null;
  const content: readonly unknown[] = Array.isArray(sourcesContent) ? sourcesContent : [];
  const own = sources.filter(
    (name: unknown, index) =>
      typeof name === 'string' &&
      name.charCodeAt(0) !== 0 &&
      !/node_modules|^webpack\/|\(webpack\)|^vite\//.test(name) &&
      typeof content[index] === 'string' &&
      (content[index] as string).length > 0,
  );
  return { sources: sources.length, ownWithContent: own.length };
}
