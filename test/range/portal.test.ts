import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../range/portal/call.ts';
import { accountRoutes } from '../../range/portal/routes/account.ts';
import { adminRoutes } from '../../range/portal/routes/admin.ts';
import { contactRoutes } from '../../range/portal/routes/contacts.ts';
import { documentRoutes } from '../../range/portal/routes/documents.ts';
import { invoiceRoutes } from '../../range/portal/routes/invoices.ts';
import { messageRoutes } from '../../range/portal/routes/messages.ts';
import { overviewRoutes } from '../../range/portal/routes/overview.ts';
import { projectRoutes } from '../../range/portal/routes/projects.ts';
import { type Client, origins, type RunningPortal, startPortal } from './portal-harness.ts';
import { found, ownPaths, valuesSeenBy } from './portal-surface.ts';

const customerRoutes: readonly Route[] = [
  ...accountRoutes,
  ...contactRoutes,
  ...documentRoutes,
  ...invoiceRoutes,
  ...messageRoutes,
  ...overviewRoutes,
  ...projectRoutes,
];
const isPublic = /^\/(?:healthz$|api\/v1\/(?:plans|catalogue))/;
const templateOf = (route: Route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`);

describe('the clean portal', () => {
  let running: RunningPortal;
  let a: Client;
  let b: Client;
  let admin: Client;
  let pathsOfB: readonly string[];
  let valuesOfB: readonly string[];

  beforeAll(async () => {
    running = await startPortal();
    [a, b, admin] = await Promise.all([running.as('a'), running.as('b'), running.as('admin')]);
    pathsOfB = await ownPaths(b);
    valuesOfB = await valuesSeenBy(b, running.portal.seeded);
  });
  afterAll(() => running.close());

  it('shows B all of its own data', async () => {
    const refused = (await Promise.all(pathsOfB.map((path) => b(path)))).filter(({ status }) => status !== 200);
    expect(refused).toEqual([]);
    expect(valuesOfB.length).toBeGreaterThan(90);
  });

  it('has an address of B for every route that reads', () => {
    const uncovered = customerRoutes
      .filter(({ method, path }) => method === 'GET' && !isPublic.test(path))
      .filter((route) => !pathsOfB.some((path) => templateOf(route).test(path.split('?')[0] ?? '')));
    expect(uncovered.map(({ path }) => path)).toEqual([]);
  });

  it('shows A nothing of B under any address of B, with any organisation header', async () => {
    const organisationOfB = (await b('/api/v1/me')).json.organisation.id;
    const variants: readonly Readonly<Record<string, string>>[] = [{}, { 'X-Org-Id': organisationOfB }];
    for (const headers of variants) {
      for (const path of [...pathsOfB, ...(await ownPaths(a))]) {
        expect([path, found(await a(path, { headers }), valuesOfB)]).toEqual([path, []]);
      }
    }
  });

  it('shows A nothing of B in its own ordinary use', async () => {
    const leaks = await Promise.all((await ownPaths(a)).map(async (path) => found(await a(path), valuesOfB)));
    expect(leaks.flat()).toEqual([]);
  });

  it('shows a logged-out reader nothing at all', async () => {
    for (const path of [...pathsOfB, ...(await ownPaths(a))]) {
      const got = await running.anonymous(path);
      expect([path, [401, 303].includes(got.status), found(got, running.portal.seeded)]).toEqual([path, true, []]);
    }
  });

  it('answers a foreign object exactly like an absent one', async () => {
    const plain = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
    for (const path of pathsOfB.filter((one) => /[0-9a-f]{8}-/.test(one) && !one.includes('?'))) {
      const absent = path.replace(/[0-9a-f]{8}-/g, 'ffffffff-');
      const [foreign, none] = await Promise.all([a(path), a(absent)]);
      expect([path, foreign.status, plain(foreign.text)]).toEqual([path, none.status, plain(none.text)]);
    }
  });

  it('lets A change nothing of B', async () => {
    const objects = pathsOfB.filter((path) => /\/(?:projects|messages)\/[^/]+(?:\/documents\/[^/]+)?$/.test(path));
    expect(objects.length).toBeGreaterThan(12);
    for (const path of objects) {
      const before = await b(path);
      expect((await a(path, { method: 'PATCH', body: {} })).status).toBe(404);
      expect((await a(path, { method: 'DELETE' })).status).toBe(404);
      expect((await b(path)).text).toBe(before.text);
    }
  });

  it('keeps the console for staff', async () => {
    for (const { path } of adminRoutes.filter((route) => !route.path.includes(':'))) {
      expect((await a(path)).status).toBe(403);
      expect((await running.anonymous(path)).status).toBe(401);
      expect(
        found(await admin(path), ['Brightwater Dental Group plc', 'jurgen.abernathy@brightwater.example']),
      ).not.toEqual([]);
    }
  });

  it('takes changes from its own front ends only', async () => {
    const body = { subject: 'Hello there', body: 'Text' };
    const send = (headers: Record<string, string>) => a('/api/v1/messages', { method: 'POST', body, headers });
    expect((await send({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ Origin: 'null' })).status).toBe(403);
    expect((await send({ 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await send({ Origin: origins.app })).status).toBe(201);
  });

  it('allows its two front ends to read across origins and nobody else', async () => {
    const allowed = await a('/api/v1/me', { method: 'OPTIONS', headers: { Origin: origins.admin } });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origins.admin);
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    const refused = await a('/api/v1/me', { headers: { Origin: 'https://app.example.test.evil.example' } });
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers odd input with clean problem documents', async () => {
    const post = (raw: string) => running.anonymous('/api/v1/sessions', { method: 'POST', raw });
    const answers = [
      [400, await post('{"email":')],
      [400, await post('[]')],
      [400, await post('{"email":["x"],"password":1}')],
      [413, await post(JSON.stringify({ email: 'x'.repeat(70_000) }))],
      [404, await running.anonymous('/api/v1/nothing-here')],
      [405, await running.anonymous('/api/v1/plans', { method: 'DELETE' })],
      [400, await a('/api/v1/projects?page=x')],
      [400, await running.anonymous('/api/v1/%E0%A4%A')],
      [404, await a("/api/v1/projects/'%20OR%201=1")],
    ] as const;
    for (const [status, got] of answers) {
      expect(got.status).toBe(status);
      expect(got.headers.get('content-type')).toBe('application/problem+json');
      expect(got.json.requestId).toBe(got.headers.get('x-request-id'));
      expect(Object.keys(got.json).sort()).toEqual(expect.arrayContaining(['requestId', 'status', 'title', 'type']));
      expect(got.text).not.toMatch(/SELECT|Error|\/srv|stack|\.ts|node_modules/);
    }
  });

  it('knows the paths of its pages and no others', async () => {
    for (const path of ['/', '/sign-in', '/projects', '/invoices/number/4107']) {
      expect((await running.app(path)).status).toBe(200);
    }
    for (const path of ['/.env', '/projects/x', '/assets/app.js.map', '/assets/../package.json', '/debug/vars']) {
      expect((await running.app(path)).status).toBe(404);
    }
    expect((await running.admin('/customers')).status).toBe(200);
    expect((await running.admin('/projects')).status).toBe(404);
  });

  it('serves every asset that its pages name, without inline script or style', async () => {
    for (const host of [running.app, running.admin]) {
      const { text } = await host('/');
      expect(text).not.toMatch(/<script>|<style|style=|\son\w+=/);
      const assets = [...text.matchAll(/(?:src|href|data-avatar)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
      expect(assets.length).toBeGreaterThanOrEqual(4);
      for (const path of assets) expect((await host(path)).headers.get('cache-control')).toContain('immutable');
    }
  });
});
