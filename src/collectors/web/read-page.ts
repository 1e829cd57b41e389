import { GapError } from '../../model/gap.ts';
import { parseMetaPolicies, parsePolicies, scriptNonces } from '../../parse/csp.ts';
import { headerValues, isHtml, mediaType } from '../../parse/header-list.ts';
import { hasSignIn, madeByScripts, metaContents, readHtml } from '../../parse/html.ts';
import { insecureLoads } from '../../parse/insecure-loads.ts';
import { hostsOfPage } from '../../parse/page-hosts.ts';
import { softwareHeaders } from '../../parse/software-headers.ts';
import { ownScripts } from '../../parse/source-map.ts';
import { maskedUrl } from '../../parse/web-address.ts';
import type { HeaderList, HttpResponse, World } from '../../world/world.ts';
import { type Asked, ask } from '../look/ask.ts';
import type { Followed } from '../look/follow.ts';
import type { PageLook, PageResponse } from '../network-evidence.ts';
import { cookiesOf } from './cookies-of.ts';

export const browserHeaders: HeaderList = [
  ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  ['accept-language', 'en'],
];

const judged = [
  'strict-transport-security',
  'content-security-policy',
  'content-security-policy-report-only',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'feature-policy',
  ...softwareHeaders,
];
const maxValue = 6_000;

export interface PageQuestion {
  readonly subject: string;
  readonly host: string;
  readonly role: string;
  readonly front: Followed;
  readonly world: World;
  readonly signal: AbortSignal;
}

/** The answers on the way to the page, reduced to what checks judge. */
export async function readPage(question: PageQuestion): Promise<PageLook> {
  const { host, role, front } = question;
  const { chain, answers } = front;
  const responses = answers.map(({ response }, index) => summarise(response, chain.hops[index]?.to));
  const last = answers.at(-1);
  const html = chain.end === 'answer' && last ? htmlOf(last) : undefined;
  const repeats = html && last ? await nonceRepeats(last, html.metaCsp, question) : undefined;
  const cookies = cookiesOf(
    answers.map(({ response }) => response),
    question.world.clock.now(),
  );
  return {
    host,
    role,
    responses,
    end: chain.end,
    ...(chain.gap ? { gap: chain.gap } : {}),
    ...(front.certificateTrouble === undefined ? {} : { certificateTrouble: front.certificateTrouble }),
    ...(html ? { html } : {}),
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(repeats === undefined ? {} : { nonceRepeats: repeats }),
  };
}

function summarise(response: HttpResponse, to: string | undefined): PageResponse {
  return {
    url: maskedUrl(response.url),
    host: new URL(response.url).hostname.replace(/^\[|\]$/g, ''),
    status: response.status,
    ...(to === undefined ? {} : { to }),
    contentType: mediaType(response.headers),
    headers: response.headers
      .filter(([name]) => judged.includes(name.toLowerCase()))
      .slice(0, 40)
      .map(([name, value]) => [name.toLowerCase(), value.slice(0, maxValue)] as const),
  };
}

function htmlOf({ response, text }: Asked): PageLook['html'] {
  const type = mediaType(response.headers);
  // Without a type browsers look at the beginning themselves (WHATWG MIME Sniffing §7.1).
  if (
    !isHtml(type) &&
    !(
      type === '' &&
      /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|title|h1|div|p|script)\b/i.test(text)
    )
  )
    return undefined;
  const page = readHtml(text);
  const host = new URL(response.url).hostname;
  return {
    title: page.title.slice(0, 120),
    metaCsp: metaContents(page, 'http-equiv', 'content-security-policy').map((value) => value.slice(0, maxValue)),
    metaReferrer: metaContents(page, 'name', 'referrer').map((value) => value.slice(0, 200)),
    ...insecureLoads(page, response.url),
    signIn: hasSignIn(page),
    shell: madeByScripts(page),
    hosts: hostsOfPage(page, response.url),
    scripts: ownScripts(page, response.url, (name) => name === host).map((url) => new URL(url).pathname.slice(0, 300)),
  };
}

/** A nonce that comes twice protects nobody; one more look tells, where a nonce is used at all (CSP3 §7.1). */
async function nonceRepeats(
  { response }: Asked,
  metaCsp: readonly string[],
  { world, signal }: PageQuestion,
): Promise<boolean | undefined> {
  const noncesOf = (headers: HeaderList, meta: readonly string[]) =>
    scriptNonces([...parsePolicies(headerValues(headers, 'content-security-policy')), ...parseMetaPolicies(meta)]);
  const before = noncesOf(response.headers, metaCsp);
  if (before.length === 0) return undefined;
  try {
    const again = await ask(world, { url: response.url, permit: 'look', headers: browserHeaders }, signal);
    const meta = metaContents(readHtml(again.text), 'http-equiv', 'content-security-policy');
    const after = noncesOf(again.response.headers, meta);
    return after.length === 0 ? undefined : before.every((nonce) => after.includes(nonce));
  } catch (error) {
    if (error instanceof GapError) return undefined;
    throw error;
  }
}
