import { GapError } from '../../../model/gap.ts';
import { type NamedPath, pathsInHar, pathsInOpenApi, pathsInSitemap } from '../../../parse/named-paths.ts';
import type { CollectContext } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';

const usualPlaces = ['/openapi.json', '/swagger.json', '/v3/api-docs', '/api/openapi.json', '/openapi.yaml'];

export interface Discovered {
  readonly named: readonly NamedPath[];
  /** Pages to visit. */
  readonly pages: readonly string[];
  /** One line for each source that gave nothing although the config names it. */
  readonly troubles: readonly string[];
}

/** What names operations besides the pages: the sitemap, OpenAPI descriptions, recordings that the config lists. */
export async function discover(context: CollectContext): Promise<Discovered> {
  const { target, world } = context;
  const base = entryUrl(target, 'a');
  if (!base) return { named: [], pages: [], troubles: [] };
  const named: NamedPath[] = [];
  const troubles: string[] = [];
  const sitemap = pathsInSitemap((await textAt(new URL('/sitemap.xml', base).href, 'look', context)) ?? '');
  const { openapi = [], har = [] } = target.config;
  for (const place of openapi) {
    const at = /^https?:|^\//.test(place) ? new URL(place, base).href : undefined;
    const text = at
      ? ((await textAt(at, 'sign-in', context)) ?? (await fileAt(place, context)))
      : await fileAt(place, context);
    const found = pathsInOpenApi(text ?? '', at ?? base);
    if (found.length === 0) troubles.push(`${place} holds no OpenAPI description that can be read`);
    named.push(...found);
  }
  for (const place of har) {
    const found = pathsInHar((await fileAt(place, context)) ?? '');
    if (found.length === 0) troubles.push(`${place} holds no recording (HAR) that can be read`);
    named.push(...found);
  }
  if (openapi.length === 0 && world.scope.isOwned(hostOfUrl(base)))
    for (const host of apiOrigins(context, base))
      for (const place of usualPlaces) {
        const at = new URL(place, host).href;
        const found = pathsInOpenApi((await textAt(at, 'guess', context)) ?? '', at);
        named.push(...found);
        if (found.length > 0) break;
      }
  const pages = sitemap.map((one) => one.template).slice(0, 40);
  return { named, pages, troubles };
}

/** The portal's own origin, and listed hosts whose role is to serve the API. */
function apiOrigins({ target }: CollectContext, base: string): readonly string[] {
  const hosts = target.config.target.hosts.filter(
    ({ role, environment }) => role === 'api' && environment === 'production',
  );
  return [new URL(base).origin, ...hosts.map(({ name }) => `https://${name}`)];
}

async function textAt(
  url: string,
  permit: 'look' | 'guess' | 'sign-in',
  { world, signal }: CollectContext,
): Promise<string | undefined> {
  try {
    const answer = await world.http.request({ url, permit, signal, timeoutMs: 6000 });
    return answer.status === 200 ? new TextDecoder().decode(answer.body) : undefined;
  } catch (thrown) {
    if (thrown instanceof GapError && !signal.aborted) return undefined;
    throw thrown;
  }
}

async function fileAt(path: string, { world }: CollectContext): Promise<string | undefined> {
  try {
    return await world.readText(path);
  } catch (thrown) {
    if (thrown instanceof GapError) return undefined;
    throw thrown;
  }
}
