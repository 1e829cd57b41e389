import type { Answering, Given } from './odd-portals.ts';
import { pageOf } from './odd-portals.ts';

/** What a portal of this kind does with passwords, sessions and forms of other pages. */
export interface AccountRules {
  /** Says no in the page that it shows again, as 200. */
  readonly weak?: (password: string) => string | undefined;
  readonly endsOthers: boolean;
  /** A sign-in ends the account's other sessions. */
  readonly single?: boolean;
  /** Earlier passwords are not taken again. */
  readonly remembers?: boolean;
  readonly checksToken: boolean;
  /** Whether the present password is compared; where the page alone does, it sends nothing. By default the server does. */
  readonly present?: 'not-compared' | 'by-page-alone';
  readonly sameSite?: 'Lax' | 'None' | 'Strict';
}

export interface AccountPortal {
  readonly answer: Answering;
  readonly password: () => string;
  readonly notes: () => readonly string[];
}

/** A server-rendered portal in German with tokens in its forms, an account menu that leads to the password, and notes. */
export function accountPortal(user: string, first: string, rules: AccountRules): AccountPortal {
  const { weak = () => undefined, endsOthers, single, remembers, checksToken, present, sameSite } = rules;
  let password = first;
  const former = new Set<string>();
  const sessions = new Map<string, string>();
  const notes = new Map<number, string>();
  let count = 0;
  const flags = sameSite ? `; SameSite=${sameSite}${sameSite === 'None' ? '; Secure' : ''}` : '';
  const toSignIn: Given = { status: 302, headers: { location: '/anmelden' } };
  const at = (location: string, more = {}): Given => ({ status: 303, headers: { location, ...more } });
  const frame = (body: string) =>
    pageOf(
      `<nav><a href="/">Start</a> <a href="/notizen">Notizen</a> <a href="/konto">Mein Konto</a> <a href="/abmelden">Abmelden</a></nav><p>Angemeldet als ${user}</p>${body}`,
      'de',
    );
  const hidden = (token: string) => `<input type="hidden" name="_token" value="${token}">`;
  const changeForm = (token: string, error = '') =>
    frame(
      `<h1>Passwort ändern</h1>${error === '' ? '' : `<p class="error">Fehler: ${error}</p>`}<form method="post" action="/konto/sicherheit">${hidden(token)}
      <label>Aktuelles Passwort <input type="password" name="alt"></label><label>Neues Passwort <input type="password" name="neu" minlength="12"></label>
      <label>Passwort wiederholen <input type="password" name="neu2"></label><button>Speichern</button></form>${present === 'by-page-alone' ? `<script>document.forms[0].onsubmit = (event) => document.forms[0].alt.value === '${password}' || event.preventDefault();</script>` : ''}`,
    );
  const answer: Answering = ({ method, path, body, cookie }) => {
    const form = new URLSearchParams(body);
    const id = cookie('sid') ?? '';
    const token = sessions.get(id);
    if (path === '/anmelden' && method === 'GET')
      return pageOf(
        '<h1>Anmelden</h1><form method="post"><label>E-Mail <input name="u" type="email"></label><label>Passwort <input name="p" type="password"></label><button>Anmelden</button></form>',
        'de',
      );
    if (path === '/anmelden') {
      if (form.get('u') !== user || form.get('p') !== password)
        return pageOf(
          '<h1>Anmelden</h1><p class="error">Fehler: E-Mail oder Passwort ist falsch.</p><form method="post"><input name="u" type="email"><input name="p" type="password"><button>Anmelden</button></form>',
          'de',
        );
      if (single) sessions.clear();
      count += 1;
      const fresh = `session-${count}-Zq81kd02mvPx`;
      sessions.set(fresh, `token-${count}-aB3dE5fG7hJ9`);
      return at('/', { 'set-cookie': `sid=${fresh}; HttpOnly; Path=/${flags}` });
    }
    if (token === undefined) return toSignIn;
    if (method === 'POST' && checksToken && form.get('_token') !== token)
      return { status: 419, body: pageOf('<h1>Abgelaufen</h1>', 'de') };
    if (path === '/') return frame('<h1>Willkommen</h1><p>Hier sehen Sie Ihre Notizen und Ihr Konto.</p>');
    if (path === '/konto') return frame('<h1>Mein Konto</h1><a href="/konto/sicherheit">Sicherheit</a>');
    if (path === '/konto/sicherheit' && method === 'GET') return changeForm(token);
    if (path === '/konto/sicherheit') {
      const fresh = form.get('neu') ?? '';
      const wrong =
        present === undefined && form.get('alt') !== password
          ? 'Das aktuelle Passwort ist falsch.'
          : form.get('neu2') !== fresh
            ? 'Die Passwörter sind ungleich.'
            : remembers && former.has(fresh)
              ? 'Dieses Passwort wurde bereits verwendet.'
              : weak(fresh);
      if (wrong) return changeForm(token, wrong);
      former.add(password);
      password = fresh;
      if (endsOthers) for (const other of [...sessions.keys()]) if (other !== id) sessions.delete(other);
      return at('/konto');
    }
    if (path === '/notizen' && method === 'POST') {
      count += 1;
      notes.set(count, form.get('text') ?? '');
      return at(`/notizen/${count}`);
    }
    const one = Number(/^\/notizen\/(\d+)$/.exec(path)?.[1]);
    if (notes.has(one) && method === 'DELETE') {
      notes.delete(one);
      return { status: 204 };
    }
    if (notes.has(one)) return frame(`<h1>Notiz</h1><p>${notes.get(one)}</p>`);
    if (path === '/notizen')
      return frame(
        `<h1>Notizen</h1><ul>${[...notes].map(([key, text]) => `<li><a href="/notizen/${key}">${text}</a></li>`).join('')}</ul><a href="/notizen/neu">Neue Notiz</a>`,
      );
    if (path === '/notizen/neu')
      return frame(
        `<h1>Neue Notiz</h1><form method="post" action="/notizen">${hidden(token)}<label>Text <textarea name="text"></textarea></label><button>Anlegen</button></form>`,
      );
    return undefined;
  };
  return { answer, password: () => password, notes: () => [...notes.values()] };
}
