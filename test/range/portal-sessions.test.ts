import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningPortal, startPortal } from './portal-harness.ts';

let running: RunningPortal;
afterEach(() => running.close());

const cookieOf = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('sessions of the portal', () => {
  it('gives a new id at every sign-in and drops the one that was sent', async () => {
    running = await startPortal();
    const { user, password } = running.portal.accounts.a;
    const body = { email: user, password };
    const first = await running.anonymous('/api/v1/sessions', { method: 'POST', body });
    const old = cookieOf(first.headers);
    expect(first.headers.get('set-cookie')).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    const second = await running.anonymous('/api/v1/sessions', { method: 'POST', body, headers: { Cookie: old } });
    expect(cookieOf(second.headers)).not.toBe(old);
    expect((await running.anonymous('/api/v1/me', { headers: { Cookie: old } })).status).toBe(401);
    expect((await running.anonymous('/api/v1/me', { headers: { Cookie: cookieOf(second.headers) } })).status).toBe(200);
  });

  it('refuses the session after sign-out, after 30 idle minutes and after twelve hours', async () => {
    running = await startPortal();
    const out = await running.as('a');
    expect((await out('/api/v1/session', { method: 'DELETE' })).status).toBe(204);
    expect((await out('/api/v1/me')).status).toBe(401);
    const start = running.clock.now.getTime();
    const idle = await running.as('a');
    running.clock.now = new Date(start + 31 * 60_000);
    expect((await idle('/api/v1/me')).status).toBe(401);
    const busy = await running.as('a');
    const begun = running.clock.now.getTime();
    for (let minutes = 0; minutes <= 720; minutes += 20) {
      running.clock.now = new Date(begun + minutes * 60_000);
      expect((await busy('/api/v1/me')).status).toBe(200);
    }
    running.clock.now = new Date(begun + 721 * 60_000);
    expect((await busy('/api/v1/me')).status).toBe(401);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    running = await startPortal();
    const attempt = (email: string) =>
      running.anonymous('/api/v1/sessions', { method: 'POST', body: { email, password: 'not the password' } });
    const known = await attempt(running.portal.accounts.a.user);
    const unknown = await attempt('nobody@harrowpike.example');
    expect([known.status, known.json.title]).toEqual([unknown.status, unknown.json.title]);
    expect(known.status).toBe(401);
  });

  it('resets a password once by the mailed link, which ends the other sessions', async () => {
    running = await startPortal();
    const { user } = running.portal.accounts.b;
    const before = await running.as('b');
    const ask = (email: string) => running.anonymous('/api/v1/password-resets', { method: 'POST', body: { email } });
    expect((await ask('nobody@brightwater.example')).text).toBe((await ask(user)).text);
    expect(running.mails.map(({ to }) => to)).toEqual([user]);
    const [, token = ''] = /https:\/\/app\.example\.test\/reset\/([\w-]+)/.exec(running.mails[0]?.text ?? '') ?? [];
    const set = (password: string) =>
      running.anonymous(`/api/v1/password-resets/${token}`, { method: 'POST', body: { password } });
    expect((await set('a new long password')).status).toBe(204);
    expect((await set('another long password')).status).toBe(400);
    expect((await before('/api/v1/me')).status).toBe(401);
    await expect(running.as('b')).rejects.toThrow('401');
    const body = { email: user, password: 'a new long password' };
    expect((await running.anonymous('/api/v1/sessions', { method: 'POST', body })).status).toBe(201);
  });

  it('stores what a customer writes and shows it on the next read', async () => {
    running = await startPortal();
    const [a, a2, b] = await Promise.all([running.as('a'), running.as('a2'), running.as('b')]);
    const fields = {
      code: 'HP-9001',
      name: 'Gate barrier',
      site: 'Yard',
      status: 'planned',
      budget: 12.5,
      description: '',
    };
    const created = await a('/api/v1/projects', { method: 'POST', body: fields });
    const path = `/api/v1/projects/${created.json.id}`;
    expect((await a2(path)).json.name).toBe('Gate barrier');
    expect((await b(path)).status).toBe(404);
    expect((await a('/api/v1/projects', { method: 'POST', body: fields })).status).toBe(409);
    expect((await b('/api/v1/projects', { method: 'POST', body: fields })).status).toBe(201);
    const refused = await a(path, { method: 'PATCH', body: { orgId: created.json.orgId, name: 'x' } });
    expect(refused.json.errors.map(({ field }) => field).sort()).toEqual(['name', 'orgId']);
    expect((await a(path, { method: 'DELETE' })).status).toBe(204);
    expect((await a2(path)).status).toBe(404);
  });

  it('tells whose session a request belongs to, until it ends', async () => {
    running = await startPortal();
    const { user, password } = running.portal.accounts.b;
    const signedIn = await running.anonymous('/api/v1/sessions', { method: 'POST', body: { email: user, password } });
    const cookie = cookieOf(signedIn.headers);
    const asked = { headers: { cookie: `theme=dark; ${cookie}` } } as IncomingMessage;
    expect(running.portal.identify(asked)).toBe('b');
    await running.anonymous('/api/v1/session', { method: 'DELETE', headers: { Cookie: cookie } });
    expect(running.portal.identify(asked)).toBeUndefined();
  });
});
