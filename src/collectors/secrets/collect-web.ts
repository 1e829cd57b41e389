import { unescape as percentDecoded } from 'node:querystring';
import { GapError, gap } from '../../model/gap.ts';
import { headerValues, isHtml, mediaType } from '../../parse/header-list.ts';
import { splitHost } from '../../parse/host-name.ts';
import { readHtml } from '../../parse/html.ts';
import { isOwnBuild, partAddress } from '../../parse/own-build.ts';
import { mapReference, ownScripts } from '../../parse/source-map.ts';
import { isRedirect, maskedUrl } from '../../parse/web-address.ts';
import { webpackParts } from '../../parse/webpack-parts.ts';
import type { Sighting } from '../../secrets/sighting.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { type Asked, ask, strangerGap } from '../look/ask.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import { inTurn } from '../look/in-turn.ts';
import { secretsInAnswers } from './collect-answers.ts';
import type { WebLook, WebText } from '../secrets-evidence.ts';

const mostScripts = 60;
const maxScriptBytes = 24 * 1024 * 1024;
const maxMapBytes = 48 * 1024 * 1024;

/** What a visitor's browser is given: the page with its inline data, its scripts, what those load, and the maps they name. */
export const webSecretsCollector = defineCollector({
  id: 'web-secrets',
  produces: ['secrets.web'],
  permit: 'look',
  after: ['crawl'],
  timeoutMs: 300_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const look = await lookAt(subject, context);
    context.emit('secrets.web', subject, look);
  },
});

async function lookAt(subject: string, context: CollectContext): Promise<WebLook> {
  const { world, signal, target } = context;
  const { host } = splitHost(subject);
  const origin = originOf(subject, target);
  const home = await landing(`${origin}/`, host, context);
  const texts: WebText[] = [];
  const secrets: Sighting[] = [];
  const unread: { url: string; why: string }[] = [];
  const search = (url: string, what: WebText['what'], bytes: Uint8Array, name: string) => {
    texts.push({ url: maskedUrl(url), what, bytes: bytes.length });
    for (const one of world.secrets.text(name, bytes))
      secrets.push({ ...one, path: `${maskedUrl(url)}${one.path.slice(name.length)}` });
  };
  search(home.response.url, 'page', home.response.body, pathOf(home.response.url, '.html'));
  const listed = new Set([host, ...target.config.target.hosts.map(({ name }) => splitHost(name.toLowerCase()).host)]);
  const page = isHtml(mediaType(home.response.headers)) ? home.text : '';
  const queue = page === '' ? [] : scriptsOf(page, home.response.url, (name) => listed.has(name), origin);
  for (const url of page === '' ? [] : scriptsOf(page, home.response.url, (name) => !listed.has(name), origin))
    if (isOwnBuild(new URL(url), host))
      unread.push({ url: maskedUrl(url), why: `${new URL(url).hostname} is not in target.hosts` });
  const known = new Set(queue);
  const linked = new Set(queue);
  for (let next = 0; next < queue.length && next < mostScripts; ) {
    const batch = queue.slice(next, Math.min(next + 4, mostScripts));
    next += batch.length;
    await inTurn(batch, 4, async (url) => {
      try {
        const script = await ask(
          world,
          { url, permit: 'look', maxBodyBytes: maxScriptBytes, timeoutMs: 20_000 },
          signal,
        );
        const { status } = script.response;
        if (script.stranger || status >= 500 || status === 429 || (status !== 200 && linked.has(url)))
          unread.push({ url: maskedUrl(url), why: script.stranger?.what ?? `answered ${status}` });
        if (script.stranger || status !== 200 || isHtml(mediaType(script.response.headers))) return;
        if (script.response.truncated) unread.push({ url: maskedUrl(url), why: 'longer than the limit' });
        search(url, 'script', script.response.body, pathOf(url, '.js'));
        for (const more of loadedBy(script.text, url)) if (!known.has(more)) queue.push(more) && known.add(more);
        const missed = (address: string, why: string) => void unread.push({ url: maskedUrl(address), why });
        await readMap({ script, url, listed: (name) => listed.has(name), search, unread: missed }, context);
      } catch (error) {
        if (!(error instanceof GapError) || signal.aborted) throw error;
        unread.push({ url: maskedUrl(url), why: error.gap.reason });
      }
    });
  }
  if (queue.length > mostScripts)
    unread.push({ url: origin, why: `${queue.length - mostScripts} more scripts than the limit` });
  const answers = secretsInAnswers(host, context);
  const elsewhere = leadsTo(home.response);
  // Nothing of the portal's own was given to the browser here, so nothing is known of what it gives.
  if (elsewhere !== undefined && !listed.has(elsewhere) && answers.texts.length === 0)
    throw new GapError(sentOn(host, elsewhere));
  return {
    host,
    origin,
    texts: [...texts, ...answers.texts.slice(0, 200)],
    secrets: once([...secrets, ...answers.secrets]),
    unread,
  };
}

function leadsTo({ status, headers, url }: Asked['response']): string | undefined {
  if (!isRedirect(status)) return undefined;
  return URL.parse(headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '', url)?.hostname;
}

function sentOn(host: string, elsewhere: string) {
  return gap(
    'not-collected',
    `${host} sends every visitor on to ${elsewhere}, so nothing that the portal gives a browser was seen.`,
    'Give two test accounts, so that what lies behind the sign-in is read; list that host if it is yours.',
    5,
  );
}

async function landing(url: string, host: string, { world, signal }: CollectContext) {
  let asked = await ask(world, { url, permit: 'look', maxBodyBytes: maxScriptBytes }, signal);
  for (let hops = 0; hops < 5 && asked.response.status >= 300 && asked.response.status < 400; hops += 1) {
    const location = asked.response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
    const to = URL.parse(location, asked.response.url);
    if (!to || to.hostname !== host) break;
    asked = await ask(world, { url: to.href, permit: 'look', maxBodyBytes: maxScriptBytes }, signal);
  }
  if (asked.stranger) throw new GapError(strangerGap(host, asked.stranger));
  return asked;
}

function scriptsOf(html: string, address: string, wanted: (host: string) => boolean, origin: string): string[] {
  const page = readHtml(html);
  const secure = ownScripts(page, address, wanted);
  if (!origin.startsWith('http:')) return secure;
  const plain = page.elements.flatMap(({ name, attributes }) =>
    name === 'script' && attributes.src ? [URL.parse(attributes.src, address)] : [],
  );
  return [...new Set([...secure, ...plain.flatMap((url) => (url && wanted(url.hostname) ? [url.href] : []))])];
}

/** Scripts that a script names, as bundlers write the parts that are loaded later: in full, or made from their numbers. */
function loadedBy(script: string, address: string): string[] {
  const named = script.matchAll(/["'`]((?:\.{0,2}\/)?(?:[\w@~-]+\/){0,6}[\w@.~-]{1,80}\.m?js)["'`]/g);
  const urls = [...named].slice(0, 400).flatMap(([, path = '']) => {
    const url = partAddress(path, address);
    return url && url.host === new URL(address).host && /-|\.[\da-f]{6,}\.|chunk|\//.test(path) ? [url.href] : [];
  });
  const made = webpackParts(script).flatMap((path) => {
    const url = partAddress(path, address);
    return url && url.host === new URL(address).host ? [url.href] : [];
  });
  return [...new Set([...urls, ...made])].slice(0, mostScripts);
}

interface MapQuestion {
  readonly script: Asked;
  readonly url: string;
  readonly listed: (host: string) => boolean;
  readonly search: (url: string, what: WebText['what'], bytes: Uint8Array, name: string) => void;
  readonly unread: (url: string, why: string) => void;
}

/** The map that a script names in its header or its last comment (ECMA-426 §9.1); a listed host may serve it. */
async function readMap(
  { script, url, listed, search, unread }: MapQuestion,
  { world, signal }: CollectContext,
): Promise<void> {
  const { headers } = script.response;
  const [header] = ['sourcemap', 'x-sourcemap'].flatMap((name) => headerValues(headers, name));
  const named = header ?? mapReference(script.text);
  // Those in base64 are read where they stand.
  if (named === undefined || /^data:[^,]*;base64,/i.test(named)) return;
  if (named.startsWith('data:')) {
    const text = percentDecoded(named.slice(named.indexOf(',') + 1));
    return search(url, 'source map', Buffer.from(text, 'utf8'), pathOf(`${url.split('?')[0]}.map`, '.map'));
  }
  const map = URL.parse(named, url);
  if (!map || !/^https?:$/.test(map.protocol)) return;
  if (map.host !== new URL(url).host && !listed(map.hostname)) {
    if (isOwnBuild(map, new URL(url).hostname)) unread(map.href, `${map.hostname} is not in target.hosts`);
    return;
  }
  const request = { url: map.href, permit: 'look', maxBodyBytes: maxMapBytes, timeoutMs: 20_000 } as const;
  const asked = await ask(world, request, signal);
  const { status, truncated, body } = asked.response;
  if (asked.stranger || status >= 500 || status === 429) unread(map.href, asked.stranger?.what ?? `answered ${status}`);
  if (asked.stranger || status !== 200 || isHtml(mediaType(asked.response.headers))) return;
  if (truncated) unread(map.href, 'longer than the limit');
  search(map.href, 'source map', body, pathOf(map.href, '.map'));
}

function pathOf(url: string, ending: string): string {
  const { pathname } = new URL(url);
  return pathname.endsWith(ending) ? pathname : `${pathname.replace(/\/$/, '/index')}${ending}`;
}

/** The same secret at the same place, once. */
function once(list: readonly Sighting[]): Sighting[] {
  return [...new Map(list.map((one) => [`${one.mark} ${one.path} ${one.original ?? ''}`, one])).values()].sort(
    (a, b) => (`${a.path} ${a.line} ${a.mark}` < `${b.path} ${b.line} ${b.mark}` ? -1 : 1),
  );
}
