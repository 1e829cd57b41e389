import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Application } from '../editions.ts';
import type { ShopDecoyId, ShopFlawId } from '../flaws/shop.ts';
import { type Answer, cookiesOf, isAnswerError, problem, readBody, send } from '../portal/http.ts';
import { freshToken, hashPassword, passwordMatches } from '../portal/identifiers.ts';
import type { PortalOptions } from '../portal/portal.ts';
import { createSessionStore } from '../portal/sessions.ts';
import { accountApi } from './account-api.ts';
import { shopPage, shopScript, shopStyle } from './assets.ts';
import { companies, type Records, seedShop, shopTexts } from './records.ts';
import type { ShopCall } from './shop-call.ts';
import { tradeApi } from './trade-api.ts';

const cookieName = '__Host-trade';
const stayName = '__Host-trade-stay';
const cookie = (value: string, name = cookieName) =>
  `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax${value === '' ? '; Max-Age=0' : ''}`;
const epoch = new Date(0);
// An unknown address costs the same work as a known one.
const nobodysHash = hashPassword(freshToken());
const file = (text: string, type: string): Answer => ({ status: 200, text, type: `${type}; charset=utf-8` });
const pagePaths =
  /^\/(?:(?:orders|addresses|lists|standing-orders|returns|staff\/(?:customers|orders))\/[\w-]+|addresses|lists|standing-orders|returns|notices|team|company(?:\/credit-sheet)?|staff)?$/;

/** The trade shop and what its tests may look at besides. */
export interface Shop extends Application {
  readonly dump: () => Records;
}

/** Customers of companies sign in by a mutation; GraphQL for the account and REST for what was ordered, one session cookie. */
export function createShop(options: PortalOptions): Shop {
  const flaw = (id: ShopFlawId) => options.flaws.has(id);
  const decoy = (id: ShopDecoyId) => options.decoys.has(id);
  const { now } = options;
  const records = seedShop(now());
  const passwords = new Map(records.people.map(({ key }) => [key, `${freshToken().slice(0, 20)}!7`]));
  const hashes = new Map(records.people.map(({ key, id }) => [id, hashPassword(passwords.get(key) ?? '')]));
  // Where time stands still, no session ends by itself.
  const sessions = createSessionStore(() => (flaw('shop-session-never-ends') ? epoch : now()));
  const offersToStay = flaw('shop-stay-cookie-outlives-sign-out') || decoy('shop-stay-cookie-ends-at-sign-out');
  const raise = flaw('shop-role-by-button-for-buyers') || decoy('shop-role-by-button-for-owners');
  const page = shopPage({ stay: offersToStay, links: flaw('shop-list-archived-by-link'), raise });
  /** Who signs in by a cookie alone, until signing out. */
  const staying = new Map<string, string>();
  const personOf = (id: string | undefined) => records.people.find((one) => one.id === id);

  async function bodyOf(request: IncomingMessage): Promise<ShopCall['body']> {
    if (request.method === 'GET' || request.method === 'HEAD') return {};
    const { origin } = request.headers;
    if (origin !== undefined && origin !== options.origins.app) throw problem(403, 'This comes from another site');
    const bytes = await readBody(request, 65_536);
    if (bytes.length === 0) return {};
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw problem(415, 'Please send JSON');
    let parsed: unknown;
    try {
      parsed = JSON.parse(bytes.toString('utf8'));
    } catch (error) {
      throw Object.assign(problem(400, 'The body is not valid JSON'), { cause: error });
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw problem(400, 'The body must be a JSON object');
    return parsed as ShopCall['body'];
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = URL.parse(request.url ?? '/', options.origins.app) ?? new URL(options.origins.app);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    const { pathname } = url;
    if (method === 'GET' && pathname === '/assets/shop.css') return file(shopStyle, 'text/css');
    if (method === 'GET' && pathname === '/assets/shop.js') return file(shopScript, 'text/javascript');
    if (pathname === '/robots.txt') return file('User-agent: *\nDisallow: /\n', 'text/plain');
    if (pathname === '/healthz') return { status: 200, json: { status: 'ok' } };
    const token = cookiesOf(request).get(cookieName);
    const stay = cookiesOf(request).get(stayName) ?? '';
    const person = personOf(sessions.find(token)?.userId ?? staying.get(stay));
    if (pathname === '/graphql' || pathname.startsWith('/rest/')) {
      const body = await bodyOf(request);
      const { headers } = request;
      const call: ShopCall = { records, flaw, decoy, now, person, method, url, headers, body };
      if (pathname === '/graphql') return method === 'POST' ? account(call, token, stay) : { status: 405 };
      const given = tradeApi(call);
      if (given) return given;
      if (decoy('shop-staff-path-answers-with-the-page') && pathname.startsWith('/rest/staff/'))
        return file(page, 'text/html');
      throw problem(404, 'There is nothing at this address');
    }
    if (method !== 'GET') return { status: 405, headers: { Allow: 'GET, HEAD' } };
    return {
      ...file(page, 'text/html'),
      status: pagePaths.test(pathname) ? 200 : 404,
      headers: { 'Cache-Control': 'no-store' },
    };
  }

  function account(call: ShopCall, token: string | undefined, stay: string): Answer {
    const cookies: string[] = [];
    const given = accountApi(call, {
      enter: (email, password, stays) => {
        const person = records.people.find((one) => one.email === email.trim().toLowerCase());
        const right = passwordMatches(password, hashes.get(person?.id ?? '') ?? nobodysHash);
        if (!person || !right) return undefined;
        sessions.end(token);
        cookies.push(cookie(sessions.start(person.id)));
        if (stays && offersToStay) {
          const kept = freshToken();
          staying.set(kept, person.id);
          cookies.push(cookie(kept, stayName));
        }
        return person;
      },
      leave: () => {
        sessions.end(token);
        cookies.push(cookie(''));
        if (stay === '') return;
        if (!flaw('shop-stay-cookie-outlives-sign-out')) staying.delete(stay);
        cookies.push(cookie('', stayName));
      },
    });
    return cookies.length > 0 ? { ...given, headers: { ...given.headers, 'Set-Cookie': cookies } } : given;
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request)
      .catch((error: unknown): Answer => {
        if (isAnswerError(error)) return error.answer;
        console.error(`shop: ${String(error)}`);
        return problem(500, 'It is our fault, and we have been told').answer;
      })
      .then((given) => send(response, given), console.error);
  };
  const elsewhere = (_request: IncomingMessage, response: ServerResponse) =>
    send(response, problem(404, 'There is nothing at this address').answer);
  const accountOf = (key: string) => {
    const person = records.people.find((one) => one.key === key);
    const tenant = person?.company === undefined ? 'northline' : companies[person.company].name;
    return { user: person?.email ?? '', password: passwords.get(key) ?? '', tenant, role: person?.role ?? '' };
  };
  return {
    app: handle,
    api: elsewhere,
    // The back office is a part of the shop here.
    admin: (_request, response) => send(response, { status: 308, headers: { Location: `${options.origins.app}/` } }),
    accounts: { a: accountOf('a'), b: accountOf('b'), a2: accountOf('a2'), admin: accountOf('admin') },
    burner: accountOf('burner'),
    identify: (request) => personOf(sessions.ownerOf(cookiesOf(request).get(cookieName)))?.key,
    seeded: shopTexts(records),
    dump: () => structuredClone(records),
  };
}
