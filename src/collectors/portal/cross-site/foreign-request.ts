import { GapError } from '../../../model/gap.ts';
import type { Permit } from '../../../model/permit.ts';
import type { HeaderList, HttpResponse, World } from '../../../world/world.ts';
import { createdAddress } from '../canaries/created-address.ts';
import type { Exchange } from '../recorder.ts';
import { rawView } from '../tenancy/view.ts';
import type { FormWay } from './form-bodies.ts';
import type { Sight } from './prove-forgery.ts';

/** The browser's own headers for a navigation that a page of another origin starts (Fetch, Fetch Metadata). */
export function foreignHeaders(
  way: Pick<FormWay, 'method' | 'contentType'>,
  origin: string,
  site: 'cross-site' | 'same-site',
  like: Exchange,
  cookies: readonly { readonly name: string; readonly value: string }[],
): HeaderList {
  const kept = ['user-agent', 'accept-language'].flatMap((name): [string, string][] => {
    const value = like.requestHeaders[name];
    return value === undefined ? [] : [[name, value]];
  });
  return [
    ...kept,
    ['accept', 'text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8'],
    ...(way.method === 'GET' ? [] : ([['origin', origin]] as const)),
    ['referer', `${origin}/`],
    ['sec-fetch-site', site],
    ['sec-fetch-mode', 'navigate'],
    ['sec-fetch-dest', 'document'],
    ...(way.contentType === undefined ? [] : ([['content-type', way.contentType]] as const)),
    ...(cookies.length > 0
      ? ([['cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')]] as const)
      : []),
  ];
}

export type Outcome = { readonly sight: Sight; readonly response?: HttpResponse };

/** Sends a way with these headers. A request that did not get through is an outcome of its own, `failed`. */
export async function sendWay(
  way: Pick<FormWay, 'method' | 'url' | 'body'>,
  headers: HeaderList,
  permit: Permit,
  world: World,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const response = await world.http.request({
      url: way.url,
      method: way.method,
      headers,
      ...(way.body === undefined ? {} : { body: way.body }),
      permit,
      timeoutMs: 15_000,
      signal,
    });
    return { sight: sightOf(way.url, response), response };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    if (thrown.gap.reason === 'budget-spent' || thrown.gap.reason === 'no-consent') throw thrown;
    return { sight: { status: 0, outcome: 'failed', text: '' } };
  }
}

/** An answer, and where the object that it made lives. A redirect to a page of its own names it as well. */
export function sightOf(url: string, response: HttpResponse): Sight {
  const { status, outcome, content } = rawView('anonymous', { ok: true, response }, '');
  const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  const body = new TextDecoder().decode(response.body);
  const created = status < 400 ? createdAddress(url, body, location) : undefined;
  return {
    status,
    outcome,
    text: content.text,
    ...(content.json === undefined ? {} : { json: content.json }),
    ...(created === undefined ? {} : { created }),
  };
}
