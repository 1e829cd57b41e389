import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TinyAccount {
  readonly user: string;
  readonly password: string;
}

export interface TinyPortal {
  readonly url: string;
  /** Every session id that the portal has given out, ended ones too. */
  readonly sessions: () => readonly string[];
  /** Resolves when a request for this path has come in. */
  readonly asked: (path: string) => Promise<void>;
  close(): Promise<void>;
}

export interface TinyOptions {
  readonly accounts: readonly TinyAccount[];
  /** Paths that are never answered. */
  readonly hangs?: readonly string[];
}

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const signInForm = page(
  'Sign in',
  '<form method="post" action="/login"><label>E-mail <input type="email" name="email" autocomplete="username"></label><label>Password <input type="password" name="password"></label><button>Sign in</button></form>',
);

/** A portal of three pages on a free port of this machine: a form, a cookie, notes of the account's own. */
export async function startTinyPortal({ accounts, hangs = [] }: TinyOptions): Promise<TinyPortal> {
  const sessions = new Map<string, TinyAccount>();
  const issued: string[] = [];
  const waiting = new Map<string, (() => void)[]>();
  const seen = new Set<string>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://portal').pathname;
    seen.add(path);
    for (const done of waiting.get(path) ?? []) done();
    if (hangs.includes(path)) return;
    const session = /sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const account = sessions.get(session);
    const html = (status: number, text: string, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);
    if (path === '/login' && request.method === 'POST') {
      const form = new URLSearchParams(await bodyOf(request));
      const known = accounts.find(
        ({ user, password }) => user === form.get('email') && password === form.get('password'),
      );
      if (!known) return html(200, signInForm.replace('<form', '<p role="alert">Wrong password</p><form'));
      const id = randomBytes(16).toString('hex');
      sessions.set(id, known);
      issued.push(id);
      return html(303, '', { location: '/', 'set-cookie': `sid=${id}; Path=/; HttpOnly; SameSite=Lax` });
    }
    if (!account) return html(path === '/' || path === '/login' ? 200 : 401, signInForm);
    if (path === '/logout') {
      sessions.delete(session);
      return html(303, '', { location: '/' });
    }
    if (path === '/' || path === '/notes') {
      const links = '<nav><a href="/">Home</a> <a href="/notes">Notes</a> <a href="/logout">Sign out</a></nav>';
      return html(200, page(path === '/' ? 'Dashboard' : 'Notes', `${links}<p>Signed in as ${account.user}</p>`));
    }
    return html(404, page('Not found', '<p>There is no such page.</p>'));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions: () => [...issued],
    asked: (path) =>
      seen.has(path)
        ? Promise.resolve()
        : new Promise((done) => waiting.set(path, [...(waiting.get(path) ?? []), done])),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
