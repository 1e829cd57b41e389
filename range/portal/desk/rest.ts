import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { type Call, customerRoute, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { type Answer, problem } from '../http.ts';
import type { SiteNote } from '../state.ts';
import { siteNotesOf } from './desk-rows.ts';

const secret = randomBytes(32);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: object): string {
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}
/** The key that every visitor's browser has: it may do what the policies let the role `anon` do. */
const publicKey = token({ role: 'anon', iss: 'northline' });

/** Which session a token was handed to, by the number in it: it opens nothing once that one is over. */
const handedTo = new Map<string, string>();

function accessToken({ user, organisation, sessionToken }: SignedInCall): string {
  const sid = randomUUID();
  if (sessionToken !== undefined) handedTo.set(sid, sessionToken);
  return token({ role: 'authenticated', sub: user.id, org_id: organisation.id, sid });
}

function claimsOf(
  header: unknown,
): { readonly role?: string; readonly org_id?: string; readonly sid?: string } | undefined {
  const [head = '', body = '', signature = ''] = String(header ?? '')
    .replace(/^Bearer /, '')
    .split('.');
  const right = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return signature === right ? (JSON.parse(Buffer.from(body, 'base64url').toString()) as { role: string }) : undefined;
}

/**
 * A small PostgREST (postgrest.org/en/stable/references/api): `apikey`, a bearer token whose role decides, `select`, `eq.` filters,
 * `limit`, `Content-Range`, and row-level security on `site_notes`. The role may only read it, but where notes are written there too.
 */
function table(call: Call): Answer {
  const { state, flaw, decoy, circumstance } = call.context;
  if (claimsOf(call.headers.apikey) === undefined) return refusal(401, 'PGRST301', 'No API key found in request');
  const claims = claimsOf(call.headers.authorization ?? call.headers.apikey);
  if (claims === undefined) return refusal(401, 'PGRST301', 'JWSError JWSInvalidSignature');
  const session = handedTo.get(claims.sid ?? '');
  if (session !== undefined && call.context.sessions.find(session) === undefined)
    return refusal(401, 'PGRST301', 'JWT expired');
  const anonymous = claims.role !== 'authenticated';
  if (anonymous && circumstance('rest-fails-for-visitors')) throw problem(503, 'The database is starting up');
  if (anonymous && decoy('rest-refuses-visitors'))
    return refusal(401, '42501', 'permission denied for table site_notes');
  const visible = flaw('row-level-security-off')
    ? siteNotesOf(state)
    : siteNotesOf(state).filter(
        (row) => row.orgId === claims.org_id || (!anonymous && flaw('row-policy-for-all-signed-in')),
      );
  const columns = (call.query.get('select') ?? '*').split(',');
  const filters = [...call.query].filter(([name]) => !/^(select|order|limit|columns)$/.test(name));
  const matches = ({ orgId, ...row }: SiteNote) =>
    filters.every(([name, value]) => value === `eq.${String({ ...row, org_id: orgId }[name as keyof typeof row])}`);
  if (call.method !== 'GET') return change(call, claims.org_id, anonymous, visible.filter(matches), matches);
  const rows = visible
    .filter(matches)
    .slice(0, Number(call.query.get('limit') ?? '100'))
    .map(({ orgId, ...row }) => ({ ...row, org_id: orgId }))
    .map((row) =>
      columns.includes('*') ? row : Object.fromEntries(Object.entries(row).filter(([name]) => columns.includes(name))),
    );
  const range = rows.length === 0 ? '*/*' : `0-${rows.length - 1}/*`;
  return { status: 200, json: rows, headers: { 'Content-Range': range } };
}

/** INSERT, UPDATE and DELETE, each by a policy of its own: 201 and 204 whether or not a row was touched. */
function change(
  call: Call,
  own: string | undefined,
  anonymous: boolean,
  visible: readonly SiteNote[],
  matches: (row: SiteNote) => boolean,
): Answer {
  const { state, flaw, decoy } = call.context;
  const unchecked = flaw('rows-planted-and-moved-by-all');
  const anyRow = flaw('rows-deleted-by-all');
  if (anonymous || !(unchecked || anyRow || decoy('notes-written-by-policy')))
    return refusal(anonymous ? 401 : 403, '42501', 'permission denied for table site_notes');
  const { title, body, org_id: orgId } = call.body;
  const violates = refusal(403, '42501', 'new row violates row-level security policy for table "site_notes"');
  const none: Answer = { status: 204, headers: {} };
  if (call.method === 'POST') {
    if (typeof title !== 'string' || typeof orgId !== 'string')
      return refusal(
        400,
        '23502',
        'null value in column "title" of relation "site_notes" violates not-null constraint',
      );
    if (orgId !== own && !unchecked) return violates;
    state.newNotes.push({ id: randomUUID(), title, body: String(body ?? ''), orgId });
    return { status: 201, headers: {} };
  }
  if (call.query.size === 0) return refusal(400, '21000', `${call.method} requires a WHERE clause`);
  const touched = call.method === 'DELETE' && anyRow ? state.newNotes.filter(matches) : visible;
  if (call.method === 'PATCH' && orgId !== undefined && orgId !== own && !unchecked) return violates;
  for (const row of touched) {
    const at = state.newNotes.findIndex(({ id }) => id === row.id);
    // What was there from the start belongs to another role.
    if (at < 0) continue;
    const changed = { ...row, title: String(title ?? row.title), body: String(body ?? row.body) };
    state.newNotes.splice(
      at,
      1,
      ...(call.method === 'DELETE' ? [] : [{ ...changed, orgId: String(orgId ?? row.orgId) }]),
    );
  }
  return none;
}

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  json: { code, details: null, hint: null, message },
});

export const restRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/desk/keys', (call) => ({
    status: 200,
    json: { publicKey, accessToken: accessToken(call) },
  })),
  ...['GET', 'POST', 'PATCH', 'DELETE'].map((method) => publicRoute(method, '/rest/v1/site_notes', table)),
];
