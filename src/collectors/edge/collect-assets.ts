import { GapError, gap } from '../../model/gap.ts';
import { headerValues, isHtml, mediaType } from '../../parse/header-list.ts';
import { splitHost } from '../../parse/host-name.ts';
import { readHtml } from '../../parse/html.ts';
import { maskedUrl } from '../../parse/web-address.ts';
import type { HttpResponse } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { ask, askPortal } from '../look/ask.ts';
import { follow } from '../look/follow.ts';
import { hostOfSubject, hostSubjects, originOf, roleOf } from '../look/host-subjects.ts';
import { browserHeaders } from '../web/read-page.ts';
import type { AssetLook, AssetSeen } from './edge-evidence.ts';

const mostAssets = 6;

/** Scripts and style sheets that a host's front page names, as they are served to a browser. */
export const assetCollector = defineCollector({
  id: 'assets',
  produces: ['net.assets'],
  permit: 'look',
  timeoutMs: 180_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { world, signal, target } = context;
    const { host } = splitHost(subject);
    const front = await follow(`${originOf(subject, target)}/`, { world, signal, headers: browserHeaders });
    if (front.chain.gap) throw new GapError(front.chain.gap);
    const answer = front.answers.at(-1);
    if (!answer) throw new GapError(gap('inconclusive', `${host} gave no page.`, 'Run again.'));
    const page = answer.response.url;
    const html = isHtml(mediaType(answer.response.headers)) ? readHtml(answer.text) : undefined;
    const loads = (html?.elements ?? []).flatMap(({ name, attributes }) => {
      if (name === 'script') return attributes.src ?? [];
      return name === 'link' && /\b(?:stylesheet|modulepreload)\b/i.test(attributes.rel ?? '')
        ? (attributes.href ?? [])
        : [];
    });
    const own = [...new Set(loads.flatMap((load) => URL.parse(load, page)?.href ?? []))].filter((url) => {
      const { protocol, hostname } = new URL(url);
      return protocol === 'https:' && world.scope.isListed(hostname);
    });
    const ranked = own.toSorted((one, other) => Number(isFingerprinted(other)) - Number(isFingerprinted(one)));
    const assets: AssetSeen[] = [];
    for (const url of ranked.slice(0, mostAssets)) assets.push(await assetAt(url, context));
    const unseen = html && own.length === 0 ? unseenBecause(answer.response, roleOf(subject, target)) : {};
    context.emit('net.assets', subject, { host, page: maskedUrl(page), assets, named: own.length, ...unseen });
  },
});

/** A page without files of its own may be a wall in front of the portal, or only its beginning. */
function unseenBecause({ status, truncated }: HttpResponse, role: string): Pick<AssetLook, 'unseen'> {
  if (truncated) return { unseen: 'cut' };
  if (status < 400 || role === 'api') return {};
  return { unseen: status === 401 || status === 403 ? 'closed' : 'trouble' };
}

async function assetAt(url: string, { world, signal }: CollectContext): Promise<AssetSeen> {
  const request = { url, permit: 'look' as const, headers: [['accept-encoding', 'gzip, br']] as const };
  const first = await ask(world, request, signal);
  // Most edges fetch and compress a file when they are first asked for it: what the next visitor gets counts.
  const { response } = first.response.status === 200 ? await askPortal(world, request, signal) : first;
  const header = (name: string) => headerValues(response.headers, name).join(', ');
  const encoding = header('content-encoding');
  const isTold = encoding === '' || /accept-encoding|\*/i.test(header('vary'));
  // A cache in between may keep the one form for everybody: seen, not inferred (RFC 9110 §12.5.3, RFC 9111 §4.1).
  const plain = isTold || response.status !== 200 ? undefined : await askPlainly(url, { world, signal });
  return {
    url: maskedUrl(url),
    fingerprinted: isFingerprinted(url),
    status: response.status,
    contentType: mediaType(response.headers),
    bytes: response.body.length,
    cacheControl: header('cache-control'),
    ...expiresS(header('expires'), header('date')),
    encoding,
    ...(plain === undefined ? {} : { forced: plain !== '' }),
  };
}

/** The encoding in which somebody gets it who takes none; undefined where that was not answered. */
async function askPlainly(url: string, { world, signal }: Pick<CollectContext, 'world' | 'signal'>) {
  const request = { url, permit: 'look' as const, headers: [['accept-encoding', 'identity']] as const };
  const { response } = await ask(world, request, signal);
  return response.status === 200 ? headerValues(response.headers, 'content-encoding').join(', ') : undefined;
}

/** Servers that say Expires alone; without a Date, or with an Expires that is none, nothing is known (RFC 9111 §5.3). */
function expiresS(expires: string, date: string): { readonly expiresS?: number } {
  const seconds = (Date.parse(expires) - Date.parse(date)) / 1000;
  return Number.isNaN(seconds) ? {} : { expiresS: Math.round(seconds) };
}

/** A name that changes with the content: eight and more hexadecimal digits, or letters and digits mixed as hashes do. */
export function isFingerprinted(url: string): boolean {
  const { pathname, search } = new URL(url);
  const file = pathname.split('/').at(-1) ?? '';
  const folder = pathname.split('/').slice(1, -1);
  const parts = [...file.split(/[.~-]/).slice(0, -1), ...file.split(/[._~]/).slice(0, -1), ...folder];
  if (parts.some((part) => /^[0-9a-f]{8,64}$/i.test(part) && /\d/.test(part))) return true;
  const mixed = (part: string) =>
    /^[\w-]{8,24}$/.test(part) && /\d/.test(part) && /[a-z]/.test(part) && /[A-Z]/.test(part);
  if (file.split(/[.~-]/).slice(1, -1).some(mixed) || /-[\w-]{8}\.(?:m?js|css)$/.test(file)) {
    const tail = /-([\w-]{8})\.(?:m?js|css)$/.exec(file)?.[1] ?? '';
    // A word with a number behind it is a name: `chunk-vendors2.js`.
    if (tail === '' || (/\d|[A-Z]/.test(tail) && !/^[A-Za-z]?[a-z]+\d{1,4}$/.test(tail))) return true;
  }
  return /[?&](?:v|ver|hash|h)=[0-9a-f]{8,}/i.test(search);
}
