import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { openOwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { codeIn, linkIn } from '../../src/collectors/portal/sign-in/mailbox-of.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { totp } from '../../src/collectors/portal/sign-in/totp.ts';
import { configSchema } from '../../src/model/config.ts';
import type { GapError } from '../../src/model/gap.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import {
  type Answering,
  behindCookie,
  enter,
  fits,
  type Given,
  homePage,
  type OddPortal,
  pageOf,
  startOddPortal,
} from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const post = (path: string, fields: string, button: string) =>
  `<form method="post" action="${path}">${fields}<button>${button}</button></form>`;
const passwordForm = (button = 'Sign in') =>
  post('/session', '<input type="email" name="u" aria-label="E-mail"><input type="password" name="p">', button);
const boxes = Array.from({ length: 6 }, () => '<input maxlength="1" inputmode="numeric">').join('');
const boxScript = `<script>const all=[...document.querySelectorAll('input[maxlength]')];all.forEach((one,at)=>one.addEventListener('input',()=>{all[at+1]?.focus();if(all.every((x)=>x.value)){const f=document.querySelector('form');f.code.value=all.map((x)=>x.value).join('');f.submit()}}))</script>`;

interface Way {
  readonly name: string;
  readonly answer: Answering;
  readonly config?: object;
  readonly totp?: boolean;
}

const session = (asked: Parameters<Answering>[0], wrong: string) =>
  asked.path === '/session' && asked.method === 'POST' ? (fits(asked.body) ? enter : wrong) : undefined;

const ways: readonly Way[] = [
  {
    name: 'workspace, then address, then password, each on a page',
    config: { tenant: 'Acme Works' },
    answer: behindCookie((asked) => {
      if (asked.path === '/space' && asked.body === 'w=Acme+Works')
        return pageOf(post('/mail', '<label>E-mail <input type="email" name="e"></label>', 'Continue'));
      if (asked.path === '/mail')
        return pageOf(post('/session', '<label>Password <input type="password" name="p"></label>', 'Log in'));
      return (
        session(asked, pageOf('no')) ??
        pageOf(
          `<h1>Sign in to your workspace</h1>${post('/space', '<label>Workspace <input name="w"></label>', 'Continue')}`,
        )
      );
    }),
  },
  {
    name: 'dialog behind a button, below a cookie banner in a shadow root',
    answer: behindCookie(
      (asked) =>
        session(asked, pageOf('no')) ??
        pageOf(
          `<h1>Welcome</h1><button onclick="document.querySelector('dialog').showModal()">Anmelden</button>
          <dialog><button aria-label="Close" onclick="this.closest('dialog').close()">×</button>${passwordForm('Anmelden')}</dialog>
          <div id="consent-root" style="position:fixed;inset:0;z-index:99;background:#fff"></div>
          <script>const r=document.querySelector('#consent-root');r.attachShadow({mode:'open'}).innerHTML='<p>Cookies</p><button>Alle akzeptieren</button>';r.shadowRoot.querySelector('button').onclick=()=>r.remove()</script>`,
          'de',
        ),
    ),
  },
  {
    name: 'form in a frame of the same host',
    answer: behindCookie(
      (asked) =>
        session(asked, 'no') ??
        (asked.path === '/frame'
          ? pageOf(passwordForm().replace('<form', '<form target="_top"'))
          : pageOf('<h1>Portal</h1><iframe src="/frame" width="500" height="300"></iframe>')),
    ),
  },
  {
    name: 'one-time code in six boxes that send themselves',
    totp: true,
    answer: behindCookie((asked) => {
      if (asked.path === '/session' && fits(asked.body))
        return pageOf(
          `<h1>Verification</h1>${post('/code', `<p>Enter the 6-digit code of your app</p>${boxes}<input type="hidden" name="code">`, 'Verify')}${boxScript}`,
        );
      if (asked.path === '/code') {
        const now = Date.now();
        const good = [now, now - 30_000].map((at) => `code=${totp(secret, new Date(at))}`).includes(asked.body);
        return good ? enter : { status: 401, body: pageOf('<p role="alert">Wrong code</p>') };
      }
      return pageOf(passwordForm());
    }),
  },
  {
    name: 'two steps in Polish, placeholders only',
    answer: behindCookie((asked) => {
      if (asked.path === '/krok')
        return pageOf(
          post(
            '/session',
            '<input type="password" name="x2" placeholder="Hasło"><label><input type="checkbox" name="r"> Zapamiętaj mnie</label>',
            'Zaloguj się',
          ),
          'pl',
        );
      return (
        session(asked, 'nie') ?? pageOf(post('/krok', '<input name="x1" placeholder="Adres e-mail">', 'Dalej'), 'pl')
      );
    }),
  },
  {
    name: 'Japanese, aria-label only, registration beside it',
    answer: behindCookie(
      (asked) =>
        session(asked, pageOf('no')) ??
        pageOf(
          `<section>${post('/register', '<input type="email" name="a"><input type="password" name="b" autocomplete="new-password"><input type="password" name="c" autocomplete="new-password">', '新規登録')}</section>
           <section>${post('/session', '<input name="x" aria-label="会員番号"><input type="password" name="y" aria-label="パスワード">', 'ログイン')}</section>`,
          'ja',
        ),
    ),
  },
  {
    name: 'other providers first, the button a drawn box that wakes up late',
    answer: behindCookie(
      (asked) =>
        session(asked, pageOf('no')) ??
        pageOf(`<button>Continue with Google</button><button>Continue with Microsoft</button>
          <button onclick="document.querySelector('#f').hidden=false;this.remove()">Continue with email</button>
          <div id="f" hidden><form method="post" action="/session"><input name="u" placeholder="Email"><input type="password" name="p" placeholder="Password">
          <div id="go" style="cursor:pointer;opacity:.4;pointer-events:none">Log in</div></form></div>
          <script>document.querySelector('form').oninput=()=>{document.querySelector('#go').style='cursor:pointer'};document.querySelector('#go').onclick=()=>document.querySelector('form').submit()</script>`),
    ),
  },
  {
    name: 'stay signed in?, then which organisation',
    config: { tenant: 'Acme Works' },
    answer: (asked) => {
      if (asked.cookie('org') === 'acme') return homePage;
      if (asked.path === '/org/acme')
        return { status: 303, headers: { location: '/', 'set-cookie': 'org=acme; Path=/' } };
      if (asked.path === '/choose')
        return pageOf(
          '<h1>Choose an organization</h1><a href="/org/other">Other Ltd</a> <a href="/org/acme">Acme Works</a>',
        );
      if (asked.path === '/session' && fits(asked.body))
        return pageOf('<h1>Stay signed in?</h1><a href="/choose">Yes</a> <a href="/choose">No</a>');
      return pageOf(passwordForm());
    },
  },
  {
    name: 'company from a list, then: may the portal know who is there?',
    config: { tenant: 'Acme Works' },
    answer: behindCookie((asked) => {
      if (asked.path === '/session')
        return fits(asked.body) && asked.body.includes('c=20')
          ? pageOf(
              '<h1>Acme Works wants to access your account</h1><form method="post" action="/allow"><button name="a" value="no">Deny</button><button name="a" value="yes">Allow</button></form>',
            )
          : pageOf('<p class="error">Invalid login.</p>');
      if (asked.path === '/allow') return asked.body === 'a=yes' ? enter : pageOf('denied');
      return pageOf(
        `<form method="post" action="/session"><label>Company<select name="c"><option value="10">Inland Ltd</option><option value="20">Acme Works</option></select></label><input name="u" aria-label="Login"><input type="password" name="p"><button>OK</button></form>`,
      );
    }),
  },
  {
    name: 'JSON by config',
    config: { signIn: { kind: 'json', url: '/session' } },
    answer: behindCookie((asked) => {
      if (asked.path !== '/session') return { status: 401, body: pageOf('no') };
      const { username, ...rest } = JSON.parse(asked.body) as Record<string, string>;
      // A strict schema: other fields are refused before the password is looked at.
      if (username !== user)
        return { status: 422, type: 'application/json', body: JSON.stringify({ error: Object.keys(rest) }) };
      return {
        status: 200,
        type: 'application/json',
        body: '{"ok":true}',
        headers: { 'set-cookie': 'sid=yes; Path=/' },
      };
    }),
  },
  {
    name: 'Basic by config',
    config: { signIn: { kind: 'basic' } },
    answer: (asked) =>
      asked.headers.authorization === `Basic ${Buffer.from(`${user}:${right}`).toString('base64')}`
        ? homePage
        : { status: 401, headers: { 'www-authenticate': 'Basic realm="portal"' }, body: 'no' },
  },
  {
    name: 'bearer token by config',
    config: { signIn: { kind: 'bearer' } },
    answer: (asked) =>
      asked.headers.authorization === 'Bearer token-of-anna-1234' ? homePage : { status: 401, body: 'no' },
  },
  {
    name: 'cookie by config',
    config: { signIn: { kind: 'cookie' } },
    answer: behindCookie(() => pageOf(passwordForm())),
  },
];

interface Failure extends Way {
  readonly says: RegExp;
  readonly closeBy?: RegExp;
}
const afterPassword =
  (body: string): Answering =>
  (asked) =>
    asked.path === '/session' ? pageOf(body) : pageOf(passwordForm());
/** A form that a script sends, and what the page then shows. */
const byScript =
  (status: number, answer: object, then: string): Answering =>
  (asked) =>
    asked.path === '/session'
      ? { status, type: 'application/json', body: JSON.stringify(answer) }
      : pageOf(
          `<form><input type="email" name="u"><input type="password" name="p"><button>Log in</button></form><div id="t"></div><script>
        document.forms[0].onsubmit = async (event) => { event.preventDefault(); const f = event.target;
          await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ u: f.u.value, p: f.p.value }) });
          ${then} };</script>`,
        );
const failures: readonly Failure[] = [
  {
    name: 'bad input: a refusal by 200 with nothing but a message → sign-in-failed, not a broken portal',
    answer: byScript(200, { message: 'no' }, "t.innerHTML = '<p class=snackbar>Wrong e-mail or password</p>'"),
    says: /not signed in, the page says "Wrong e-mail or password"/,
  },
  {
    name: 'bad input: locked account, said in JSON alone → sign-in-failed, locked',
    answer: byScript(403, { message: 'Account temporarily locked after too many attempts' }, ''),
    says: /locked or limited \(HTTP 403, "Account temporarily locked/,
  },
  {
    name: 'bad input: wrong password on a page with the badge of a silent CAPTCHA → sign-in-failed, not CAPTCHA',
    answer: (asked) =>
      asked.path === '/anchor'
        ? '<p>protected by reCAPTCHA</p>'
        : pageOf(
            `${asked.path === '/session' ? '<p class="text-danger">These credentials do not match our records.</p>' : ''}${passwordForm()}<iframe src="/anchor?k=recaptcha&size=invisible" width="256" height="60"></iframe>`,
          ),
    says: /not signed in, the page says "These credentials/,
  },
  {
    name: 'bad input: a list of companies and none configured → sign-in-failed, workspace, no password sent',
    answer: () =>
      pageOf(
        `<form method="post" action="/session"><label>Company<select name="c"><option value="">Please choose</option><option>Acme Works</option></select></label><input name="u" aria-label="Login"><input type="password" name="p"><button>OK</button></form>`,
      ),
    says: /workspace or company first/,
  },
  {
    name: 'bad input: locked account, said in Polish with 200 → sign-in-failed, locked',
    answer: afterPassword(`<p class="error">Konto zostało zablokowane na 15 minut</p>${passwordForm('Zaloguj się')}`),
    says: /locked or limited.*zablokowane/,
  },
  {
    name: 'bad input: CAPTCHA after the password → sign-in-failed, CAPTCHA',
    answer: afterPassword(
      `<p>Prove that you are human</p>${passwordForm()}<label>captcha <input name="captcha"></label>`,
    ),
    says: /CAPTCHA/,
    closeBy: /record sign-in/,
  },
  {
    name: 'bad input: password must be changed → sign-in-failed, must be changed',
    answer: afterPassword(
      `<h1>Neues Passwort festlegen</h1>${post('/new', '<input type="password" name="a" autocomplete="new-password"><input type="password" name="b" autocomplete="new-password">', 'Speichern')}`,
    ),
    says: /password must be changed/,
  },
  {
    name: 'bad input: terms to accept → sign-in-failed, terms',
    answer: afterPassword(
      '<h1>Nutzungsbedingungen</h1><p>Wir haben unsere Bedingungen geändert.</p><button>Akzeptieren</button>',
    ),
    says: /terms must be accepted/,
  },
  {
    name: 'bad input: code by mail, no inbox → sign-in-failed, by mail',
    answer: afterPassword(
      `<p>We sent a 6-digit code to your e-mail address.</p>${post('/code', '<input name="otp" autocomplete="one-time-code">', 'Verify')}`,
    ),
    says: /link or code by mail/,
    closeBy: /inboxes/,
  },
  {
    name: 'bad input: code to a phone → sign-in-failed, phone',
    answer: afterPassword(
      `<p>Wir haben einen Code per SMS gesendet.</p>${post('/code', '<label>Bestätigungscode <input name="otp"></label>', 'Weiter')}`,
    ),
    says: /code to a phone/,
  },
  {
    name: 'bad input: workspace asked and none configured → sign-in-failed, workspace',
    answer: () => pageOf(`<h1>Log in</h1>${post('/space', '<label>Company <input name="w"></label>', 'Continue')}`),
    says: /workspace or company first/,
    closeBy: /accounts\.\*\.tenant/,
  },
  {
    name: 'bad input: sign-in page at an unlisted origin → sign-in-failed, names the origin, types nothing',
    answer: (asked) =>
      asked.path === '/' ? { status: 302, headers: { location: 'https://login.elsewhere.test/authorize' } } : undefined,
    says: /login\.elsewhere\.test, which the config does not list/,
    closeBy: /signIn\.origins/,
  },
  {
    name: 'bad input: expired cookie → sign-in-failed, what to renew',
    config: { signIn: { kind: 'cookie' } },
    answer: () => pageOf(passwordForm()),
    says: /with what was given \(cookie\) the portal still asks/,
    closeBy: /LR_A_COOKIE/,
  },
  {
    name: 'bad input: no recorded sign-in → not-configured, the command',
    config: { signIn: { kind: 'storage-state' } },
    answer: () => pageOf(passwordForm()),
    says: /no recorded sign-in/,
    closeBy: /record sign-in/,
  },
];

/** The landing page sets nothing, the sign-in page an id of the server's own in place of any other, and it stays for good. */
const known = new Set<string>();
const keepsItsId: Way = {
  name: 'an id from before the sign-in',
  answer: (asked): Given => {
    const sid = asked.cookie('sid') ?? '';
    if (asked.path === '/session' && fits(asked.body)) return { status: 303, headers: { location: '/desk' } };
    if (asked.path === '/desk') return { body: homePage };
    if (asked.path === '/') return { body: pageOf('<h1>Welcome</h1><p>What we do.</p><a href="/login">Sign in</a>') };
    const own = known.has(sid) ? sid : `made-by-the-server-${known.size}`;
    known.add(own);
    return { body: pageOf(passwordForm()), headers: { 'set-cookie': `sid=${own}; HttpOnly; Path=/` } };
  },
};

const stop = new AbortController();
const portals = new Map<Way, OddPortal>();
const worlds = new Map<boolean, World>();

beforeAll(async () => {
  for (const way of [...ways, ...failures, keepsItsId]) portals.set(way, await startOddPortal(way.answer));
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const config = configSchema.parse({ target: { hosts } });
  for (const withTotp of [true, false]) {
    const env = {
      ...process.env,
      XDG_STATE_HOME: '/nonexistent',
      LR_A_USER: user,
      LR_A_PASSWORD: right,
      LR_A_TOKEN: 'token-of-anna-1234',
      LR_A_COOKIE: 'sid=yes',
      ...(withTotp ? { LR_A_TOTP: secret } : {}),
    };
    worlds.set(withTotp, await createWorld({ scope: createScope({ config }), env, signal: stop.signal }));
  }
});

afterAll(async () => {
  await Promise.all([...worlds.values()].map((world) => world.close()));
  await Promise.all([...portals.values()].map((portal) => portal.close()));
});

function contextOf(way: Way, emitted: unknown[]) {
  const portal = portals.get(way);
  const world = worlds.get(way.totp === true);
  if (!portal || !world) throw new Error('not started');
  const context = {
    target: {
      name: 'portal',
      url: portal.url,
      config: configSchema.parse({ accounts: { a: { ...way.config, testAccount: true } } }),
    },
    world,
    signal: stop.signal,
    live: createLive(),
    emit: (_kind: string, _subject: string, value: unknown) => emitted.push(value),
    progress: () => undefined,
  } as unknown as CollectContext;
  return { portal, context };
}

async function enterBy(way: Way) {
  const emitted: unknown[] = [];
  const { portal, context } = contextOf(way, emitted);
  const failed = await openSession('a', context).then(
    () => undefined,
    (thrown: GapError) => thrown,
  );
  return { failed, emitted, portal };
}

describe('ways in', () => {
  it.concurrent.each(ways)('$name', async (way) => {
    const { failed, emitted, portal } = await enterBy(way);
    expect(failed?.message ?? 'signed in').toBe('signed in');
    expect(emitted).toHaveLength(1);
    expect(JSON.stringify(emitted)).not.toContain(right);
    expect(portal.asked.filter((one) => one.method === 'POST' && fits(one.body)).length).toBeLessThanOrEqual(
      way.name.startsWith('JSON') ? 2 : 1,
    );
  });
});

describe('an account that does not get in', () => {
  it.concurrent.each(failures)('$name', async (way) => {
    const { failed, emitted, portal } = await enterBy(way);
    expect(failed?.gap.detail).toMatch(way.says);
    if (way.closeBy) expect(failed?.gap.closeBy).toMatch(way.closeBy);
    expect(emitted).toEqual([]);
    expect(portal.asked.filter((one) => one.method === 'POST' && fits(one.body)).length).toBeLessThanOrEqual(1);
  });
});

describe('what came by mail', () => {
  it.each([
    ['Your code is 482 913. It is valid for 10 minutes.', '482913'],
    ['Hello,\n\n  730114  \n\nSent on 2026-11-22 to you, order 20261122.', '730114'],
    ['Twój kod: 5521', '5521'],
    ['确认码 验证码:908172,5分钟内有效', '908172'],
    ['No number here at all.', undefined],
  ])('%j → %j', (text, code) => {
    expect(codeIn({ text, subject: '', html: undefined })).toBe(code);
  });

  it('takes the link that signs in at a listed host, not the one that unsubscribes or leads elsewhere', () => {
    const links = [
      'https://cdn.example.net/open/AAAAAAAAAAAAAAAAAAAAAAAA',
      'https://app.example.com/unsubscribe/AAAAAAAAAAAAAAAAAAAA',
      'https://app.example.com/help',
      'https://app.example.com/auth/magic?token=abcdefghijklmnopqrstuv',
    ].map((url) => ({ url, kind: 'opens' as const }));
    expect(linkIn({ links }, (host) => host === 'app.example.com')).toBe(links[3]?.url);
  });
});

it('the cookies from before a sign-in are those that went with the password, not a planted one that the portal replaced', async () => {
  const { portal, context } = contextOf(keepsItsId, []);
  const { hostname: domain } = new URL(portal.url);
  const cookie = { name: 'sid', value: 'planted-by-the-audit', domain, path: '/', expires: -1, httpOnly: true };
  const plant = [{ ...cookie, secure: false, sameSite: 'Lax' as const }];
  const session = await openOwnSession('a', context, { unchecked: true, plant });
  const now = await session.context.cookies();
  await session.context.close();
  const values = (cookies: typeof now) => cookies.map(({ name, value }) => `${name}=${value}`);
  expect(values(now)).toEqual(['sid=made-by-the-server-0']);
  expect(values([...session.before])).toEqual(values(now));
  expect(session.planted).toEqual([]);
});
