import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { findAliveProbe } from '../../src/collectors/portal/tenancy/alive.ts';
import type { PlainRequest, Replayer } from '../../src/collectors/portal/tenancy/replay.ts';
import { recordedJson } from './recorded.ts';

const says = (code: number, msg: string, data: unknown = null) => ({ code, msg, data });
const refusal = says(403, 'You are not allowed to do this, ask your administrator');
const answers: Readonly<Record<string, unknown>> = {
  '/api/user/info': says(0, 'success', { name: 'Ines Amory', email: 'ines@larkfield.example' }),
  '/api/admin/customers': refusal,
  '/api/admin/orders': refusal,
  '/api/admin/people': refusal,
  '/api/admin/settings': refusal,
  '/api/orders': says(0, 'success', { list: [{ id: 7, title: 'Staircase for the Tollgate house' }] }),
};

/** A portal that answers everything with 200, and says inside whether it gave anything. `alive`: whether the session still is. */
async function probeOf(alive: () => boolean) {
  const exchanges = Object.entries(answers).map(([path, body]) =>
    recordedJson(`https://x.test${path}`, body, { identity: 'a' }),
  );
  const session = { identity: 'a', self: ['ines@larkfield.example'], recorder: { exchanges } } as unknown as Session;
  const nobody = { identity: 'anonymous', self: [], recorder: { exchanges: [] } } as unknown as Session;
  const replayer = {
    async send({ url }: PlainRequest, as: Session) {
      const body = as === session && alive() ? answers[new URL(url).pathname] : says(401, 'Please sign in');
      const bytes = Buffer.from(JSON.stringify(body));
      return {
        ok: true,
        response: { url, status: 200, headers: [['content-type', 'application/json']], body: bytes, truncated: false },
      };
    },
  } as unknown as Replayer;
  return findAliveProbe(session, nobody, mapOperations(exchanges), replayer);
}

it('a refusal that comes with a 200 is no witness of a session', async () => {
  let alive = true;
  const probe = await probeOf(() => alive);
  expect(probe?.by).toBe('GET /api/user/info');
  expect(await probe?.isAlive()).toBe(true);
  alive = false;
  expect(await probe?.isAlive()).toBe(false);
});
