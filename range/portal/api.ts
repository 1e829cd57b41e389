import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerOfError } from './broken-answers.ts';
import type { Call, PortalContext, Route } from './call.ts';
import { createCircumstances } from './circumstances.ts';
import { createEverydayTrouble } from './everyday-trouble.ts';
import { preflight, refuseForeignOrigin, setCorsHeaders } from './cors.ts';
import { type Answer, cookiesOf, problem, readBody, send } from './http.ts';
import { freshToken } from './identifiers.ts';
import { createRouter } from './router.ts';
import { userOfToken, usesTokens } from './access-tokens.ts';
import { sessionTokenOf } from './session-cookie.ts';
import { signedIn } from './signed-in.ts';

const bodyLimitBytes = 65_536;

type Fields = Readonly<Record<string, unknown>>;

async function bodyOf(request: IncomingMessage, asText: boolean): Promise<Fields> {
  const method = request.method ?? 'GET';
  if (method !== 'POST' && method !== 'PATCH' && method !== 'PUT') return {};
  const bytes = await readBody(request, bodyLimitBytes);
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && !(asText && type === 'text/plain')) throw problem(415, 'Please send JSON');
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw Object.assign(problem(400, 'The body is not valid JSON'), { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw problem(400, 'The body must be a JSON object');
  }
  return parsed as Fields;
}

/** The path as the router takes it: careless ones forgive a slash at the end, or capitals. */
function routedPath({ flaw }: PortalContext, path: string): string {
  if (flaw('admin-path-with-slash')) return path.replace(/(.)\/$/, '$1');
  return flaw('admin-path-in-capitals') ? path.toLowerCase() : path;
}

/** Whether whoever asks is taken at his word, wherever the page is that asks. */
const takesFromAnywhere = ({ flaw }: PortalContext, path: string): boolean =>
  path === '/api/v1/sessions' ? flaw('sign-in-from-anywhere') : flaw('changes-from-anywhere');

/** Changes whose moment has come. */
function applyDue({ later, options }: PortalContext): void {
  const nowMs = options.now().getTime();
  const due = later.filter(({ atMs }) => atMs <= nowMs);
  later.splice(0, later.length, ...later.filter(({ atMs }) => atMs > nowMs));
  for (const { apply } of due) apply();
}

/** Whether this call of the operator's API goes through without the role, in the variants where some do. */
function isStaffOnly({ context: { flaw }, method }: Call, path: string): boolean {
  if (flaw('admin-role-only-in-frontend') && method === 'GET') return false;
  if (flaw('admin-guarded-only-for-get') && method !== 'GET') return false;
  if (flaw('admin-path-with-slash') && path.endsWith('/')) return false;
  return !(flaw('admin-path-in-capitals') && path !== path.toLowerCase());
}

function handle(route: Route, call: Call): Answer | Promise<Answer> {
  if (route.access === 'public') return route.answer(call);
  const caller = signedIn(call);
  if (route.access === 'staff' && caller.user.role !== 'staff' && call.context.decoy('admin-api-empty-for-customers')) {
    return { status: 200, json: { items: [], total: 0 } };
  }
  if (route.access === 'staff' && caller.user.role !== 'staff' && isStaffOnly(call, call.path))
    throw problem(403, 'This is for our staff');
  return route.answer(caller);
}

/** The JSON API on its own host: request id, CORS, sessions, routes, and problem documents for whatever goes wrong. */
export function createApi(
  context: PortalContext,
  routes: readonly Route[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const find = createRouter(routes);
  const befall = createCircumstances();
  const everyday = createEverydayTrouble(context);

  async function answer(request: IncomingMessage, url: URL): Promise<Answer> {
    if (request.method === 'OPTIONS') return preflight;
    const fromAnywhere = takesFromAnywhere(context, url.pathname);
    const body = await bodyOf(request, fromAnywhere || context.decoy('json-under-any-type'));
    applyDue(context);
    const { route, params } = find(request.method ?? 'GET', routedPath(context, url.pathname));
    if (!fromAnywhere) refuseForeignOrigin(request, context.options.origins);
    const sessionToken = sessionTokenOf(cookiesOf(request));
    const session = context.sessions.find(sessionToken);
    const byCookie = context.state.users.find(({ id }) => id === session?.userId && !session?.pending);
    const byToken = usesTokens(context) && /^\/api\/v1\/(?!session)/.test(url.pathname);
    const user = byToken ? userOfToken(context, request.headers.authorization) : byCookie;
    if (session !== undefined) session.requests += 1;
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    const call: Call = {
      context,
      method,
      path: url.pathname,
      params,
      query: url.searchParams,
      headers: request.headers,
      body,
      session,
      user,
      sessionToken,
    };
    befall(call);
    const asked = {
      method,
      path: url.pathname,
      signedIn: user !== undefined,
      cookies: cookiesOf(request),
      headers: request.headers,
    };
    everyday.befall(asked);
    return everyday.mark(await handle(route, call), asked);
  }

  return (request, response) => {
    const requestId = randomUUID();
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    setCorsHeaders(request, response, context);
    const url = URL.parse(request.url ?? '/', context.options.origins.api) ?? new URL(context.options.origins.api);
    answer(request, url)
      .catch((error: unknown) => answerOfError(context, error, url.pathname))
      .then((given) => send(response, finished(context, given, requestId)))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };
}

/** Problem documents carry the request id; in one decoy every JSON answer does, with a nonce and the time. */
function finished(context: PortalContext, answer: Answer, requestId: string): Answer {
  if (typeof answer.json !== 'object' || answer.json === null) return answer;
  const json = answer.status >= 400 ? { ...answer.json, requestId } : answer.json;
  // A bare list has no room for further fields.
  if (!context.decoy('changing-values') || Array.isArray(json)) return { ...answer, json };
  const meta = { requestId, nonce: freshToken(), servedAt: context.options.now().toISOString() };
  return { ...answer, json: { ...json, meta } };
}
