import type { SessionCookie, SessionShape } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'guarded' | 'no-cookie' | 'weak' | 'wide' | 'not-told';

/** ASVS v5.0.0-3.3.1 to 3.3.4, RFC 6265 §5.2: a session cookie is for this host, for https, and not for scripts. */
export const cookieFlags = defineCheck<'session.shape', Code>({
  id: 'sessions.cookie-flags',
  question: 'Are session cookies out of reach of scripts, plain http and other sites?',
  why: 'Whoever reads the session cookie is signed in as the customer. Flags keep it from injected scripts, from unencrypted requests and from other sites.',
  breaks: 'One injected script or one request over open Wi-Fi hands the account of a customer to somebody else.',
  proof:
    'After a real sign-in, each cookie is left out of a request that names the account, to find those that carry the session. Their flags are read as the server sent them. Other cookies are not judged.',
  permit: 'sign-in',
  cites: ['v5.0.0-3.3.1', 'v5.0.0-3.3.2', 'v5.0.0-3.3.4', 'RFC 6265 §5.2'],
  needs: ['session.shape'],
  outcomes: {
    guarded: { is: 'pass', says: 'The session cookie ({names}) is HttpOnly, Secure and SameSite.' },
    'no-cookie': { is: 'not-applicable', says: 'No cookie carries the session: without any the account stays open.' },
    weak: { is: 'fail', says: 'The session cookie {name} has {problems}.' },
    wide: { is: 'warn', says: 'The session cookie {name} has {problems}.' },
    'not-told': { is: 'unproven', says: 'Which cookie carries the session could not be told.' },
  },
  fix: {
    summary: 'Set the session cookie as __Host-…; Path=/; Secure; HttpOnly; SameSite=Lax.',
    effort: '15–30 min',
    owner: 'engineer',
    steps: [
      'Express: cookie: { httpOnly: true, secure: true, sameSite: "lax" }, and app.set("trust proxy", 1) behind a proxy.',
      'Django: SESSION_COOKIE_SECURE = True, SESSION_COOKIE_HTTPONLY = True, SESSION_COOKIE_SAMESITE = "Lax".',
      'Rails: config.session_store :cookie_store, secure: true, httponly: true, same_site: :lax. Laravel: SESSION_SECURE_COOKIE=true.',
      'Leave Domain out, and name the cookie __Host-… so that no other host can set it.',
    ],
  },
  judge(values) {
    const shape = values['session.shape'];
    const reproduce =
      'Open the portal, sign in, open the browser tools, Application → Cookies, and read the flags of the session cookie.';
    const base = { identities: [shape.identity], reproduce };
    if (shape.cookies.length === 0) {
      if (shape.worksWithoutCookies) return { ...base, code: 'no-cookie', evidence: carriersOf(shape) };
      return {
        ...base,
        code: 'not-told',
        evidence: carriersOf(shape),
        gap: gap(
          'inconclusive',
          'No single cookie carries the session.',
          'Read the cookie flags in the browser tools.',
        ),
      };
    }
    const answers = shape.cookies.map((cookie): Answer<Code> => {
      const bad = failures(cookie);
      const wide = warnings(cookie);
      const evidence = [{ label: `cookie ${cookie.name}`, value: describe(cookie) }];
      if (bad.length > 0)
        return { ...base, code: 'weak', data: { name: cookie.name, problems: bad.join(', ') }, evidence };
      if (wide.length > 0)
        return { ...base, code: 'wide', data: { name: cookie.name, problems: wide.join(', ') }, evidence };
      return { ...base, code: 'guarded', data: { names: cookie.name }, evidence, confidence: 'certain' };
    });
    return answers;
  },
});

function failures(cookie: SessionCookie): string[] {
  return [
    ...(cookie.httpOnly ? [] : ['no HttpOnly, so any script on the page can read it']),
    ...(cookie.secure || cookie.plainHttp ? [] : ['no Secure, so it also travels unencrypted']),
    ...(cookie.sameSite === 'None' && !cookie.crossSite ? ['SameSite=None, so every foreign site can use it'] : []),
  ];
}

function warnings(cookie: SessionCookie): string[] {
  return [
    ...(cookie.sameSite === 'none-sent'
      ? ['no SameSite, so it depends on the browser whether foreign sites can use it']
      : []),
    ...(cookie.domain !== undefined && cookie.domain !== cookie.host
      ? [`Domain=${cookie.domain}, so every host below it receives it`]
      : []),
    ...(cookie.plainHttp && !cookie.secure ? ['no Secure (the portal itself is not on https)'] : []),
  ];
}

function describe(cookie: SessionCookie): string {
  const flags = [
    cookie.httpOnly ? 'HttpOnly' : 'no HttpOnly',
    cookie.secure ? 'Secure' : 'no Secure',
    cookie.sameSite === 'none-sent' ? 'no SameSite' : `SameSite=${cookie.sameSite}`,
    cookie.domain === undefined ? 'this host only' : `Domain=${cookie.domain}`,
    `Path=${cookie.path}`,
    cookie.keptSeconds === undefined
      ? 'until the browser closes'
      : `kept for ${Math.round(cookie.keptSeconds / 60)} min`,
    /^__(Host|Secure)-/.test(cookie.name) ? 'prefixed' : 'no __Host- prefix',
  ];
  return flags.join(', ');
}

function carriersOf({ carriers, probes }: SessionShape) {
  if (carriers.length === 0) return [{ label: 'asked', value: `${probes.join(', ')}: no single cookie decides` }];
  return carriers.map((one) => ({
    label: 'the session is carried by',
    value: `${one.place} ${one.name} (${one.form})`,
  }));
}
