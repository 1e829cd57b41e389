import type { BrowserContext } from 'playwright-core';
import { parseSetCookie, type Cookie } from 'set-cookie-parser';
import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { Credentials } from '../../../world/world.ts';
import type { CollectContext } from '../../collector.ts';
import { explainFailure, PortalBroke, signInFailed } from './sign-in-failure.ts';
import { tokenInAnswer } from './token-in-answer.ts';

export interface ByConfig {
  readonly context: CollectContext;
  readonly browser: BrowserContext;
  readonly identity: AccountName;
  readonly credentials: Credentials;
  readonly url: string;
  readonly label: string;
  readonly isListed: (host: string) => boolean;
}

/** Puts a bearer token on every request of the pages to listed hosts; nobody else ever gets it. */
export async function carryToken(
  browser: BrowserContext,
  token: string,
  isListed: (host: string) => boolean,
): Promise<void> {
  await browser.route(
    (url) => isListed(url.hostname.toLowerCase()),
    async (route) => {
      const headers = route.request().headers();
      const kind = route.request().resourceType();
      if (headers.authorization !== undefined || !/^(document|xhr|fetch|other|eventsource)$/.test(kind))
        return route.fallback();
      return route.fallback({ headers: { ...headers, authorization: `Bearer ${token}` } });
    },
  );
}

/** Sets cookies that a person copied: `name=value; name=value`. Throws where it is no such list. */
export async function setCookies(browser: BrowserContext, header: string, url: string, label: string): Promise<void> {
  const pairs = header.split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [{ name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }] : [];
  });
  if (pairs.length === 0)
    throw new GapError(
      gap('not-configured', `${label}_COOKIE holds no cookie.`, 'Write it as name=value; name=value.', 2),
    );
  const { hostname, protocol } = new URL(url);
  // A name with the prefix __Host- or __Secure- is taken only with what the prefix promises (RFC 6265bis, 4.1.3).
  await browser.addCookies(
    pairs.map(({ name, value }) => ({ name, value, domain: hostname, path: '/', secure: protocol === 'https:' })),
  );
}

/**
 * Signs in by a JSON request, as scripts do: user and password in the usual fields, the answer's cookies and token kept.
 * One attempt with the password; a refusal of the fields themselves (400, 422) is followed by the other usual names.
 */
export async function signInByJson(by: ByConfig): Promise<{ readonly token?: string }> {
  const { context, credentials, url, label, browser } = by;
  const { user, password } = credentials;
  const names = user.includes('@') ? ['email', 'username', 'login'] : ['username', 'email', 'login'];
  let last = 0;
  for (const name of names) {
    const response = await context.world.http.request({
      url,
      method: 'POST',
      headers: [
        ['content-type', 'application/json'],
        ['accept', 'application/json'],
        ['origin', new URL(url).origin],
      ],
      body: JSON.stringify({ [name]: user, password }),
      permit: 'sign-in',
      signal: context.signal,
    });
    last = response.status;
    if (response.status === 400 || response.status === 422) continue;
    if (response.status >= 500)
      throw new PortalBroke('sign-in', `${label}: the portal failed on sign-in (HTTP ${response.status}).`, true);
    if (response.status >= 400)
      throw explainFailure([423, 429].includes(response.status) ? 'locked' : 'wrong', label, '', response.status);
    const set = response.headers.flatMap(([header, value]) => (/^set-cookie$/i.test(header) ? [value] : []));
    await keepCookies(browser, parseSetCookie(set, { decodeValues: false, silent: true }), url);
    const token = tokenInAnswer(json(response.body));
    if (token !== undefined) context.world.vault.add(token, `${label}_TOKEN`);
    if (token === undefined && set.length === 0)
      throw signInFailed(
        `${label}: ${url} answered ${response.status} with neither a cookie nor a token.`,
        'Check accounts.*.signIn.url, or use another kind.',
      );
    return token === undefined ? {} : { token };
  }
  throw explainFailure('wrong', label, '', last);
}

async function keepCookies(browser: BrowserContext, cookies: readonly Cookie[], url: string): Promise<void> {
  const { hostname } = new URL(url);
  const sameSite = (value: string | undefined) =>
    (['Strict', 'Lax', 'None'] as const).find((one) => one.toLowerCase() === value?.toLowerCase()) ?? 'Lax';
  await browser.addCookies(
    cookies.map((one) => ({
      name: one.name,
      value: one.value,
      domain: one.domain ?? hostname,
      path: one.path ?? '/',
      secure: one.secure === true,
      httpOnly: one.httpOnly === true,
      sameSite: sameSite(one.sameSite),
    })),
  );
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
