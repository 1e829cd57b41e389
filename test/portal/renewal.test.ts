import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { isRenewal } from '../../src/collectors/portal/sessions/after-logout.ts';

const sent = (path: string, requestBody: string) =>
  ({ method: 'POST', url: `https://api.test${path}`, requestBody, status: 200, afterSignIn: true }) as Exchange;

describe('a request that renews a session', () => {
  it.each([
    ['/auth/v1/token?grant_type=refresh_token', '{"refresh_token":"r1"}', true],
    ['/auth/v1/token?grant_type=password', '{"email":"a@a.test","password":"x"}', false],
    ['/oauth/token', 'grant_type=refresh_token&refresh_token=r1', true],
    ['/oauth/token', 'grant_type=authorization_code&code=c1', false],
    ['/oauth/token', '{"grant_type":"password","username":"a","password":"x"}', false],
    ['/api/token/', '{"username":"a","password":"x"}', false],
    ['/api/token/refresh/', '{"refresh":"r1"}', true],
    ['/api/auth/refresh', '', true],
    ['/api/invoices', '', false],
  ])('%s %s: %s', (path, body, renews) => expect(isRenewal(sent(path, body))).toBe(renews));
});
