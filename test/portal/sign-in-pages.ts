import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A sign-in page as portals write them; `right` is the only password that is taken. */
export interface SignInVariant {
  readonly name: string;
  /** HTML of the page that the portal opens with; the form posts to /session unless it says otherwise. */
  readonly page: string;
  readonly language?: string;
  /** Status of the answer to a wrong password; default 401. 200 shows the form again. */
  readonly wrongStatus?: number;
  readonly wrongText?: string;
  /** The user name goes first, to /name, and the password form comes after it. */
  readonly second?: string;
}

export const user = 'marta.lindgren@example.com';
export const right = 'correct-horse-battery';

export interface SignInSite {
  readonly url: string;
  /** How often a password was sent. */
  readonly attempts: () => number;
  readonly close: () => Promise<void>;
}

const html = (body: string, language = 'en') =>
  `<!doctype html><html lang="${language}"><head><title>Portal</title><meta charset="utf-8"></head><body>${body}</body></html>`;
const home = `<h1>Good morning</h1><p>Signed in as ${user}</p><p>Three projects wait for your answer, two invoices are due.</p><a href="/logout">Log out</a>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}

/** A portal with one way in, on a free port of 127.0.0.1. */
export async function startSignInSite(variant: SignInVariant): Promise<SignInSite> {
  let attempts = 0;
  const send = (response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
      .end(html(body, variant.language));
  const server: Server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://portal').pathname;
    const inside = /session=yes/.test(request.headers.cookie ?? '');
    if (request.method === 'POST' && path === '/name') return send(response, 200, variant.second ?? '');
    if (request.method === 'POST') {
      const text = await bodyOf(request);
      attempts += 1;
      const fits = text.includes(right) || text.includes(encodeURIComponent(right));
      if (fits && /json/.test(request.headers['content-type'] ?? ''))
        return response
          .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=yes; HttpOnly; Path=/' })
          .end(JSON.stringify({ user: { email: user } }));
      if (fits)
        return response.writeHead(303, { location: '/home', 'set-cookie': 'session=yes; HttpOnly; Path=/' }).end();
      return send(
        response,
        variant.wrongStatus ?? 401,
        `<p role="alert">${variant.wrongText ?? 'Wrong e-mail or password'}</p>${variant.page}`,
      );
    }
    if (inside) return send(response, 200, home);
    return send(response, 200, variant.page);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    attempts: () => attempts,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const form = (userLabel: string, passwordLabel: string, button: string) =>
  `<form method="post" action="/session"><label>${userLabel} <input type="text" name="f1"></label><label>${passwordLabel} <input type="password" name="f2"></label><button>${button}</button></form>`;

const languages: readonly (readonly [string, string, string, string])[] = [
  ['en', 'Email', 'Password', 'Sign in'],
  ['de', 'Benutzername', 'Passwort', 'Anmelden'],
  ['fr', 'Identifiant', 'Mot de passe', 'Se connecter'],
  ['es', 'Correo electrónico', 'Contraseña', 'Iniciar sesión'],
  ['it', 'Utente', 'Password', 'Accedi'],
  ['pt', 'Usuário', 'Senha', 'Entrar'],
  ['nl', 'Gebruikersnaam', 'Wachtwoord', 'Inloggen'],
  ['pl', 'Użytkownik', 'Hasło', 'Zaloguj się'],
  ['ja', 'メールアドレス', 'パスワード', 'ログイン'],
  ['zh', '用户名', '密码', '登录'],
];

const script = `async function go(event) { event?.preventDefault?.(); const answer = await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ u: document.querySelector('#u').value, p: document.querySelector('#p').value }) }); if (answer.ok) location.href = '/home'; else document.querySelector('#said').textContent = 'No'; }`;

export const variants: readonly SignInVariant[] = [
  ...languages.map(([language, name, password, button]) => ({
    name: `form in ${language}`,
    language,
    page: form(name, password, button),
  })),
  {
    name: 'password field before the user field',
    page: '<form method="post" action="/session"><input type="password" name="pw" placeholder="Password"><input name="login" placeholder="Login"><button>Log in</button></form>',
  },
  {
    name: 'no name, no id, no label',
    page: '<form method="post" action="/session"><input name="x"><input type="password" name="y"><input type="submit" value="Go"></form>',
  },
  {
    name: 'script without a form or submit button',
    page: `<div><input id="u" type="text" placeholder="E-mail"><input id="p" type="password"><div id="said"></div><button type="button" onclick="go()">Sign in</button></div><script>${script}</script>`,
  },
  {
    name: 'Enter only',
    page: `<div><input id="u" type="email"><input id="p" type="password" onkeydown="if (event.key === 'Enter') go()"><p id="said"></p></div><script>${script}</script>`,
  },
  {
    name: 'two steps',
    page: '<form method="post" action="/name"><label>E-mail <input type="email" name="e"></label><button>Next</button></form>',
    second:
      '<form method="post" action="/session"><input type="hidden" name="e"><label>Password <input type="password" name="p"></label><button>Sign in</button></form>',
  },
  {
    name: 'cookie banner over the form',
    page: `${form('Email', 'Password', 'Sign in')}<div style="position:fixed;inset:0;background:#fff;z-index:99" id="cookie-consent"><p>We use cookies</p><button onclick="this.parentNode.remove()">Accept all</button></div>`,
  },
  {
    name: 'behind a link, with a newsletter box in the way',
    page:
      '<h1>Fine goods</h1><form action="/news" method="get"><input type="email" name="newsletter" placeholder="Your e-mail for our newsletter"><button>Subscribe</button></form><a href="#" onclick="document.querySelector(\'#in\').hidden=false">Sign in</a><div id="in" hidden>' +
      form('Email', 'Password', 'Sign in') +
      '</div>',
  },
  {
    name: 'inside an open shadow root',
    page: `<portal-sign-in></portal-sign-in><script>customElements.define('portal-sign-in', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(form('Email', 'Password', 'Sign in'))}; } })</script>`,
  },
  {
    name: 'fields that appear late',
    page: `<main id="m">One moment</main><script>setTimeout(() => { document.querySelector('#m').innerHTML = ${JSON.stringify(form('Email', 'Password', 'Sign in'))} }, 900)</script>`,
  },
];
