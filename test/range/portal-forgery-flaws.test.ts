import { afterEach, describe, expect, it } from 'vitest';
import type { portalForgeryFlaws } from '../../range/flaws/portal-forgery-flaws.ts';
import { type RunningPortal, startPortal } from './portal-harness.ts';

type FlawId = (typeof portalForgeryFlaws)[number]['id'];
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

const foreign = { Origin: 'https://somewhere.example.org', 'Content-Type': 'text/plain' };

/** What each flaw shows, and the clean portal does not. */
const shows: Record<FlawId, Look> = {
  'changes-from-anywhere': async (running) => {
    const a = await running.as('a');
    const raw = JSON.stringify({
      code: 'HP-9001',
      name: 'Not asked for',
      site: '',
      status: 'planned',
      budget: 1,
      description: 'x',
    });
    const { status } = await a('/api/v1/projects', { method: 'POST', raw, headers: foreign });
    return status === 201 && (await a('/api/v1/projects')).text.includes('Not asked for');
  },
  'sign-in-from-anywhere': async ({ anonymous, portal: { accounts } }) => {
    const raw = JSON.stringify({ email: accounts.a.user, password: accounts.a.password });
    const { status, headers } = await anonymous('/api/v1/sessions', { method: 'POST', raw, headers: foreign });
    return status === 201 && headers.has('set-cookie');
  },
  'password-change-leaves-sessions': async (running) => {
    const [one, other] = [await running.as('a'), await running.as('a')];
    const current = running.portal.accounts.a.password;
    const body = { current, password: `${current}-and-more` };
    expect((await one('/api/v1/me/password', { method: 'POST', body })).status).toBe(204);
    return (await other('/api/v1/me')).status === 200;
  },
  'present-password-not-compared': async (running) => {
    const body = { current: 'Some-0ther-password', password: `${running.portal.accounts.a.password}-and-more` };
    return (await (await running.as('a'))('/api/v1/me/password', { method: 'POST', body })).status === 204;
  },
  'sign-up-takes-weak-passwords': async ({ anonymous }) => {
    const body = { name: 'New One', company: 'New & Co', email: 'new@new.example', password: 'password123' };
    return (await anonymous('/api/v1/sign-ups', { method: 'POST', body })).status === 202;
  },
  'reset-takes-weak-passwords': async (running) => {
    const email = running.portal.accounts.a.user;
    await running.anonymous('/api/v1/password-resets', { method: 'POST', body: { email } });
    const token = /\/reset\/([\w-]+)/.exec(running.mails.at(-1)?.text ?? '')?.[1];
    const body = { password: 'password123' };
    return (await running.anonymous(`/api/v1/password-resets/${token}`, { method: 'POST', body })).status === 204;
  },
  'weak-passwords-taken': async (running) => {
    const body = { current: running.portal.accounts.a.password, password: 'password123' };
    return (await (await running.as('a'))('/api/v1/me/password', { method: 'POST', body })).status === 204;
  },
};

describe('flaws of forged requests and of changed passwords', () => {
  it.each(Object.entries(shows) as [FlawId, Look][])('%s shows, and not in the clean portal', async (id, look) => {
    expect(await look(await withFlaws())).toBe(false);
    expect(await look(await withFlaws(id))).toBe(true);
  });
});
