import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auditorEnv } from '../../targets/auditor-env.ts';
import { type Account, accounts, type Kind, kinds, type Row, seededRows } from './kinds.ts';
import { page, script, signInPage } from './page.ts';

export interface OrdinaryPortal {
  readonly url: string;
  /** `LR_A_USER` and so on. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * A plain portal of 16 routes (overview, account, seven lists, seven pages of a record) and 60 operations: seven each to
 * list, read, make, change, delete, export, and to read and write comments, and four of the account. Nothing is wrong with it,
 * unless `flawed`: then one kind of record is read without asking whose it is.
 */
export async function startOrdinaryPortal(flawed: boolean): Promise<OrdinaryPortal> {
  const rows = seededRows();
  const sessions = new Map<string, Account>();
  const phones = new Map<string, string>();
  let next = 90_000;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { user: a, password: passwordA } = accounts.a;
  const { user: b, password: passwordB } = accounts.b;
  const { user: admin, password: passwordAdmin } = accounts.admin;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    env: auditorEnv({ a: [a, passwordA], b: [b, passwordB], admin: [admin, passwordAdmin] }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const path = new URL(url, 'http://portal').pathname;
    const cookie = /(?:^|; )sid=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const account = sessions.get(cookie);
    const body = await textOf(request);
    if (path === '/sign-in' && method === 'POST') {
      const given = new URLSearchParams(body);
      const found = Object.values(accounts).find(
        (one) => one.user === given.get('email') && one.password === given.get('password'),
      );
      if (!found)
        return html(response, signInPage.replace('<form', '<p role="alert">Wrong e-mail or password.</p><form'), 401);
      const sid = randomBytes(16).toString('hex');
      sessions.set(sid, found);
      response.writeHead(303, { location: '/', 'set-cookie': `sid=${sid}; HttpOnly; SameSite=Lax; Path=/` }).end();
      return;
    }
    if (path === '/sign-in') return html(response, signInPage);
    if (path === '/sign-out') {
      sessions.delete(cookie);
      response.writeHead(303, { location: '/sign-in' }).end();
      return;
    }
    if (path === '/app.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      return;
    }
    if (!path.startsWith('/api/')) {
      if (account) return html(response, page);
      response.writeHead(303, { location: '/sign-in' }).end();
      return;
    }
    if (!account) return json(response, { error: 'sign in first' }, 401);
    if (method !== 'GET' && !/^application\/json\b/.test(request.headers['content-type'] ?? 'application/json'))
      return json(response, { error: 'JSON only' }, 415);
    api(response, method, path.slice('/api/'.length).split('/'), fieldsOf(body), account);
  }

  function api(
    response: ServerResponse,
    method: string,
    parts: readonly string[],
    given: Fields,
    account: Account,
  ): unknown {
    const [place = '', id, part] = parts;
    const mine = (row: Row) => account.tenant === undefined || row.tenant === account.tenant;
    if (place === 'me') {
      if (method === 'PATCH') phones.set(account.user, String(given.phone ?? ''));
      return json(response, { name: account.name, email: account.user, phone: phones.get(account.user) ?? '' });
    }
    if (place === 'overview')
      return json(response, Object.fromEntries(kinds.map((kind) => [kind, rows[kind].filter(mine).length])));
    if (place === 'notifications')
      return json(
        response,
        rows.tickets.filter(mine).map((row) => ({ text: `News on ${row.title}` })),
      );
    const kind = kinds.find((one) => one === place);
    if (!kind) return json(response, { error: 'not found' }, 404);
    if (id === undefined) return collection(response, method, kind, given, account, mine);
    if (id === 'export') {
      const lines = rows[kind].filter(mine).map((row) => `${row.id};${row.title};${row.amount};${row.note}`);
      response
        .writeHead(200, { 'content-type': 'text/csv', 'content-disposition': `attachment; filename=${kind}.csv` })
        .end(['id;title;amount;note', ...lines].join('\n'));
      return;
    }
    const open = flawed && kind === 'contracts' && method === 'GET';
    const row = rows[kind].find((one) => one.id === id && (open || mine(one)));
    if (!row) return json(response, { error: 'not found' }, 404);
    if (part === 'comments') {
      if (parts.length > 3 || (method !== 'GET' && method !== 'POST'))
        return json(response, { error: 'not allowed' }, 405);
      if (method === 'POST')
        row.comments.push({ id: String(next++), text: String(given.text ?? ''), by: account.name });
      return json(response, row.comments, method === 'POST' ? 201 : 200);
    }
    if (method === 'PATCH') change(row, given);
    if (method === 'DELETE') {
      rows[kind] = rows[kind].filter((one) => one !== row);
      response.writeHead(204).end();
      return;
    }
    return json(response, shown(row));
  }

  function collection(
    response: ServerResponse,
    method: string,
    kind: Kind,
    given: Fields,
    account: Account,
    mine: (row: Row) => boolean,
  ): unknown {
    if (method !== 'POST') return json(response, rows[kind].filter(mine).map(shown));
    const row: Row = {
      id: String(next++),
      tenant: account.tenant ?? 'a',
      title: '',
      amount: 0,
      note: '',
      comments: [],
    };
    change(row, given);
    rows[kind].push(row);
    return json(response, shown(row), 201);
  }
}

const shown = ({ id, title, amount, note }: Row) => ({ id, title, amount, note });

function change(row: Row, given: Fields): void {
  if (given.title !== undefined) row.title = String(given.title);
  if (given.note !== undefined) row.note = String(given.note);
  if (given.amount !== undefined) row.amount = Number(given.amount) || 0;
}

function fieldsOf(body: string): Fields {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) if (text.length < 100_000) text += chunk;
  return text;
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
}

function html(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(text);
}
