import { parse as parseYaml } from 'yaml';

/** Values by their names: `{ status: "archived" }`. */
export type PlainValues = Readonly<Record<string, string | boolean>>;

/** An operation that a description, a bundle or a recording names. `template` has `{name}` where something is put in. */
export interface NamedPath {
  readonly method: string;
  /** An address, or a path of the host that named it. */
  readonly template: string;
  readonly source: 'openapi' | 'bundle' | 'har' | 'sitemap';
  /** Names of what its JSON body holds, where a description says so. */
  readonly body?: readonly string[];
  /** Plain values that scripts write into it, one entry for each place that does. */
  readonly says?: readonly PlainValues[];
  /** Put together from parts of a script: what cannot be shown of it is no gap. */
  readonly maybe?: true;
}

const most = 400;

/** Operations of an OpenAPI 3 or Swagger 2 description, JSON or YAML; empty where the text is none. `at`: where it lies. */
export function pathsInOpenApi(text: string, at: string): readonly NamedPath[] {
  const document = parseLoose(text);
  if (!isRecord(document) || !isRecord(document.paths) || !(document.openapi ?? document.swagger)) return [];
  const servers = Array.isArray(document.servers) ? document.servers : [];
  const first = isRecord(servers[0]) && typeof servers[0].url === 'string' ? servers[0].url : undefined;
  const base = first ?? (typeof document.basePath === 'string' ? document.basePath : '/');
  if (base.includes('{') || !URL.canParse(base, at)) return [];
  const root = new URL(base, at);
  const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head']);
  return Object.entries(document.paths)
    .flatMap(([path, item]) =>
      isRecord(item)
        ? Object.keys(item)
            .filter((key) => methods.has(key))
            .map(
              (key): NamedPath => ({
                method: key.toUpperCase(),
                template: `${root.origin}${root.pathname.replace(/\/$/, '')}${path.startsWith('/') ? path : `/${path}`}`,
                source: 'openapi',
                ...bodyOf(item[key], document),
              }),
            )
        : [],
    )
    .slice(0, most);
}

/** The properties of a JSON body: OpenAPI 3 `requestBody`, Swagger 2 `in: body`; those of the items where it is a list. */
function bodyOf(operation: unknown, document: Record<string, unknown>): { readonly body?: readonly string[] } {
  if (!isRecord(operation)) return {};
  const request = resolved(operation.requestBody, document);
  const content = isRecord(request?.content) ? request.content : {};
  const [, media] = Object.entries(content).find(([type]) => /json/i.test(type)) ?? [];
  const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
  const given = parameters.map((one) => resolved(one, document)).find((one) => one?.in === 'body');
  const schema = resolved(isRecord(media) ? media.schema : given?.schema, document);
  if (!schema) return {};
  const parts = [schema, ...(Array.isArray(schema.allOf) ? schema.allOf.map((one) => resolved(one, document)) : [])];
  const names = parts.flatMap((one) => (isRecord(one?.properties) ? Object.keys(one.properties) : []));
  return names.length > 0 ? { body: names.slice(0, 40) } : {};
}

/** What a `$ref` into the same document means. */
function resolved(value: unknown, document: Record<string, unknown>): Record<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  if (typeof value.$ref !== 'string') return value;
  const keys = value.$ref.replace(/^#\//, '').split('/');
  const found = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), document);
  return isRecord(found) && !('$ref' in found) ? found : undefined;
}

function parseLoose(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return /^\s*["']?(openapi|swagger)["']?\s*:/m.test(text.slice(0, 20_000))
        ? parseYaml(text, { maxAliasCount: 50 })
        : undefined;
    } catch {
      return undefined;
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Texts of a script that begin like the API paths in `prefixes`, wherever they stand; parts put in at run time become `{x}`.
 * What is sent there is not known, so they are places to look at.
 */
export function pathsInScript(text: string, prefixes: readonly string[]): readonly NamedPath[] {
  const found = new Set<string>();
  for (const [, , literal = ''] of text.matchAll(/(["'`])(\/[^"'`\s\\]{1,180})\1/g)) {
    const path = literal
      .replace(/\$\{[^}]*\}/g, '{x}')
      .replace(/\/:(\w+)/g, '/{$1}')
      .split(/[?#]/)[0];
    if (found.size >= most || !path || !prefixes.some((prefix) => path.startsWith(prefix))) continue;
    if (/^\/[\w{][\w{}./~@%-]*$/.test(path) && !asset.test(path)) found.add(path);
  }
  return [...found].map((template) => ({ method: 'GET', template, source: 'bundle' }));
}

const asset = /\.(js|mjs|css|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp4|webm|wasm|html?)$/i;

/** Requests of a recording in the HTTP Archive format (HAR 1.2), addresses only; no header, cookie or body is kept. */
export function pathsInHar(text: string): readonly NamedPath[] {
  const document = parseLoose(text);
  const log = isRecord(document) && isRecord(document.log) ? document.log : {};
  const entries = Array.isArray(log.entries) ? log.entries : [];
  const found = new Map<string, NamedPath>();
  for (const entry of entries.slice(0, 20_000)) {
    const request = isRecord(entry) && isRecord(entry.request) ? entry.request : {};
    const { method, url } = request;
    if (typeof method !== 'string' || typeof url !== 'string' || !URL.canParse(url)) continue;
    const address = new URL(url);
    if (!/^https?:$/.test(address.protocol) || asset.test(address.pathname)) continue;
    found.set(`${method} ${url}`, { method: method.toUpperCase(), template: address.href, source: 'har' });
  }
  return [...found.values()].slice(0, most);
}

/** Addresses of a sitemap (sitemaps.org protocol), at most 200. */
export function pathsInSitemap(text: string): readonly NamedPath[] {
  return [...text.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/gi)]
    .map(([, url = '']) => url.replace(/&amp;/g, '&'))
    .filter((url) => URL.canParse(url))
    .slice(0, 200)
    .map((url) => ({ method: 'GET', template: url, source: 'sitemap' as const }));
}
