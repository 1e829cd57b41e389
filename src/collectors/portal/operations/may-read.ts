import { calledIn } from './called-in.ts';
import { carriesCredential } from './carries-credential.ts';
import { writesByName } from './is-read.ts';
import { harmsByPostback, postbackOf, readsByPostback } from './postback.ts';
import { rpcNameOf } from './rpc-name.ts';
import { dangerWords, sessionNames } from '../words.ts';

/**
 * `opening`: a page is being shown, nothing was pressed; `reading`: what was pressed says that it shows something; `record`: a
 * row or a record's name was pressed, which opens it, or ticks it off; `link`: a link that is a script was followed;
 * `icon`: a picture whose meaning nobody knows was pressed.
 */
export type Moment = 'opening' | 'reading' | 'record' | 'link' | 'icon' | undefined;

/**
 * Whether a POST whose name does not say what it does may be taken for a read at this moment. Pressing "Show history" reads,
 * whatever is called; of what a page sends by itself only calls are let through, since a POST to a collection creates (RFC 9110 §9.3.3).
 */
export function mayRead(
  moment: Moment,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): boolean {
  if (
    moment === undefined ||
    moment === 'icon' ||
    method !== 'POST' ||
    /multipart\/form-data/i.test(headers['content-type'] ?? '') ||
    carriesCredential(body)
  )
    return false;
  const { pathname } = new URL(url);
  const posted = postbackOf(headers, body);
  if (posted) return moment === 'reading' ? !harmsByPostback(posted) : readsByPostback(posted);
  if (moment === 'link') return false;
  // "Download" has an address signed for the file; a document or a contract may be signed in earnest.
  if (
    moment === 'reading' &&
    /\/(files?|downloads?|media|uploads?|assets?|storage|blobs?|objects?)\/sign\/?$/i.test(pathname)
  )
    return true;
  const called = calledIn(url) ?? rpcNameOf(url, headers, body);
  const names = called ?? pathname.split('/').filter((one) => one !== '');
  if (
    sessionNames.test(pathname) ||
    names.some((one) => writesByName(one) || dangerWords.test(one.replace(/[/_.-]+/g, ' '))) ||
    (called === undefined && keepsWhatIsChosen.test(names.at(-1) ?? ''))
  )
    return false;
  return moment === 'reading' || called !== undefined || (moment === 'opening' && isServerFunction(pathname, headers));
}

/** Whether a POST that a page sends by itself calls a procedure by a name that does not write. */
export function isCallWhileShown(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): boolean {
  const named = calledIn(url) ?? rpcNameOf(url, headers, body);
  return named !== undefined && mayRead('opening', method, url, headers, body);
}

/**
 * Whether a POST calls nothing but procedures that pages called by themselves while they were shown: these read, and go on
 * doing so when a tab or a filter whose words say nothing calls them.
 */
export function isKnownToRead(
  seen: readonly {
    readonly url: string;
    readonly reads?: boolean;
    readonly requestHeaders: Headers;
    readonly requestBody?: string;
  }[],
  method: string,
  url: string,
  headers: Headers,
  body: string | undefined,
): boolean {
  const called = method === 'POST' ? (calledIn(url) ?? rpcNameOf(url, headers, body)) : undefined;
  if (called === undefined || carriesCredential(body)) return false;
  const known = new Set(
    seen
      .filter(({ reads }) => reads)
      .flatMap((one) => calledIn(one.url) ?? rpcNameOf(one.url, one.requestHeaders, one.requestBody) ?? []),
  );
  return called.every((name) => known.has(name));
}

type Headers = Readonly<Record<string, string>>;

/** Where applications keep what somebody searched for, chose or was looking at. */
const keepsWhatIsChosen =
  /^((user|saved|search|my)[-_]?)?(presets?|preferences?|bookmarks?|favou?rites?|drafts?|settings?|telemetry|track(ing)?|recents?)$/i;

/** What is read by GET as data has no need of a POST to be read: that one makes something there (RFC 9110 §9.3.3). */
export function isReadByGet(
  seen: readonly {
    readonly method: string;
    readonly url: string;
    readonly status: number;
    readonly responseHeaders: Readonly<Record<string, string>>;
  }[],
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): boolean {
  if ((calledIn(url) ?? rpcNameOf(url, headers, body)) !== undefined) return false;
  const place = (address: string) => address.split(/[?#]/)[0]?.replace(/\/$/, '');
  return seen.some(
    (one) =>
      one.method === 'GET' &&
      one.status === 200 &&
      place(one.url) === place(url) &&
      /\bjson\b/i.test(one.responseHeaders['content-type'] ?? ''),
  );
}

/** Functions of the server that frameworks number instead of naming: Next, TanStack Start and SolidStart. */
function isServerFunction(pathname: string, headers: Readonly<Record<string, string>>): boolean {
  return headers['next-action'] !== undefined || /\/(_server|_serverFn)(\/|$)/.test(pathname);
}
