import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from '../../range/editions.ts';
import { createOps, identityHost } from '../../range/ops/desk.ts';

const origins = {
  app: 'https://desk.example.test',
  api: 'https://api.example.test',
  admin: 'https://admin.example.test',
  www: 'https://www.example.test',
} as const;

export interface DeskAnswer {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}
export interface DeskClient {
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<DeskAnswer>;
  readonly post: (
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<DeskAnswer>;
  readonly cookie: (name: string) => string | undefined;
}

/** The desk and its identity provider on loopback, without TLS and names, and browsers of a simple kind: cookies and redirects. */
export async function startDesk(flaws: readonly string[] = []) {
  const desk: Application = createOps({
    flaws: new Set(flaws),
    decoys: new Set(),
    cases: new Set(),
    now: () => new Date(),
    origins,
    sendMail: async () => undefined,
  });
  const handlers = { 'desk.example.test': desk.app, ...desk.others };
  const ports = new Map<string, number>();
  const servers: Server[] = [];
  for (const [host, handle] of Object.entries(handlers)) {
    const server = createServer(handle);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ports.set(host, (server.address() as AddressInfo).port);
    servers.push(server);
  }

  function open(): DeskClient {
    const jar = new Map<string, string>();
    const once = (method: string, url: URL, headers: Readonly<Record<string, string>>, body: string) =>
      new Promise<DeskAnswer & { readonly location?: string }>((done, failed) => {
        const own = [...jar].filter(([key]) => key.startsWith(`${url.host} `));
        const cookie = own.map(([key, value]) => `${key.split(' ')[1]}=${value}`).join('; ');
        const asked = request(
          { port: ports.get(url.host), method, path: url.pathname + url.search, headers: { ...headers, cookie } },
          (response) => {
            for (const set of response.headers['set-cookie'] ?? []) {
              const [pair = ''] = set.split(';');
              const at = pair.indexOf('=');
              jar.set(`${url.host} ${pair.slice(0, at)}`, pair.slice(at + 1));
            }
            let text = '';
            response.on('data', (chunk) => {
              text += String(chunk);
            });
            const { location } = response.headers;
            response.on('end', () =>
              done({ url: url.href, status: response.statusCode ?? 0, text, ...(location ? { location } : {}) }),
            );
          },
        );
        asked.once('error', failed).end(body);
      });
    const follow = async (method: string, path: string, headers: Readonly<Record<string, string>>, body: string) => {
      let url = new URL(path, origins.app);
      let got = await once(method, url, headers, body);
      for (let hops = 0; hops < 8 && got.location !== undefined; hops++) {
        url = new URL(got.location, url);
        got = await once('GET', url, {}, '');
      }
      return got;
    };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return {
      get: (path, headers = {}) => follow('GET', path, headers, ''),
      post: (path, fields, headers = {}) =>
        follow('POST', path, { ...form, ...headers }, new URLSearchParams(fields).toString()),
      cookie: (name) => jar.get(`desk.example.test ${name}`),
    };
  }

  async function as(account: 'a' | 'b'): Promise<DeskClient> {
    const client = open();
    const { user, password } = desk.accounts[account];
    await client.get('/auth/start?next=/');
    await client.post(`https://${identityHost}/login`, { identifier: user });
    await client.post(`https://${identityHost}/login/password`, { password });
    return client;
  }
  const token = async (client: DeskClient): Promise<{ readonly authorization: string }> => {
    const given = await client.post('/auth/token', {}, { 'x-csrf-token': client.cookie('desk_csrf') ?? '' });
    return { authorization: `Bearer ${(JSON.parse(given.text) as { accessToken: string }).accessToken}` };
  };
  const close = async () => {
    for (const server of servers) await new Promise((done) => server.close(done).closeAllConnections());
  };
  return { desk, open, as, token, close };
}
