import { createHmac, randomBytes } from 'node:crypto';
import { type Call, customerRoute, publicRoute, type Route } from '../call.ts';
import { type Answer, problem } from '../http.ts';
import { siteNotesOf } from './desk-rows.ts';

const secret = randomBytes(32);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
function token(claims: object): string {
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}
/** The key that every visitor's browser has: it may do what the policies let the role `anon` do. */
const publicKey = token({ role: 'anon', iss: 'northline' });

function claimsOf(header: unknown): { readonly role?: string; readonly org_id?: string } | undefined {
  const [head = '', body = '', signature = ''] = String(header ?? '')
    .replace(/^Bearer /, '')
    .split('.');
  const right = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url');
  return signature === right ? (JSON.parse(Buffer.from(body, 'base64url').toString()) as { role: string }) : undefined;
}

/**
 * A small PostgREST (postgrest.org/en/stable/references/api): `apikey`, a bearer token whose role decides, `select`, `eq.` filters,
 * `limit`, `Content-Range`, and row-level security on `site_notes`.
 */
function table(call: Call): Answer {
  const { state, flaw, decoy, circumstance } = call.context;
  if (claimsOf(call.headers.apikey) === undefined) return refusal(401, 'PGRST301', 'No API key found in request');
  const claims = claimsOf(call.headers.authorization ?? call.headers.apikey);
  if (claims === undefined) return refusal(401, 'PGRST301', 'JWSError JWSInvalidSignature');
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
  const wanted = call.query.get('org_id');
  const rows = visible
    .filter((row) => wanted === null || wanted === `eq.${row.orgId}`)
    .slice(0, Number(call.query.get('limit') ?? '100'))
    .map(({ orgId, ...row }) => ({ ...row, org_id: orgId }))
    .map((row) =>
      columns.includes('*') ? row : Object.fromEntries(Object.entries(row).filter(([name]) => columns.includes(name))),
    );
  const range = rows.length === 0 ? '*/*' : `0-${rows.length - 1}/*`;
  return { status: 200, json: rows, headers: { 'Content-Range': range } };
}

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  json: { code, details: null, hint: null, message },
});

export const restRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/desk/keys', (call) => ({
    status: 200,
    json: { publicKey, accessToken: token({ role: 'authenticated', sub: call.user.id, org_id: call.organisation.id }) },
  })),
  publicRoute('GET', '/rest/v1/site_notes', table),
];
