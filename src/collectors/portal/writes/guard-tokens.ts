import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { Session } from '../session.ts';
import { isCallingHeader } from '../operations/calling-headers.ts';
import { forgeryHeader } from '../words.ts';

/**
 * The headers that a page of this session sends with a change: where it comes from, and fresh tokens of its own against
 * forged requests. Another session's token would be refused for the wrong reason.
 */
export async function writeHeaders(session: Session, url: string, contentType: string): Promise<HeaderList> {
  const from = session.recorder.exchanges.findLast(
    (one) => one.afterSignIn && new URL(one.url).host === new URL(url).host && /^https?:/.test(one.page),
  )?.page;
  const page = from ?? (/^https?:/.test(session.page.url()) ? session.page.url() : url);
  const cookies = await session.context.cookies(url);
  const cookie = cookies.find(({ name }) => /xsrf|csrf/i.test(name));
  const sent = session.recorder.exchanges.findLast(
    // What was sent before there was a token is empty.
    (one) =>
      one.afterSignIn &&
      Object.entries(one.requestHeaders).some(([name, value]) => forgeryHeader.test(name) && value !== ''),
  );
  const host = (address: string) => new URL(address).host;
  const held = session.recorder.held.findLast((one) => one.headers && host(one.url) === host(url))?.headers;
  const known = Object.entries({ ...held, ...sent?.requestHeaders })
    .filter(([name]) => forgeryHeader.test(name) || (held && name in held && !isOfOneRequest(name)))
    // A header that repeats a cookie is what the cookie says by now: servers renew it with each answer.
    .map(([name, value]): readonly [string, string] => [
      name,
      forgeryHeader.test(name) && cookie && repeats(sent?.requestHeaders.cookie, cookie.name, value)
        ? percentDecoded(cookie.value)
        : value,
    ]);
  const meta = await inPage(session, 'meta[name*=csrf i][content]', 'content');
  // ASP.NET puts it into a field of the page, and scripts into a header of the same name.
  const field = meta === '' && !cookie ? await inPage(session, 'input[name=__RequestVerificationToken]', 'value') : '';
  const token = meta !== '' ? meta : cookie ? percentDecoded(cookie.value) : field;
  const names =
    field !== ''
      ? ['requestverificationtoken']
      : cookie && /xsrf/i.test(cookie.name)
        ? ['x-xsrf-token']
        : ['x-csrf-token', 'x-csrftoken', 'x-xsrf-token'];
  return [
    ['content-type', contentType],
    ['origin', new URL(page).origin],
    ['referer', page],
    ...known,
    ...(!known.some(([name]) => forgeryHeader.test(name)) && token !== ''
      ? names.map((name) => [name, token] as const)
      : []),
  ];
}

/** Whether the request with this token carried the same in a cookie of this name. */
function repeats(cookies: string | undefined, name: string, token: string): boolean {
  const own = cookies?.split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return own !== undefined && percentDecoded(own.slice(name.length + 1)) === percentDecoded(token);
}

function inPage({ page }: Session, selector: string, attribute: string): Promise<string> {
  const look = ([found, name]: readonly [string, string]) => document.querySelector(found)?.getAttribute(name) ?? '';
  return page.evaluate(look, [selector, attribute] as const).catch(() => '');
}

/** What belongs to one request alone: a second one with it would be taken for the first. */
const ofOneRequest = /^if-|idempot|request-?id|correlation|trace|signature|nonce|timestamp/i;

const isOfOneRequest = (name: string): boolean => ofOneRequest.test(name) || isCallingHeader(name);
