import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Application } from '../editions.ts';
import type { OpsFlawId } from '../flaws/ops.ts';
import { type Answer, cookiesOf, readBody, send } from '../portal/http.ts';
import { freshToken, hashPassword } from '../portal/identifiers.ts';
import type { PortalOptions } from '../portal/portal.ts';
import { freshTotpSecret } from '../portal/second-factor.ts';
import { createSessionStore } from '../portal/sessions.ts';
import { createProvider } from '../sign-on/provider.ts';
import { deskApi } from './desk-api.ts';
import { deskScript, deskStyle } from './assets.ts';
import { type DeskCall, html, nothingHere } from './desk-call.ts';
import { deskRoutes, printed } from './desk-pages.ts';
import { depotNames, type Staff } from './records.ts';
import { seededTexts, seedRecords } from './seed.ts';
import { openPage } from './views.ts';

export const identityHost = 'id.keyharbour.test';
const issuer = `https://${identityHost}`;
const clientId = 'northline-desk';
const names = { session: 'desk', refresh: 'desk_refresh', csrf: 'desk_csrf', start: 'desk_start' } as const;

const cookie = (name: string, value: string, more = '') =>
  `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax${more}`;
const refreshCookie = (value: string) =>
  `${names.refresh}=${value}; Path=/auth/token; HttpOnly; Secure; SameSite=Strict${value === '' ? '; Max-Age=0' : ''}`;
const to = (location: string, cookies: readonly string[] = []): Answer => ({
  status: 303,
  headers: { Location: location, 'Cache-Control': 'no-store', 'Set-Cookie': cookies },
});

/**
 * The operations desk: pages drawn by the server, a little that they fetch with access tokens of a minute, forms whose
 * token is sent twice, and sign-in by an OpenID provider on another origin.
 */
export function createOps(options: PortalOptions): Application {
  const flaw = (id: OpsFlawId) => options.flaws.has(id);
  const records = seedRecords(options.now());
  const redirectUri = `${options.origins.app}/auth/callback`;
  const passwords = new Map(records.staff.map(({ key }) => [key, `${freshToken().slice(0, 20)}!7`]));
  const totp = freshTotpSecret();
  // The harbour's supervisor has no password: the provider sends him a link.
  const people = records.staff.map(({ id, key, email }) => ({
    subject: id,
    email,
    ...(key === 'a2' ? {} : { passwordHash: hashPassword(passwords.get(key) ?? '') }),
    ...(key === 'admin' ? { totp } : {}),
  }));
  const { now, sendMail } = options;
  const provider = createProvider({ issuer, client: { id: clientId, redirectUri }, people, now, sendMail });
  const sessions = createSessionStore(now);
  const starts = new Map<string, { readonly verifier: string; readonly state: string; readonly next: string }>();
  const api = deskApi({ records, flaw, subjectOf: provider.subjectOf });
  const staffOf = (subject: string | undefined) => records.staff.find(({ id }) => id === subject);

  /** Sends the browser to the provider, with a challenge that only this server can answer (RFC 7636). */
  function start(next: string): Answer {
    const id = freshToken();
    const begun = { verifier: freshToken(), state: freshToken(), next: /^\/(?![/\\])/.test(next) ? next : '/' };
    starts.set(id, begun);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: begun.state,
      nonce: freshToken(),
      code_challenge: createHash('sha256').update(begun.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return to(`${issuer}/authorize?${query}`, [cookie(names.start, id, '; Max-Age=600')]);
  }

  /** Takes the code, gets the tokens by the back channel, and starts a session. */
  function callback(query: URLSearchParams, cookies: ReadonlyMap<string, string>): Answer {
    const id = cookies.get(names.start) ?? '';
    const begun = starts.get(id);
    starts.delete(id);
    if (begun === undefined || query.get('state') !== begun.state) return to('/sign-in');
    const given = provider.token(
      new URLSearchParams({
        grant_type: 'authorization_code',
        code: query.get('code') ?? '',
        client_id: clientId,
        redirect_uri: redirectUri,
        code_verifier: begun.verifier,
      }),
    );
    const staff = 'error' in given ? undefined : staffOf(provider.subjectOf(given.access_token));
    if ('error' in given || !staff) return to('/sign-in');
    sessions.end(cookies.get(names.session));
    return to(begun.next, [
      cookie(names.session, sessions.start(staff.id)),
      refreshCookie(given.refresh_token),
      `${names.csrf}=${freshToken()}; Path=/; Secure; SameSite=Lax`,
      cookie(names.start, '', '; Max-Age=0'),
    ]);
  }

  /** A fresh access token for the pages; the refresh token behind it is another one each time. */
  function renew(request: IncomingMessage, cookies: ReadonlyMap<string, string>): Answer {
    const csrf = cookies.get(names.csrf);
    const session = cookies.get(names.session);
    if (sessions.ownerOf(session) === undefined) return { status: 401, json: { error: 'signed out' } };
    if (csrf === undefined || request.headers['x-csrf-token'] !== csrf)
      return { status: 403, json: { error: 'token' } };
    const refresh = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: cookies.get(names.refresh) ?? '',
    });
    const given = provider.token(refresh);
    if ('error' in given) {
      sessions.end(session);
      return { status: 401, json: { error: 'signed out' }, headers: { 'Set-Cookie': refreshCookie('') } };
    }
    return {
      status: 200,
      json: { accessToken: given.access_token, expiresIn: given.expires_in },
      headers: { 'Set-Cookie': refreshCookie(given.refresh_token), 'Cache-Control': 'no-store' },
    };
  }

  function signOut(staff: Staff, session: string | undefined): Answer {
    sessions.end(session);
    provider.endSessionsOf(staff.id);
    const over = '; Max-Age=0';
    return to('/sign-in', [cookie(names.session, '', over), cookie(names.csrf, '', over), refreshCookie('')]);
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', options.origins.app);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const cookies = cookiesOf(request);
    const { pathname } = url;
    if (method !== 'GET' && method !== 'POST') return { status: 405, headers: { Allow: 'GET, HEAD, POST' } };
    if (pathname === '/assets/desk.css') return { status: 200, text: deskStyle, type: 'text/css; charset=utf-8' };
    if (pathname === '/assets/desk.js')
      return { status: 200, text: deskScript, type: 'text/javascript; charset=utf-8' };
    if (pathname === '/robots.txt') return { status: 200, text: 'User-agent: *\nDisallow: /\n' };
    if (pathname === '/healthz') return { status: 200, json: { status: 'ok' } };
    if (pathname.startsWith('/api/')) return api(request, url);
    if (pathname === '/auth/token' && method === 'POST') return renew(request, cookies);
    if (pathname === '/auth/start') return start(url.searchParams.get('next') ?? '/');
    if (pathname === '/auth/callback') return callback(url.searchParams, cookies);

    const token = cookies.get(names.session);
    const staff = staffOf(sessions.find(token)?.userId);
    const print = /^\/approvals\/([0-9a-f-]{36})\/print$/.exec(pathname)?.[1];
    const open = print === undefined ? undefined : printed(records, print, staff, flaw('ops-print-for-visitors'));
    if (open && method === 'GET') return open;
    if (pathname === '/sign-in') {
      const link = `/auth/start?next=${encodeURIComponent(url.searchParams.get('next') ?? '/')}`;
      const body = `<p>For staff of Northline Building Services.</p><p><a href="${link}">Sign in with your Keyharbour account</a></p>`;
      return staff ? to('/') : html(openPage('Northline Desk', body));
    }
    const known = deskRoutes.some(({ path }) => path.test(pathname)) || print !== undefined || pathname === '/sign-out';
    if (!known) return nothingHere();
    if (!staff) return to(`/sign-in?next=${encodeURIComponent(pathname)}`);
    const csrf = cookies.get(names.csrf) ?? '';
    const body =
      method === 'POST'
        ? new URLSearchParams((await readBody(request, 65_536)).toString('utf8'))
        : new URLSearchParams();
    if (method === 'POST' && (csrf === '' || body.get('_csrf') !== csrf))
      return html(openPage('Please try again', '<p>This page was open for too long. Load it once more.</p>'), 403);
    if (pathname === '/sign-out' && method === 'POST') return signOut(staff, token);
    for (const route of deskRoutes) {
      const found = route.method === method ? route.path.exec(pathname) : null;
      if (!found) continue;
      const viewer = { staff, csrf };
      const call: DeskCall = { records, viewer, flaw, params: found.slice(1), query: url.searchParams, body, now };
      return route.answer(call) ?? nothingHere();
    }
    return nothingHere();
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request)
      .catch((error: unknown): Answer => {
        if (error instanceof Error && 'answer' in error) return error.answer as Answer;
        console.error(`desk: ${String(error)}`);
        return html(openPage('Something went wrong', '<p>It is our fault, and we have been told.</p>'), 500);
      })
      .then((given) => send(response, given), console.error);
  };
  const elsewhere = (_request: IncomingMessage, response: ServerResponse) =>
    send(response, {
      status: 404,
      json: { type: 'about:blank', title: 'There is nothing at this address', status: 404 },
    });
  const account = (key: string) => {
    const staff = records.staff.find((one) => one.key === key);
    return {
      user: staff?.email ?? '',
      password: key === 'a2' ? '' : (passwords.get(key) ?? ''),
      tenant: staff?.depot === undefined ? 'northline' : depotNames[staff.depot],
      role: staff?.role ?? '',
      ...(key === 'admin' ? { totp } : {}),
    };
  };
  return {
    app: handle,
    api: elsewhere,
    // The console of the other edition is a part of the desk here.
    admin: (_request, response) => send(response, { status: 308, headers: { Location: `${options.origins.app}/` } }),
    others: { [identityHost]: provider.handle },
    accounts: { a: account('a'), b: account('b'), a2: account('a2'), admin: account('admin') },
    burner: account('burner'),
    identify: (request) => staffOf(sessions.ownerOf(cookiesOf(request).get(names.session)))?.key,
    seeded: seededTexts(records),
  };
}
