import type { Cookie } from 'playwright-core';
import { parseSetCookie } from 'set-cookie-parser';
import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import type { SessionLogout, Standing } from '../../session-evidence.ts';
import type { Exchange } from '../recorder.ts';
import type { Session } from '../session.ts';
import { exchangeContent, readAnswer } from '../tenancy/answer-text.ts';
import { endOfToken } from '../tokens/end-of-token.ts';
import { findTokens, isSecretLike } from '../tokens/find-tokens.ts';
import { renewalNames } from '../words.ts';
import type { Carried } from './carriers.ts';
import type { OwnSession } from './own-session.ts';
import { openAgain, takeSignedFiles } from './signed-files.ts';
import { storedSecrets } from './storage.ts';
import { signOutInBrowser } from './sign-out.ts';
import { takesSessionBack } from './taken-back.ts';
import { type Credential, type WhoAmI, withCredential } from './who-am-i.ts';

/** A documented grace of up to a minute is fine: asked again after it. */
const graceSeconds = 65;

/** Signs out in the browser and asks the server with what the browser had: session, and what renews it. */
export async function lookAfterLogout(
  session: OwnSession,
  carried: readonly Carried[],
  context: CollectContext,
  main?: Session,
  spare?: Spare,
): Promise<SessionLogout> {
  const { world, signal } = context;
  const held = await Promise.all(
    carried.map(async ({ probe }) => {
      const credentials = await probe.credentials();
      return { probe, credentials, before: await probe.ask(credentials) };
    }),
  );
  const taken = await takeSignedFiles(
    main,
    held.map(({ probe }) => probe),
    context,
  );
  let renewing: { readonly renewal: Exchange; readonly body: string; readonly cookies: readonly Cookie[] } | undefined;
  let before = session.recorder.exchanges.length;
  // Opening the page renews the session, and what renewed it before is spent: what the browser has when it signs out counts.
  const out = await signOutInBrowser(session, context, async () => {
    await session.recorder.settled();
    before = session.recorder.exchanges.length;
    const renewal = session.recorder.exchanges.findLast(isRenewal);
    const url = renewal?.url ?? spare?.exchange.url;
    if (url === undefined) return;
    const cookies = await session.context.cookies(url);
    // The page has not renewed this session: how it does was seen in another one.
    const body = renewal || !spare ? undefined : await spareBody(spare, session);
    if (renewal) renewing = { renewal, body: withNewest(renewal), cookies };
    else if (spare && body !== undefined) renewing = { renewal: spare.exchange, body, cookies };
  });
  await session.recorder.settled();
  const base = { identity: session.identity, ...out, reproduce };
  if (!out.pressed) return { ...base, probes: held.map(({ probe, before }) => look(probe, before, [], false)) };
  const looks = await Promise.all(
    held.map(async (one) => ({ ...one, standing: await standingAfter(one.probe, one.credentials) })),
  );
  const living = carried.filter((_one, at) => looks[at]?.standing === 'in');
  if (living.length > 0) await world.clock.wait(graceSeconds * 1000, signal);
  const files = taken.length > 0 ? { files: await openAgain(taken, context) } : {};
  const probes = await Promise.all(
    looks.map(async ({ probe, credentials, before, standing }) => {
      const first = { afterSeconds: 0, standing };
      if (standing !== 'in') return look(probe, before, [first], false);
      const again = { afterSeconds: graceSeconds, standing: await probe.ask(credentials) };
      return look(probe, before, [first, again], hasRunOut(credentials, world.clock.now()));
    }),
  );
  const carriers = living.flatMap((one) => one.carriers);
  const takenBack = takesSessionBack(session.recorder.exchanges.slice(before), carriers, world.clock.now());
  const { renewal, body = '', cookies = [] } = (renewing ?? {}) as Partial<NonNullable<typeof renewing>>;
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const refresh =
    renewal && held.length > 0
      ? {
          refresh: {
            operation: new URL(renewal.url).pathname,
            ...(await renew(renewal, body, cookie, held, context)),
          },
        }
      : {};
  const kept = takenBack && !out.browserIsOut ? { takenBack } : {};
  return { ...base, ...kept, probes, ...refresh, ...files };
}

/** How pages of this portal renew a session with a value of the browser's storage, as another session of the account showed. */
export interface Spare {
  readonly exchange: Exchange;
  /** The value in it, and where the browser had it. */
  readonly value: string;
  readonly place: string;
}

/** The same renewal with what this browser has in its storage. */
async function spareBody({ exchange, value, place }: Spare, session: Session): Promise<string | undefined> {
  const own = (await storedSecrets(session.page)).find((one) => one.place === place)?.value;
  return own === undefined ? undefined : exchange.requestBody?.replace(value, own);
}

/** What renews a session. A sign-in at the same address (RFC 6749, 4.3; Supabase's `/token`) opens a new one, signed out or not. */
export const isRenewal = (one: Exchange) =>
  one.afterSignIn &&
  one.method === 'POST' &&
  one.status < 300 &&
  renewalNames.test(new URL(one.url).pathname) &&
  !signsIn(one);

const signsIn = ({ url, requestBody = '' }: Exchange): boolean =>
  /[?&]grant_type=(?!refresh_token)/i.test(`${url}&${requestBody}`) ||
  /"grant_?type"\s*:\s*"(?!refresh_token)/i.test(requestBody) ||
  /(^|[&"{,\s])(password|passwd|passwort|pwd)"?\s*[:=]/i.test(requestBody);

const reproduce =
  'Open the portal, sign in, copy the session (cookie or token) from the browser, sign out there, then send a request that shows your account with the copied value.';

/**
 * An answer that names nobody and that the signed-out browser gets as well, by the cookies that it has then, is a visitor's, and
 * says nothing of the session.
 */
async function standingAfter(probe: WhoAmI, old: readonly Credential[]): Promise<Standing> {
  const standing = await probe.ask(old);
  if (standing !== 'in' || probe.names) return standing;
  const now = (await probe.credentials()).filter(({ place }) => place === 'cookie');
  return now.length > 0 && (await probe.ask(now)) === 'in' ? 'unclear' : standing;
}

const look = (
  probe: WhoAmI,
  before: Standing,
  after: SessionLogout['probes'][number]['after'],
  ranOut: boolean,
): SessionLogout['probes'][number] => ({ probe: probe.operation, before, after, ranOut });

function hasRunOut(credentials: readonly Credential[], now: Date): boolean {
  const ends = credentials.flatMap(({ value }) => findTokens(value).map(({ jwt }) => endOfToken(jwt) ?? Infinity));
  return ends.length > 0 && ends.every((end) => end * 1000 < now.getTime());
}

/** A token in the body that the answer replaced by another one was good for once: the next request holds that one. */
function withNewest(renewal: Exchange): string {
  const body = renewal.requestBody ?? '';
  const given = exchangeContent(renewal).leaves.filter(
    ({ path, value }) => /refresh/i.test(path) && isSecretLike(value),
  );
  const old = /"[^"]*refresh[^"]*"\s*:\s*"([^"]+)"|(?:^|&)[^=&]*refresh[^=&]*=([^&]+)/i.exec(body);
  const spent = old?.[1] ?? old?.[2];
  return spent !== undefined && given[0] ? body.replace(spent, given[0].value) : body;
}

/** Whether the old session can still be renewed: a fresh token must open the account, a polite answer is none. */
export async function renew(
  renewal: Exchange,
  body: string,
  cookie: string,
  held: readonly { readonly probe: WhoAmI; readonly credentials: readonly Credential[] }[],
  { world, signal }: CollectContext,
): Promise<{ standing: Standing }> {
  try {
    const response = await world.http.request({
      url: renewal.url,
      method: 'POST',
      headers: [
        ...Object.entries(renewal.requestHeaders).filter(
          ([name]) => !/^(:|host$|content-length$|connection$|cookie$|accept-encoding$|if-)/i.test(name),
        ),
        ...(cookie === '' ? [] : [['cookie', cookie] as const]),
      ],
      ...(renewal.requestBody !== undefined ? { body } : {}),
      permit: 'sign-in',
      signal,
    });
    if (response.status === 429 || response.status >= 500) return { standing: 'unclear' };
    if (response.status >= 300) return { standing: 'out' };
    const headers = Object.fromEntries(response.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const { leaves } = readAnswer(response.body, headers['content-type'] ?? '', headers);
    const named = [
      ...leaves.filter((leaf) => /token|jwt|access/i.test(leaf.path)).map((leaf) => leaf.value),
      ...response.headers
        .filter(([name]) => name.toLowerCase() === 'set-cookie')
        .flatMap(([, value]) => parseSetCookie(value, { silent: true }).map((one) => one.value)),
    ].filter(isSecretLike);
    // Not everybody calls a token one.
    const fresh = named.length > 0 ? named : leaves.map(({ value }) => value).filter(isSecretLike);
    // What one address asks of a cookie, another asks of the token.
    for (const { probe, credentials } of held)
      for (const carrier of credentials) {
        const scheme = /^[a-z]+\s+/i.exec(carrier.value)?.[0] ?? '';
        for (const value of fresh.slice(0, 3))
          if ((await probe.ask(withCredential(credentials, carrier, scheme + value))) === 'in')
            return { standing: 'in' };
      }
    if (named.length === 0) return { standing: 'out' };
    return { standing: 'unclear' };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return { standing: 'unclear' };
  }
}
