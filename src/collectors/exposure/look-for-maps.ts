import { percentDecoded } from '../../parse/percent-decoded.ts';
import { GapError } from '../../model/gap.ts';
import { headerValues, isHtml, mediaType } from '../../parse/header-list.ts';
import { readHtml } from '../../parse/html.ts';
import { mapReference, ownScripts, readSourceMap } from '../../parse/source-map.ts';
import type { World } from '../../world/world.ts';
import { type Asked, ask } from '../look/ask.ts';
import type { ExposureProbe } from '../network-evidence.ts';

const maxScripts = 4;
const maxScriptBytes = 6 * 1024 * 1024;
const maxMapBytes = 16 * 1024 * 1024;

export interface MapQuestion {
  readonly home: Asked;
  readonly host: string;
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Source maps of the scripts that the page loads from this host: those that a script names, else `NAME.map`. */
export async function lookForMaps({ home, host, world, signal }: MapQuestion): Promise<ExposureProbe[]> {
  const { response, text } = home;
  if (!isHtml(mediaType(response.headers))) return [];
  const scripts = ownScripts(readHtml(text), response.url, (name) => name === host).slice(0, maxScripts);
  const found = await Promise.all(scripts.map((url) => lookAtScript(url, world, signal)));
  return found.flatMap((one) => one ?? []);
}

async function lookAtScript(url: string, world: World, signal: AbortSignal): Promise<ExposureProbe | undefined> {
  const path = new URL(url).pathname;
  const shape = { kind: 'source-map', contentType: '', status: 0 } as const;
  try {
    const script = await ask(world, { url, permit: 'look', maxBodyBytes: maxScriptBytes }, signal);
    if (script.response.status !== 200) return undefined;
    const headers = ['sourcemap', 'x-sourcemap'].flatMap((name) => headerValues(script.response.headers, name));
    // The comment overrules the header in no browser; the header comes first (ECMA-426 §9.1).
    const named = headers[0] ?? mapReference(script.text);
    if (named?.startsWith('data:')) return inline(path, named);
    const map = named === undefined ? null : URL.parse(named, url);
    const target = map && map.hostname === new URL(url).hostname ? map.href : `${url.split('?')[0]}.map`;
    const asked = await ask(world, { url: target, permit: 'guess', maxBodyBytes: maxMapBytes }, signal);
    const { response } = asked;
    const answer = {
      ...shape,
      path: new URL(target).pathname,
      status: response.status,
      contentType: mediaType(response.headers),
    };
    if (asked.stranger) return { ...answer, outcome: 'trouble' };
    if (response.status !== 200) return { ...answer, outcome: response.status === 403 ? 'denied' : 'absent' };
    // Larger than what is read: that it is one still shows.
    if (response.truncated && /^\s*\{[\s\S]{0,2000}"(?:mappings|sources)"\s*:/.test(asked.text.slice(0, 4_000)))
      return { ...answer, outcome: 'present', proof: `a source map of more than ${maxMapBytes / 2 ** 20} MiB` };
    return { ...answer, ...factsOf(asked.text) };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return { ...shape, path, outcome: 'trouble' };
  }
}

function inline(path: string, address: string): ExposureProbe | undefined {
  const [head = '', data = ''] = address.split(/,(.*)/s);
  const text = /;base64$/i.test(head) ? Buffer.from(data, 'base64').toString('utf8') : percentDecoded(data);
  const facts = factsOf(text);
  return facts.outcome === 'present'
    ? { path, kind: 'source-map', contentType: 'data', status: 200, ...facts }
    : undefined;
}

function factsOf(text: string): Pick<ExposureProbe, 'outcome' | 'proof' | 'minor'> {
  const facts = readSourceMap(text);
  if (!facts) return { outcome: 'absent' };
  const proof = `${facts.sources} sources, ${facts.ownWithContent} of the portal's own in full`;
  return facts.ownWithContent > 0 ? { outcome: 'present', proof } : { outcome: 'present', proof, minor: true };
}
