import type { HeaderList } from '../../../world/world.ts';
import type { Session } from '../session.ts';

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
    (one) => one.afterSignIn && Object.keys(one.requestHeaders).some((name) => guardName.test(name)),
  );
  const host = (address: string) => new URL(address).host;
  const held = session.recorder.held.findLast((one) => one.headers && host(one.url) === host(url))?.headers;
  const known = Object.entries({ ...held, ...sent?.requestHeaders }).filter(
    ([name]) => guardName.test(name) || (held && name in held && !ofOneRequest.test(name)),
  );
  const meta = await session.page
    .evaluate(() => document.querySelector('meta[name*=csrf i][content]')?.getAttribute('content') ?? '')
    .catch(() => '');
  const token = meta !== '' ? meta : cookie ? decoded(cookie.value) : '';
  const names =
    cookie && /xsrf/i.test(cookie.name) ? ['x-xsrf-token'] : ['x-csrf-token', 'x-csrftoken', 'x-xsrf-token'];
  return [
    ['content-type', contentType],
    ['origin', new URL(page).origin],
    ['referer', page],
    ...known,
    ...(!known.some(([name]) => guardName.test(name)) && token !== ''
      ? names.map((name) => [name, token] as const)
      : []),
  ];
}

/** What belongs to one request alone: a second one with it would be taken for the first. */
const ofOneRequest = /^if-|idempot|request-?id|correlation|trace|signature|nonce|timestamp/i;
const guardName = /^x-?(csrf|xsrf)|^csrf|-csrf-?token$/i;

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
