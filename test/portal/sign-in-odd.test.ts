import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { configSchema } from '../../src/model/config.ts';
import type { GapError } from '../../src/model/gap.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type Answering, behindCookie, enter, fits, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const passwordField = '<input type="password" name="p" aria-label="Password">';
const form = (fields: string, button = '<button>Sign in</button>') =>
  `<form method="post" action="/session">${fields}${button}</form>`;
const full = form(`<input name="u" aria-label="E-mail">${passwordField}`);

/** Sends what stands in the fields marked data-u and data-p, wherever they are. */
const script = `function find(s,r=document){for(const e of r.querySelectorAll('*')){if(e.matches(s))return e;const f=e.shadowRoot&&find(s,e.shadowRoot);if(f)return f}}
function go(){const f=document.createElement('form');f.method='post';f.action='/session';for(const s of ['u','p']){const i=document.createElement('input');i.name=s;i.value=find('[data-'+s+']').value;f.append(i)}document.body.append(f);f.submit()}`;

/** The password goes to /session; other pages by path; `first` answers everything else. */
const portal = (first: string, pages: Readonly<Record<string, string>> = {}): Answering =>
  behindCookie((asked) => {
    if (asked.path === '/session' && asked.method === 'POST') return fits(asked.body) ? enter : pageOf('no');
    return pageOf(asked.path === '/' ? first : (pages[asked.path] ?? 'nothing here'));
  });
const mailFirst =
  '<h1>Sign in</h1><form action="/next" method="post"><input type="email" name="e"><button>Next</button></form>';

const ways: Readonly<Record<string, Answering>> = {
  'fields that open for typing when entered': portal(
    form(
      `<input name="u" aria-label="E-mail" readonly onfocus="this.removeAttribute('readonly')"><input type="password" name="p" readonly onfocus="this.removeAttribute('readonly')">`,
    ),
  ),
  'a password that is no password field, in German': portal(
    form(
      '<input name="a" placeholder="Kundennummer"><input name="b" placeholder="Passwort">',
      '<button>Anmelden</button>',
    ),
  ),
  'a password field out of reach in the first step': portal(
    mailFirst.replace(
      '<button',
      '<input type="password" name="h" tabindex="-1" style="position:absolute;left:-9999px"><button',
    ),
    { '/next': form(passwordField) },
  ),
  'a password field that opens once a name stands there, a button that wakes up when it is left': portal(
    form(
      `<input name="u" placeholder="E-mail" oninput="this.form.p.disabled=false"><input type="password" name="p" disabled onchange="this.form.go.disabled=false">`,
      '<button name="go" disabled>Log in</button>',
    ),
  ),
  'a code by mail first, the password by a link': portal(mailFirst, {
    '/next':
      '<h1>Check your e-mail</h1><p>We sent a code to your e-mail.</p><form><input autocomplete="one-time-code"><button>Verify</button></form><a href="/lost">Lost your password?</a> <a href="/pw">Sign in with password instead</a>',
    '/pw': form(passwordField),
  }),
  'a code to a phone first, the password behind a tab, in Chinese': portal(
    `<span style="cursor:pointer" onclick="c.hidden=true;p.hidden=false">密码登录</span><div id="c"><form action="/sms"><input type="tel" placeholder="手机号"><input placeholder="验证码"><button>登录</button></form></div><div id="p" hidden>${full}</div>`,
  ),
  'a method to choose': portal(mailFirst, {
    '/next': '<h1>How do you want to sign in?</h1><a href="/key">Passkey</a> <a href="/pw">Password</a>',
    '/pw': form(passwordField),
  }),
  'registration first, sign-in behind a tab': portal(
    `<button role="tab">Register</button><button role="tab" onclick="r.hidden=true;l.hidden=false">Log in</button><div id="r"><form method="post" action="/new"><input type="email" name="e"><input type="password" name="n"><button>Create account</button></form></div><div id="l" hidden>${full}</div>`,
  ),
  'a form that registers beside it, which asks for a mail address': portal(
    `<div>${form('<label>Project identifier <input name="id"></label><label>Private code <input type="password" name="p"></label>', '<button>Log in</button>')}</div>
    <form method="post" action="/create"><label>Name <input name="name"></label><label>Private code <input type="password" name="n"></label><label>Email <input type="email" name="contact_email"></label><button>Create</button></form>`,
  ),
  'one form for the whole page': portal(
    form(
      `<input name="q" placeholder="Search"><input type="submit" value="Go" formaction="/search"><input name="u" aria-label="User">${passwordField}<input type="submit" value="Go">`,
      '<input name="n" placeholder="newsletter"><input type="submit" value="OK" formaction="/news">',
    ),
  ),
  'bad input: a sign-in form in closed shadow roots → signed in with one try': portal(
    `<script>${script}
    customElements.define('ui-field',class extends HTMLElement{connectedCallback(){this.attachShadow({mode:'closed'}).innerHTML='<input '+(this.id==='p'?'type=password data-p':'data-u')+'>'}});
    customElements.define('ui-action',class extends HTMLElement{connectedCallback(){const r=this.attachShadow({mode:'open'});r.innerHTML='<div><slot></slot></div>';this.onclick=go}});
</script>
    <ui-field label="E-mail" id="u"></ui-field><ui-field label="Password" id="p"></ui-field><ui-action>Sign in</ui-action>`,
  ),
  "the customers' own pages by a link, sign-in in a new window": portal('<a href="/kunden">Kundenportal</a>', {
    '/kunden':
      '<h1>Portal</h1><a href="/login" target="_blank"><svg width="20" height="20"><path d="M0 0h20v20z"/></svg></a>',
    '/login': full,
  }),
  'the language first, then a page of their own name, a picture that sends': portal(
    '<h1>Choose your language</h1><a href="/en/">English</a> <a href="/de/">Deutsch</a>',
    {
      '/en/': '<a href="/en/boats">Boats</a> <a href="/en/my">My Harbour</a>',
      '/en/my': form(
        `<label>Membership no.<input name="m"></label>${passwordField}`,
        '<input type="image" alt="Enter" width="40" height="20" src="data:,">',
      ),
    },
  ),
  'a code to photograph first, the password behind the third tab': portal(
    `<div id="t" style="cursor:pointer" onclick="q.hidden=true;p.hidden=false">账号密码登录</div><div id="q">请使用微信扫一扫登录</div><div id="p" hidden>${full}</div>`,
  ),
  'a password folded away beside the name, the right one on the next page': portal(
    '<h1>Se connecter</h1><form method="post" action="/next"><label>E-mail<input name="e"></label><div style="height:0;overflow:hidden"><input type="password" name="h"></div><button>Continuer ▸</button></form>',
    { '/next': form(passwordField, '<button>Continuer ▸</button>') },
  ),
  'bad input: a sign-in form in a frame in a frame, with a drawn button → signed in with one try': portal(
    '<iframe src="/outer" width="600" height="300"></iframe>',
    {
      '/outer': '<iframe src="/inner" width="560" height="260"></iframe>',
      '/inner': form(
        `User<input name="j">${passwordField}`,
        '<div onclick="this.parentNode.target=\'_top\';this.parentNode.submit()">LOGON</div>',
      ),
    },
  ),
  'a second factor to set up, put off': (asked) => {
    if (asked.path === '/later') return { status: 302, headers: { location: '/', 'set-cookie': 'nag=no; Path=/' } };
    if (asked.cookie('sid') === 'yes' && asked.cookie('nag') !== 'no')
      return pageOf(
        '<h1>Protect your account</h1><a href="/mfa">Set up now</a> <a href="/later">Skip for now (6 days left)</a>',
      );
    return behindCookie((one) => (fits(one.body) ? enter : pageOf(full)))(asked);
  },
  'behind a fold': portal(`<details><summary>Customer login</summary>${full}</details>`),
};

const stop = new AbortController();
const portals = new Map<string, OddPortal>();
let world: World | undefined;

beforeAll(async () => {
  for (const [name, answer] of Object.entries(ways)) portals.set(name, await startOddPortal(answer));
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right };
  const scope = createScope({ config: configSchema.parse({ target: { hosts } }) });
  world = await createWorld({ scope, env, signal: stop.signal });
});

afterAll(async () => {
  await world?.close();
  await Promise.all([...portals.values()].map((one) => one.close()));
});

describe('odd sign-in pages: in with one try', () => {
  it.concurrent.each(Object.keys(ways))('%s', async (name) => {
    const { url, asked } = portals.get(name) ?? { url: '', asked: [] };
    const context = {
      target: { name: 'portal', url, config: configSchema.parse({ accounts: { a: { testAccount: true } } }) },
      world,
      signal: stop.signal,
      live: createLive(),
      emit: () => undefined,
      progress: () => undefined,
    } as unknown as CollectContext;
    const failed = await openSession('a', context).then(
      () => undefined,
      (thrown: GapError) => thrown,
    );
    expect(failed?.message ?? 'signed in').toBe('signed in');
    if (name.startsWith('a second factor')) expect(asked.map((one) => one.path)).toContain('/later');
    expect(asked.filter((one) => one.method === 'POST' && fits(one.body)).map((one) => one.path)).toEqual(['/session']);
  });
});
