import { expect, test } from 'vitest';
import { sessionCookies } from '../../src/collectors/portal/sessions/cookies.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import type { Carried } from '../../src/collectors/portal/sessions/carriers.ts';

const access = 'Zk3vQ9xW1rT7yU5iO2pA8sD4';
const cookie = (name: string, value: string) => ({
  name,
  value,
  domain: 'portal.example',
  path: '/',
  expires: -1,
  httpOnly: name !== 'csrf-token',
  secure: true,
  sameSite: 'Lax' as const,
});

test('the cookie that renews the token is one of the session, the token against forged requests is none', async () => {
  const session = {
    context: {
      cookies: async () => [
        cookie('desk_refresh', 'm4Nb7Vc1Xz9Lk3Jh6Gf2Ds8A'),
        cookie('csrf-token', 'p0Oi9Uy8Tr7Ew6Qa5Sd4Fg3H'),
      ],
    },
    recorder: {
      exchanges: [
        {
          url: 'https://portal.example/auth/refresh',
          page: 'https://portal.example/',
          requestHeaders: { cookie: 'desk_refresh=…; csrf-token=…' },
          responseHeaders: {},
          body: Buffer.from(JSON.stringify({ access })),
        },
      ],
    },
  } as unknown as Session;
  const carried = [
    {
      probe: { url: 'https://portal.example/api/me', page: 'https://portal.example/' },
      carriers: [{ place: 'header', name: 'authorization', value: `Bearer ${access}` }],
    },
  ] as unknown as readonly Carried[];
  const found = await sessionCookies(session, carried, new Date('2026-11-22T00:00:00Z'));
  expect(found.map(({ name }) => name)).toEqual(['desk_refresh']);
});
