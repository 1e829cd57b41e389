import { afterEach, describe, expect, it } from 'vitest';
import { portalUnprovenCases } from '../../range/flaws/portal.ts';
import { type RunningPortal, startPortal } from './portal-harness.ts';

type CaseId = (typeof portalUnprovenCases)[number]['id'];

let running: RunningPortal;
afterEach(() => running.close());

const lists = ['projects', 'invoices', 'messages', 'contacts', 'activity'];

const behaviours: Record<CaseId, () => Promise<void>> = {
  'b-has-no-data': async () => {
    const b = await running.as('b');
    for (const list of lists) expect((await b(`/api/v1/${list}`)).json.items).toEqual([]);
    const body = { subject: 'Hello', body: 'Text' };
    expect((await b('/api/v1/messages', { method: 'POST', body })).status).toBe(403);
    const a = await running.as('a');
    expect((await a('/api/v1/messages', { method: 'POST', body })).status).toBe(201);
  },
  'b-password-wrong': async () => {
    await expect(running.as('b')).rejects.toThrow('401');
    await running.as('a');
  },
  'b-account-locked': async () => {
    await expect(running.as('b')).rejects.toThrow('403');
    await running.as('a');
  },
  'a-account-locked': async () => {
    await expect(running.as('a')).rejects.toThrow('403');
    await running.as('b');
  },
  'both-accounts-in-one-tenant': async () => {
    const [a, b] = await Promise.all([running.as('a'), running.as('b')]);
    const [ofA, ofB] = [(await a('/api/v1/me')).json, (await b('/api/v1/me')).json];
    expect(ofB.organisation).toEqual(ofA.organisation);
    expect(ofB.id).not.toBe(ofA.id);
  },
  'api-503-after-sign-in': async () => {
    const a = await running.as('a');
    expect([(await a('/api/v1/me')).status, (await a('/api/v1/plans')).status]).toEqual([503, 503]);
    expect((await running.anonymous('/api/v1/me')).status).toBe(401);
  },
  'session-killed-midway': async () => {
    const ask = async (times: number) => {
      const a = await running.as('a');
      const statuses: number[] = [];
      for (let count = 0; count < times; count += 1) statuses.push((await a('/api/v1/me')).status);
      return statuses;
    };
    expect(await ask(63)).toEqual([...Array(60).fill(200), 401, 401, 401]);
    expect(await ask(7)).toEqual([...Array(5).fill(200), 401, 401]);
    expect((await (await running.as('b'))('/api/v1/me')).status).toBe(200);
  },
  'rate-limited-429': async () => {
    const a = await running.as('a');
    for (let count = 0; count < 12; count += 1) expect((await a('/api/v1/me')).status).toBe(200);
    const limited = await (await running.as('a'))('/api/v1/me');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3600']);
  },
};

describe('unproven cases of the portal', () => {
  it.each(portalUnprovenCases.map(({ id }) => id))('%s happens', async (id) => {
    running = await startPortal({ cases: [id] });
    await behaviours[id]();
  });
});
