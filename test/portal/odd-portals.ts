import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { right, user } from './sign-in-pages.ts';

/** A request to a portal of the test: what it asks and what came with it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookie: (name: string) => string | undefined;
}
export type Given =
  | string
  | {
      readonly status?: number;
      readonly body?: string;
      readonly type?: string;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
    };
export type Answering = (asked: Asked) => Given | undefined;

export interface OddPortal {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
}

export const pageOf = (body: string, language = 'en') =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Portal</title></head><body>${body}</body></html>`;
export const homePage = pageOf(
  `<h1>Good morning</h1><p>Signed in as ${user}</p><p>Three projects wait for your answer, two invoices are due.</p><a href="/logout">Log out</a>`,
);
export const enter: Given = { status: 303, headers: { location: '/', 'set-cookie': 'sid=yes; HttpOnly; Path=/' } };
export const fits = (body: string) => body.includes(right) || decodeURIComponent(body).includes(right);

/** A small portal on a free port of 127.0.0.1; what `answer` does not know is a 404. */
export async function startOddPortal(answer: Answering): Promise<OddPortal> {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://portal');
      const one: Asked = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        body: Buffer.concat(chunks).toString('utf8'),
        headers: request.headers,
        cookie: (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1],
      };
      asked.push(one);
      const found = answer(one) ?? {
        status: 404,
        body: pageOf('<h1>Not found</h1><p>There is no such page here.</p>'),
      };
      const given = typeof found === 'string' ? { body: found } : found;
      for (const [name, value] of Object.entries(given.headers ?? {}))
        response.setHeader(name, typeof value === 'string' ? value : [...value]);
      response
        .writeHead(given.status ?? 200, { 'content-type': given.type ?? 'text/html; charset=utf-8' })
        .end(given.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A portal whose pages are all behind a cookie; `signIn` answers everything until it is set. */
export const behindCookie =
  (signIn: Answering): Answering =>
  (asked) =>
    asked.cookie('sid') === 'yes' && asked.path !== '/session' ? homePage : signIn(asked);
