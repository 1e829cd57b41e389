import { GapError } from '../../model/gap.ts';
import { isHtml, mediaType } from '../../parse/header-list.ts';
import { splitHost } from '../../parse/host-name.ts';
import { readHtml } from '../../parse/html.ts';
import { isOwnBuild, partAddress } from '../../parse/own-build.ts';
import { mapReference, ownScripts } from '../../parse/source-map.ts';
import { maskedUrl } from '../../parse/web-address.ts';
import type { Sighting } from '../../secrets/sighting.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { ask, strangerGap } from '../look/ask.ts';
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
        await readMap(script.text, url, context, search);
      } catch (error) {
        if (!(error instanceof GapError) || signal.aborted) throw error;
        unread.push({ url: maskedUrl(url), why: error.gap.reason });
      }
    });
  }
  if (queue.length > mostScripts)
    unread.push({ url: origin, why: `${queue.length - mostScripts} more scripts than the limit` });
  const answers = secretsInAnswers(host, context);
  return {
    host,
    origin,
    texts: [...texts, ...answers.texts.slice(0, 200)],
    secrets: once([...secrets, ...answers.secrets]),
    unread,
  };
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

/** Scripts that a script names in full, as bundlers write the parts that are loaded later. */
function loadedBy(script: string, address: string): string[] {
  const named = script.matchAll(/["'`]((?:\.{0,2}\/)?(?:[\w@~-]+\/){0,6}[\w@.~-]{1,80}\.m?js)["'`]/g);
  const urls = [...named].slice(0, 400).flatMap(([, path = '']) => {
    const url = partAddress(path, address);
    return url && url.host === new URL(address).host && /-|\.[\da-f]{6,}\.|chunk|\//.test(path) ? [url.href] : [];
  });
  return [...new Set(urls)].slice(0, mostScripts);
}

async function readMap(
  script: string,
  url: string,
  { world, signal }: CollectContext,
  search: (url: string, what: WebText['what'], bytes: Uint8Array, name: string) => void,
): Promise<void> {
  const named = mapReference(script);
  const map = named === undefined || named.startsWith('data:') ? null : URL.parse(named, url);
  if (!map || map.host !== new URL(url).host) return;
  const asked = await ask(
    world,
    { url: map.href, permit: 'look', maxBodyBytes: maxMapBytes, timeoutMs: 20_000 },
    signal,
  );
  if (asked.response.status === 200 && !isHtml(mediaType(asked.response.headers)))
    search(map.href, 'source map', asked.response.body, pathOf(map.href, '.map'));
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
