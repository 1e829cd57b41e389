import { describe, expect, test } from 'vitest';
import { formOfValue, kindOfCookie, refusalOf } from '../../src/parse/cookie-kind.ts';

const random = 'k3v9m1q7c5t0b8r2x6n4w1z7p5';
const kind = (name: string, value = random) => kindOfCookie(name, formOfValue(value));

describe('what a cookie is for', () => {
  test.each([
    'PHPSESSID',
    'JSESSIONID',
    'ASP.NET_SessionId',
    'ASPSESSIONIDQQBRSTAA',
    '__Host-next-auth.session-token',
    '__Secure-authjs.session-token',
    'sessionid',
    'wordpress_logged_in_1f3870be274f6c49b3e31a0c6728957f',
  ])('%s is a session by its documented name', (name) => expect(kind(name)).toBe('session'));

  test.each([
    ['s%3AZk3v9Qm1q7Lc5t0Bb8r2.Yt6n4Ww1z7Pp5Hs9d3Fj0Ka2Lq8Re6Mn4Ux1Vc7By5', 'Express'],
    [`${'BAh7B0kiD3Nlc3Npb25faWQ'}%3D%3D--9f86d081884c7d659a2feaa0c55ad015a3bf4f1b`, 'Rails'],
    [`eyJpdiI6${'Ik5tRkhVZz09IiwidmFsdWUiOiJ4'.repeat(3)}`, 'Laravel'],
  ])('a session is told by its seal: %s (%s)', (value) => expect(kind('northline_session', value)).toBe('session'));

  test.each(['sid', 'appSession', '__Host-session', 'userSessionId', 'access_token', 'auth-token', 'remember_me'])(
    '%s with an unguessable value only looks like one',
    (name) => expect(kind(name)).toBe('likely'),
  );

  test.each([
    ['XSRF-TOKEN', random],
    ['csrftoken', random],
    ['_ga', 'GA1.1.1234567890.1700000000'],
    ['ai_session', `${random}|1700000000|1700000000`],
    ['_hjSessionUser_12', random],
    ['KEYCLOAK_SESSION', random],
    ['KC_AUTH_SESSION_HASH', random],
    ['cookie_consent_session', random],
    ['session', 'none'],
    ['sid', 'home-page-variant-2026'],
    ['auth', '0'],
    ['theme', 'dark'],
    ['PHPSESSID', 'deleted'],
    ['flash_session', random],
  ])('%s=%s is ordinary', (name, value) => expect(kind(name, value)).toBe('ordinary'));

  test.each(['AWSALB', 'BIGipServerpool_web', '__cf_bm', 'incap_ses_1_2', 'TS01a2b3c4', 'ak_bmsc', '_abck'])(
    '%s belongs to what stands in front',
    (name) => expect(kind(name)).toBe('routing'),
  );
});

describe('what browsers refuse (RFC 6265bis §5.7)', () => {
  const base = { host: 'app.example.co.uk', name: 'a', secure: true, httpOnly: true, path: '/' };
  test.each([
    [{ name: '__Host-a' }, undefined],
    [{ name: '__Host-a', secure: false }, 'asks for Secure'],
    [{ name: '__secure-a', secure: false }, 'asks for Secure'],
    [{ name: '__Host-a', domain: 'app.example.co.uk' }, 'forbids Domain'],
    [{ name: '__Host-a', path: '/app' }, 'asks for Path=/'],
    [{ name: '__Host-a', path: undefined }, 'asks for Path=/'],
    [{ name: '__Secure-a', domain: '.example.co.uk', path: '/app' }, undefined],
    [{ domain: 'other.co.uk' }, 'does not hold'],
    [{ domain: 'www.app.example.co.uk' }, 'does not hold'],
    [{ domain: 'co.uk' }, 'suffix'],
    [{ partitioned: true, secure: false }, 'Partitioned'],
    [{ sameSite: 'None', secure: false }, 'SameSite=None'],
    [{ sameSite: 'none' }, undefined],
  ])('%o', (change, why) => {
    const found = refusalOf({ ...base, ...change });
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found?.why).toContain(why);
  });

  test('what some browsers take is not said of all', () => {
    expect(refusalOf({ ...base, sameSite: 'None', secure: false })?.byAll).toBe(false);
    expect(refusalOf({ ...base, name: '__Host-a', secure: false })?.byAll).toBe(true);
  });
});

test.each(['%E0%A4%A', '%', '\u0000', 'x'.repeat(100_000), '{"iv":'])(
  'bad input: a cookie value that no framework writes → no session (%#)',
  (value) => expect(['ordinary']).toContain(kind('northline_session', value)),
);
