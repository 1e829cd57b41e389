import type { CookieLook, PageLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { type CookieKind, kindOfCookie, refusalOf } from '../../../parse/cookie-kind.ts';
import { curlHops } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { landingOf } from '../landing.ts';

type Code =
  | 'guarded'
  | 'none'
  | 'session-open'
  | 'session-refused'
  | 'session-wide'
  | 'like-a-session'
  | 'refused'
  | 'in-clear'
  | 'not-seen'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  guarded: { is: 'pass', says: 'What {host} gives visitors is guarded as far as it needs to be: {names}.' },
  none: { is: 'not-applicable', says: '{host} gives visitors no cookie.' },
  'session-open': { is: 'fail', says: 'The session cookie {name} that {host} gives every visitor has {problems}.' },
  'session-refused': {
    is: 'fail',
    says: 'Browsers refuse the session cookie {name} of {host}: {problems}. Nobody can be recognised by it.',
  },
  'session-wide': { is: 'warn', says: 'The session cookie {name} that {host} gives every visitor has {problems}.' },
  'like-a-session': {
    is: 'warn',
    says: 'The cookie {name} of {host} looks like a session and has {problems}. Whether it is one, a sign-in tells.',
  },
  refused: { is: 'warn', says: 'Browsers refuse the cookie {name} of {host}: {problems}.' },
  'in-clear': { is: 'warn', says: 'Cookies of {host} travel over plain http too, for lack of Secure: {names}.' },
  'not-seen': { is: 'unproven', says: 'What {host} gives visitors was not seen.' },
  'off-production': offProduction,
};

/** ASVS v5.0.0-3.3.1 to 3.3.4, RFC 6265bis. What only scripts of the page set cannot be HttpOnly and is not looked at. */
export const cookies = defineCheck<'net.page', Code>({
  id: 'headers.cookies',
  question: 'Are the cookies that every visitor gets guarded as far as they need to be?',
  why: 'Many portals begin the session at the first page, so its flags are there before anybody signs in. A session that scripts can read, or that travels in clear, belongs to whoever gets hold of it.',
  breaks: 'One injected script or one request over open Wi-Fi hands a customer’s session to somebody else.',
  proof:
    'The Set-Cookie lines of every answer on the way to the page, as a visitor without an account gets them. A session is told by the names that frameworks document and by how they seal its value; another cookie with such a name and an unguessable value only looks like one. Language, consent, counting and CSRF cookies are for scripts by design and need no HttpOnly; load balancers’ own are left out; a cookie that is being removed has nothing to guard. Values are not kept.',
  permit: 'look',
  cites: ['v5.0.0-3.3.1', 'v5.0.0-3.3.2', 'v5.0.0-3.3.3', 'v5.0.0-3.3.4', 'RFC 6265 §5.2'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Set the session as __Host-…; Path=/; Secure; HttpOnly; SameSite=Lax, and Secure on every other cookie.',
    effort: '15–30 min',
    owner: 'engineer',
    steps: [
      'PHP: session.cookie_secure = 1, session.cookie_httponly = 1, session.cookie_samesite = Lax. Java: <cookie-config> with http-only and secure. Django: SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE = True. Rails: config.force_ssl = true. Laravel: SESSION_SECURE_COOKIE=true.',
      'Leave Domain out. A name that begins with __Host- needs Secure and Path=/ and forbids Domain.',
      'Look again with curl -sSI.',
      ...stackSteps('headers.cookies'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const kept = lastOfEach((look.cookies ?? []).filter(({ host, keeps }) => host === look.host && keeps !== 0));
    const lines = [
      ...look.responses.map(({ url, status }) => ({ label: 'answer', value: `${url}: ${status}` })),
      ...kept.map((cookie) => ({ label: `cookie ${cookie.name}`, value: describe(cookie) })),
    ];
    const evidence = lines.length > 0 ? lines : [{ label: look.host, value: look.end }];
    const base = { evidence, reproduce: curlHops(look.responses[0]?.url ?? `https://${look.host}/`) };
    const data = { host: look.host };
    const inClear = !look.responses.some(({ url, host }) => host === look.host && url.startsWith('https:'));
    const found = judgeAll(kept, inClear);
    if (found.length > 0 && !blocked(look))
      return softenOffProduction<Code>(
        found.map((one) => ({ ...base, ...one, data: { ...data, ...one.data } })),
        outcomes,
        context,
      );
    const landing = landingOf(look, context.environmentOf(context.subject));
    if (blocked(look) || landing.is === 'not-seen') {
      const why = gap('inconclusive', `No page of ${look.host} was seen.`, 'Run again.');
      return { ...base, code: 'not-seen', data, gap: landing.is === 'not-seen' ? landing.gap : (look.gap ?? why) };
    }
    if (kept.length === 0) return { ...base, code: 'none', data };
    return { ...base, code: 'guarded', data: { ...data, names: namesOf(kept) } };
  },
});

/** The last answer came from something in front, and it is the only one. */
const blocked = ({ end, responses }: PageLook) => end === 'gap' && responses.length <= 1;
const namesOf = (list: readonly CookieLook[]) => [...new Set(list.map(({ name }) => name))].slice(0, 8).join(', ');
const kindOf = ({ name, value }: CookieLook): CookieKind => kindOfCookie(name, value ?? 'plain');

/** A cookie that is set again on the way counts as it was set last (RFC 6265bis §5.7). */
function lastOfEach(list: readonly CookieLook[]): readonly CookieLook[] {
  return [...new Map(list.map((one) => [`${one.name} ${one.domain ?? ''} ${one.path ?? ''}`, one])).values()];
}

type Found = Pick<Answer<Code>, 'code' | 'data' | 'confidence'>;

function judgeAll(list: readonly CookieLook[], inClear: boolean): readonly Found[] {
  const refused = list.flatMap((cookie): { cookie: CookieLook; why: string; byAll: boolean }[] => {
    const found = refusalOf(cookie);
    // On a page in clear nothing can be Secure, and what asks for it is out of place on this machine alone.
    return found && !inClear ? [{ cookie, ...found }] : [];
  });
  const accepted = list.filter((cookie) => !refused.some((one) => one.cookie === cookie));
  const open = ordinaryInClear(accepted, inClear);
  return [
    ...refused
      // The same cookie in another shape, which is taken: a fallback for other browsers.
      .filter(({ cookie }) => !accepted.some(({ name }) => name === cookie.name) && kindOf(cookie) !== 'routing')
      .map(({ cookie, why, byAll }): Found => {
        const code = kindOf(cookie) === 'session' && byAll ? 'session-refused' : 'refused';
        return { code, data: { name: cookie.name, problems: why }, confidence: 'certain' };
      }),
    ...accepted.flatMap((cookie) => judgeSession(cookie, inClear)),
    ...(open.length > 0 ? [{ code: 'in-clear' as const, data: { names: namesOf(open) } }] : []),
  ];
}

function judgeSession(cookie: CookieLook, inClear: boolean): readonly Found[] {
  const kind = kindOf(cookie);
  if (kind !== 'session' && kind !== 'likely') return [];
  const { name } = cookie;
  const open = [
    ...(cookie.httpOnly ? [] : ['no HttpOnly, so any script on the page can read it']),
    ...(cookie.secure || inClear ? [] : ['no Secure, so it also travels unencrypted']),
  ];
  if (open.length > 0)
    return [
      { code: kind === 'session' ? 'session-open' : 'like-a-session', data: { name, problems: open.join(', ') } },
    ];
  if (kind === 'likely') return [];
  const wide = [
    ...(cookie.sameSite === undefined
      ? ['no SameSite, so it depends on the browser whether foreign sites can use it']
      : []),
    ...(cookie.sameSite?.toLowerCase() === 'none' ? ['SameSite=None, so every foreign site can use it'] : []),
    ...(cookie.domain !== undefined && cookie.domain.replace(/^\./, '').toLowerCase() !== cookie.host
      ? [`Domain=${cookie.domain}, so every host below it receives it`]
      : []),
  ];
  return wide.length > 0 ? [{ code: 'session-wide', data: { name, problems: wide.join(', ') } }] : [];
}

/** Language, consent and the like may be read by scripts, and still have no business on the wire in clear. */
function ordinaryInClear(list: readonly CookieLook[], inClear: boolean): readonly CookieLook[] {
  return inClear ? [] : list.filter((cookie) => kindOf(cookie) === 'ordinary' && !cookie.secure);
}

function describe(cookie: CookieLook): string {
  const kinds: Readonly<Record<CookieKind, string>> = {
    session: 'a session by name or form',
    likely: 'looks like a session',
    routing: 'of what stands in front',
    ordinary: 'no session',
  };
  return [
    kinds[kindOf(cookie)],
    cookie.httpOnly ? 'HttpOnly' : 'no HttpOnly',
    cookie.secure ? 'Secure' : 'no Secure',
    cookie.sameSite === undefined ? 'no SameSite' : `SameSite=${cookie.sameSite}`,
    cookie.domain === undefined ? 'this host only' : `Domain=${cookie.domain}`,
    cookie.path === undefined ? 'no Path' : `Path=${cookie.path}`,
    cookie.keeps === 'session' ? 'until the browser closes' : `kept for ${Math.round(cookie.keeps / 60)} min`,
  ].join(', ');
}
