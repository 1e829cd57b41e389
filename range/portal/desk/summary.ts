import { customerRoute, type Route, type SignedInCall } from '../call.ts';
import { type Answer, cookiesOf, problem } from '../http.ts';
import { ticketsOf } from './desk-rows.ts';

const cookieName = 'workspace';

/** Whose desk is shown: the session's; the cookie is only there so that the page opens where it was left. */
function workspaceOf(call: SignedInCall): string {
  const headers = { headers: call.headers } as unknown as Parameters<typeof cookiesOf>[0];
  const named = cookiesOf(headers).get(cookieName);
  if (named === undefined || named === call.organisation.id) return call.organisation.id;
  if (call.context.flaw('workspace-cookie-trusted')) return named;
  if (call.context.decoy('foreign-workspace-refused')) throw problem(403, 'You do not work there');
  return call.organisation.id;
}

function summary(call: SignedInCall): Answer {
  const workspace = workspaceOf(call);
  const rows = ticketsOf(call.context.state).filter((row) => row.orgId === workspace);
  return {
    status: 200,
    json: {
      open: rows.filter((row) => row.status === 'open').length,
      latest: rows.map(({ subject, site }) => ({ subject, site })),
    },
    headers: { 'Set-Cookie': `${cookieName}=${call.organisation.id}; Path=/; Secure; SameSite=Lax; HttpOnly` },
  };
}

export const summaryRoutes: readonly Route[] = [customerRoute('GET', '/api/v1/desk/summary', summary)];
