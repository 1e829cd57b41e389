import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { portalAccessFlaws } from '../../range/flaws/portal-access-flaws.ts';
import { type Client, firstOf, type Got, origins, type RunningPortal, startPortal } from './portal-harness.ts';

type FlawId = (typeof portalAccessFlaws)[number]['id'];
type Look = (running: RunningPortal) => Promise<boolean>;

const open: RunningPortal[] = [];
afterEach(async () => {
  for (const running of open.splice(0)) await running.close();
});
async function withFlaws(...flaws: readonly string[]): Promise<RunningPortal> {
  const running = await startPortal({ flaws });
  open.push(running);
  return running;
}

const signIn = ({ anonymous, portal }: RunningPortal, headers: Readonly<Record<string, string>> = {}): Promise<Got> =>
  anonymous('/api/v1/sessions', {
    method: 'POST',
    headers,
    body: { email: portal.accounts.a.user, password: portal.accounts.a.password },
  });
const cookieOf = (got: Got) => got.headers.get('set-cookie') ?? '';
const lacks = (flag: RegExp) => async (running: RunningPortal) => !flag.test(cookieOf(await signIn(running)));
const bearer = ({ anonymous }: RunningPortal, token: string) =>
  anonymous('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } });
const renewal = ({ anonymous }: RunningPortal, refreshToken: string) =>
  anonymous('/api/v1/session/renewals', { method: 'POST', body: { refreshToken } });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iat: number; exp: number };

/** Whether a changed access token of A's opens the API; the flaw that makes tokens be used at all is on as well. */
const opens =
  (change: (tokens: { accessToken: string; refreshToken: string }) => string) => async (running: RunningPortal) => {
    const { json } = await signIn(running);
    if (json.accessToken === undefined) return false;
    return (await bearer(running, change(json))).status === 200;
  };
const allows =
  (origin: string) =>
  async ({ anonymous }: RunningPortal) => {
    const { headers } = await anonymous('/api/v1/session', { headers: { Origin: origin } });
    return headers.get('access-control-allow-origin') === origin && headers.has('access-control-allow-credentials');
  };
const projectsOf = async (who: Client) => (await who('/api/v1/projects')).json.items;
const asBoth = async (running: RunningPortal) => {
  const [a, b] = await Promise.all([running.as('a'), running.as('b')]);
  return { a, b, project: `/api/v1/projects/${(await projectsOf(b))[0]?.id}` };
};
const change = (text: string) => ({ method: 'PATCH', body: { description: text } });

const passwordOfAdmin = ({ anonymous, portal: { accounts } }: RunningPortal) =>
  anonymous('/api/v1/sessions', {
    method: 'POST',
    body: { email: accounts.admin.user, password: accounts.admin.password },
  });

const wrongSignIn = ({ anonymous, portal }: RunningPortal, headers: Readonly<Record<string, string>> = {}) =>
  anonymous('/api/v1/sessions', {
    method: 'POST',
    headers,
    body: { email: portal.accounts.a.user, password: 'not the password' },
  });
const afterForty = async (running: RunningPortal, headers: Readonly<Record<string, string>> = {}) => {
  for (let count = 0; count < 40; count++) await wrongSignIn(running);
  return await wrongSignIn(running, headers);
};

/** What each flaw shows, and the clean portal does not. */
const shows: Record<FlawId, Look> = {
  'session-id-kept-at-sign-in': async (running) => {
    const got = await signIn(running, { Cookie: '__Host-session=chosen-by-somebody-else' });
    return cookieOf(got).startsWith('__Host-session=chosen-by-somebody-else;');
  },
  'admin-without-second-factor': async (running) => (await passwordOfAdmin(running)).status === 201,
  'admin-code-can-be-skipped': async (running) => {
    const cookie = cookieOf(await passwordOfAdmin(running)).split(';')[0] ?? '';
    return (await running.anonymous('/api/v1/admin/customers', { headers: { Cookie: cookie } })).status === 200;
  },
  'sign-in-tells-unknown-people': async ({ anonymous }) => {
    const body = { email: 'nobody.at.all@harrowpike.example', password: 'not the password' };
    return (await anonymous('/api/v1/sessions', { method: 'POST', body })).text.includes('no account');
  },
  'reset-404-for-unknown': async ({ anonymous }) => {
    const body = { email: 'nobody.at.all@harrowpike.example' };
    return (await anonymous('/api/v1/password-resets', { method: 'POST', body })).status === 404;
  },
  'sign-in-time-tells': async ({ anonymous, portal }) => {
    const body = { email: portal.accounts.a.user, password: 'not the password' };
    const began = performance.now();
    await anonymous('/api/v1/sessions', { method: 'POST', body });
    return performance.now() - began >= 85;
  },
  'sign-in-unlimited': async (running) => (await afterForty(running)).status === 401,
  'sign-in-limit-by-forwarded-address': async (running) =>
    (await afterForty(running)).status === 429 &&
    (await wrongSignIn(running, { 'X-Forwarded-For': '203.0.113.37' })).status === 401,
  'sign-in-limit-without-time': async (running) => !(await afterForty(running)).headers.has('retry-after'),
  'sign-in-locks-for-good': async (running) => {
    await afterForty(running);
    running.clock.now = new Date(running.clock.now.getTime() + 7_200_000);
    return (await signIn(running)).status === 403;
  },
  'console-default-password': async ({ anonymous }) => {
    const body = { email: 'admin@northline.test', password: 'admin' };
    return (await anonymous('/api/v1/sessions', { method: 'POST', body })).status === 201;
  },
  'staff-share-an-account': async (running) =>
    (await (await running.as('admin'))('/api/v1/admin/users')).text.includes('office@northline.example'),
  'session-cookie-without-httponly': lacks(/HttpOnly/),
  'session-cookie-without-secure': lacks(/Secure/),
  'session-cookie-samesite-none': lacks(/SameSite=Lax/),
  'sign-out-only-in-browser': async (running) => {
    const a = await running.as('a');
    expect((await a('/api/v1/session', { method: 'DELETE' })).status).toBe(204);
    return (await a('/api/v1/me')).status === 200;
  },
  'token-in-local-storage': async (running) => (await signIn(running)).json.features.keepToken === true,
  'access-token-lives-a-day': async (running) => {
    const { accessToken } = (await signIn(running)).json;
    if (accessToken === undefined) return false;
    const { iat, exp } = claimsOf(accessToken);
    return exp - iat === 86_400;
  },
  'renewal-token-used-again': async (running) => {
    const { refreshToken } = (await signIn(running)).json;
    if (refreshToken === undefined) return false;
    expect((await renewal(running, refreshToken)).status).toBe(200);
    return (await renewal(running, refreshToken)).status === 200;
  },
  'renewal-outlives-sign-out': async (running) => {
    const got = await signIn(running);
    if (got.json.refreshToken === undefined) return false;
    const headers = { Cookie: cookieOf(got).split(';')[0] ?? '' };
    expect((await running.anonymous('/api/v1/session', { method: 'DELETE', headers })).status).toBe(204);
    return (await renewal(running, got.json.refreshToken)).status === 200;
  },
  'token-expired-accepted': async (running) => {
    const { accessToken } = (await signIn(running)).json;
    running.clock.now = new Date(running.clock.now.getTime() + 3_600_000);
    return accessToken !== undefined && (await bearer(running, accessToken)).status === 200;
  },
  'token-alg-none-accepted': opens(({ accessToken }) => `${encoded({ alg: 'none' })}.${accessToken.split('.')[1]}.`),
  'token-signature-unchecked': opens(({ accessToken }) => `${accessToken.split('.').slice(0, 2).join('.')}.AAAA`),
  'token-weak-secret': async (running) => {
    const { accessToken = '' } = (await signIn(running)).json as { accessToken?: string };
    const [head, body, signature] = accessToken.split('.');
    return signature === createHmac('sha256', 'secret').update(`${head}.${body}`).digest('base64url');
  },
  'refresh-token-as-access-token': opens(({ refreshToken }) => refreshToken),
  'token-key-from-its-own-header': opens(({ accessToken }) => {
    const body = accessToken.split('.')[1];
    const jwk = { kty: 'oct', k: Buffer.from('a key of one’s own').toString('base64url') };
    const text = `${encoded({ alg: 'HS256', kid: '2026-11', jwk })}.${body}`;
    return `${text}.${createHmac('sha256', 'a key of one’s own').update(text).digest('base64url')}`;
  }),
  'token-checked-once': async (running) => {
    const { accessToken } = (await signIn(running)).json as { accessToken?: string };
    if (accessToken === undefined) return false;
    await bearer(running, accessToken);
    const [head, , signature] = accessToken.split('.');
    const claims = encoded({ ...claimsOf(accessToken), later: true });
    return (await bearer(running, `${head}.${claims}.${signature}`)).status === 200;
  },
  'sign-in-follows-any-next': async (running) =>
    (await running.anonymous('/api/v1/session')).json.features.openNext === true,
  'cors-reflects-any-origin': allows('https://somewhere.example.org'),
  'cors-allows-null': allows('null'),
  'cors-compares-the-end': allows('https://evilexample.test'),
  'cors-allows-plain-http': allows(origins.app.replace('https', 'http')),
  'project-patch-without-owner-check': async (running) => {
    const { a, b, project } = await asBoth(running);
    await a(project, change('changed by A'));
    return (await b(project)).json.description === 'changed by A';
  },
  'document-patch-blind': async (running) => {
    const { a, b, project } = await asBoth(running);
    const document = firstOf((await b(`${project}/documents`)).json.items);
    const path = `${project}/documents/${document.id}`;
    const { status } = await a(path, { method: 'PATCH', body: { text: 'changed by A' } });
    return status === 204 && (await b(path)).json.text === 'changed by A';
  },
  'project-patch-by-method-override': async (running) => {
    const { a, b, project } = await asBoth(running);
    await a(project, { ...change('changed by A'), method: 'POST', headers: { 'X-HTTP-Method-Override': 'PATCH' } });
    return (await b(project)).json.description === 'changed by A';
  },
  'child-in-foreign-parent': async (running) => {
    const { a, b, project } = await asBoth(running);
    await a(`${project}/documents`, { method: 'POST', body: { title: 'Filed by A', text: 'x' } });
    return (await b(`${project}/documents`)).text.includes('Filed by A');
  },
  'delete-without-owner-check': async (running) => {
    const { a, b, project } = await asBoth(running);
    await a(project, { method: 'DELETE' });
    return (await b(project)).status === 404;
  },
  'graphql-mutation-unguarded': async (running) => {
    const { a, b } = await asBoth(running);
    const ask = (who: Client, query: string) => who('/api/v1/graphql', { method: 'POST', body: { query } });
    const { id } = firstOf((await ask(b, '{ tickets { id } }')).json.data.tickets);
    await ask(a, `mutation { updateTicket(id: "${id}", input: { detail: "changed by A" }) { id } }`);
    return (await ask(b, '{ tickets { detail } }')).text.includes('changed by A');
  },
  'project-made-for-another': async (running) => {
    const { a, b } = await asBoth(running);
    const { orgId } = (await b('/api/v1/me')).json;
    const body = { code: 'LR-1', name: 'Made by A', site: '', status: 'planned', budget: 1, description: '', orgId };
    await a('/api/v1/projects', { method: 'POST', body });
    return (await b('/api/v1/projects')).text.includes('Made by A');
  },
  'role-in-profile-accepted': async (running) => {
    const a = await running.as('a');
    await a('/api/v1/me', { method: 'PATCH', body: { about: 'x', role: 'admin' } });
    return (await a('/api/v1/me')).json.role === 'admin';
  },
  'nested-plan-accepted': async (running) => {
    const a = await running.as('a');
    await a('/api/v1/me', { method: 'PATCH', body: { organisation: { plan: 'everything' } } });
    return (await a('/api/v1/me')).json.organisation.plan === 'everything';
  },
  'unknown-fields-stored': async (running) => {
    const a = await running.as('a');
    await a('/api/v1/me', { method: 'PATCH', body: { shoeSize: '43' } });
    return (await a('/api/v1/me')).json.shoeSize === '43';
  },
  'admin-role-only-in-frontend': async (running) =>
    (await (await running.as('a'))('/api/v1/admin/users')).status === 200,
  'admin-path-with-slash': async (running) => (await (await running.as('a'))('/api/v1/admin/users/')).status === 200,
  'admin-path-in-capitals': async (running) => (await (await running.as('a'))('/API/V1/ADMIN/USERS')).status === 200,
  'admin-guarded-only-for-get': async (running) => {
    const a = await running.as('a');
    const { id } = (await a('/api/v1/me')).json;
    return (await a(`/api/v1/admin/users/${id}`, { method: 'PATCH', body: { about: 'x' } })).status === 200;
  },
};

describe('flaws of sessions, tokens, writes, roles and origins', () => {
  it.each(Object.entries(shows) as [FlawId, Look][])('%s shows, and not in the clean portal', async (id, look) => {
    expect(await look(await withFlaws())).toBe(false);
    expect(await look(await withFlaws(id))).toBe(true);
  });
});
