import { gap } from '../../model/gap.ts';
import { splitHost, urlHost } from '../../parse/host-name.ts';
import { readHtml } from '../../parse/html.ts';
import { scriptUpgrades } from '../../parse/page-redirect.ts';
import { probeQuery } from '../../parse/web-address.ts';
import type { Asked } from '../look/ask.ts';
import { type Followed, follow } from '../look/follow.ts';
import type { Chain, MovesLook } from '../network-evidence.ts';
import { browserHeaders, type PageQuestion } from './read-page.ts';

/** A path that visitors' tools ask for everywhere: it shows whether a redirect keeps the path. */
const deepPath = `/robots.txt?${probeQuery}`;
const maxBodyBytes = 64 * 1024;

/** Where both schemes lead. The deep path is followed only until it reaches https, or the other host. */
export async function lookAtMoves({ subject, host, role, front, world, signal }: PageQuestion): Promise<MovesLook> {
  const options = { world, signal, headers: browserHeaders, maxBodyBytes };
  const trouble = front.certificateTrouble;
  const leaves = leavesHost(front.chain);
  const [http, https, httpsDeep] = await Promise.all([
    fromHttp(subject, front, options),
    leaves ? follow(`https://${urlHost(subject)}/?${probeQuery}`, options).then(({ chain }) => chain) : front.chain,
    leaves ? firstHop(`https://${urlHost(subject)}${deepPath}`, host, options) : undefined,
  ]);
  return {
    host,
    role,
    ...http,
    https,
    ...(httpsDeep ? { httpsDeep } : {}),
    ...(trouble === undefined ? {} : { certificateTrouble: trouble }),
  };
}

type Options = Parameters<typeof follow>[1];

async function fromHttp(
  subject: string,
  front: Followed,
  options: Options,
): Promise<Pick<MovesLook, 'http' | 'httpDeep' | 'httpLikeHttps' | 'scriptUpgrades'>> {
  const { host, port } = splitHost(subject);
  // The address that was given is in clear itself: what it answers is what visitors get.
  if (port !== undefined && front.chain.start.startsWith('http:')) return { http: front.chain };
  if (port !== undefined) {
    const why = gap(
      'not-configured',
      `${subject} is listed with a port, so no plain http belongs to it.`,
      `List ${host} without a port.`,
      1,
    );
    return { http: { start: `http://${host}/`, hops: [], end: 'gap', gap: why } };
  }
  const origin = `http://${urlHost(subject)}`;
  // Where https is known to be dead there is no use in walking into it again.
  const dead = front.chain.hops.length === 0;
  const until = dead ? (next: URL) => next.protocol === 'https:' : undefined;
  const { chain: http, answers } = await follow(`${origin}/?${probeQuery}`, { ...options, until });
  if (http.hops[0]?.to === undefined) {
    const [inClear, encrypted] = [answers[0], front.answers[0]];
    const upgrades =
      inClear && inClear.response.status < 400 && scriptUpgrades(readHtml(inClear.text.slice(0, 20_000)));
    return {
      http,
      ...(inClear && encrypted ? { httpLikeHttps: sayTheSame(inClear, encrypted) } : {}),
      ...(upgrades ? { scriptUpgrades: true as const } : {}),
    };
  }
  const { chain: httpDeep } = await follow(`${origin}${deepPath}`, {
    ...options,
    until: (next) => next.protocol === 'https:',
  });
  return { http, httpDeep };
}

async function firstHop(start: string, host: string, options: Options): Promise<Chain> {
  const { chain } = await follow(start, {
    ...options,
    until: (next) => next.hostname.replace(/^\[|\]$/g, '') !== host,
  });
  return chain;
}

/** The page chain already shows whether visitors end on another host; only then is more asked. */
function leavesHost({ hops }: Chain): boolean {
  const hostOf = (url: string) => URL.parse(url)?.hostname;
  return hops.some((hop) => hop.to !== undefined && hostOf(hop.to) !== hostOf(hop.url));
}

/** Equal but for what changes with each answer: numbers, ids, nonces. An empty answer says nothing. */
function sayTheSame(one: Asked, other: Asked): boolean {
  const words = ({ text }: Asked) => text.slice(0, 20_000).replace(/[\w+/=-]*\d[\w+/=-]*/g, '#');
  return one.text.trim() !== '' && one.response.status === other.response.status && words(one) === words(other);
}
