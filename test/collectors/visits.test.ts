import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookWith } from '../../bench/network/look.ts';
import type { VisitLook } from '../../src/collectors/public-evidence.ts';
import { visitCollector } from '../../src/collectors/visits/collect-visits.ts';
import { webCollector } from '../../src/collectors/web/collect-web.ts';
import { type Answer, startSecureHosts } from './secure-hosts.ts';

/** One host for each kind of page, opened by a real browser. */
const html = (body: string) => `<!doctype html><html lang="en"><title>Page</title><body>${body}</body></html>`;
const insecureImage = "new Image().src = 'http://pictures.test/late.png'";
const page = (res: ServerResponse, body: string) =>
  void res.writeHead(200, { 'content-type': 'text/html' }).end(html(body));
const script = (res: ServerResponse, text: string) =>
  void res.writeHead(200, { 'content-type': 'text/javascript' }).end(text);

/** What a page does at the end of an animation of so many milliseconds. */
const afterMoving = (ms: number, what: string) =>
  `document.body.animate({ opacity: [0, 1] }, ${ms}).finished.then(() => { ${what} });`;

const late: ServerResponse[] = [];
const hosts: Readonly<Record<string, Answer>> = {
  // A script that the page adds when it has loaded, served as the page asks for something the third time, and what it does then.
  'late.test': (req, res, asked) => {
    if (req.url === '/app.js') return void late.push(res);
    if (req.url !== '/beat')
      return page(
        res,
        `<script>let beats = true; const beat = () => { if (beats) fetch('/beat').then(() => { ${afterMoving(350, 'beat()')} }) }; beat();
        ${afterMoving(200, "document.body.append(Object.assign(document.createElement('script'), { src: '/app.js' }))")}</script>`,
      );
    res.end();
    if (asked === 3)
      for (const waiting of late.splice(0)) script(waiting, `beats = false; ${afterMoving(300, insecureImage)}`);
  },
  // In front of the linked page something fails once: the first look alone would have missed what it loads.
  'flaky.test': (req, res, asked) => {
    if (req.url !== '/contact') return page(res, '<a href="/contact">Contact</a>');
    if (asked === 1) return void res.writeHead(503, { 'content-type': 'text/html' }).end(html('Back in a moment'));
    page(res, `<script>${insecureImage}</script>`);
  },
  // A linked page that never opens, beside one that does.
  'stuck.test': (req, res) => {
    if (req.url !== '/help') return page(res, '<a href="/help">Help</a><a href="/about">About</a>');
    req.socket.destroy();
  },
  // Questions that are held open wait for news: the page is there all the same.
  'polls.test': (req, res) => {
    if (req.url?.startsWith('/news')) return;
    page(res, "<script>fetch('/news'); new EventSource('/news-stream')</script>");
  },
  // A picture that never comes, and a script that waits for nobody.
  'pixel.test': (req, res) => {
    if (req.url === '/counter.png') return;
    page(res, `<img src="/counter.png"><script>${afterMoving(300, insecureImage)}</script>`);
  },
  // What a worker asks for, and where a picture is sent on to: the console keeps silent about both.
  'silent.test': (req, res) => {
    if (req.url === '/logo.png') return void res.writeHead(302, { location: 'http://pictures.test/logo.png' }).end();
    page(
      res,
      `<img src="/logo.png"><script>new Worker(URL.createObjectURL(new Blob(["importScripts('http://scripts.test/w.js')"])))</script>`,
    );
  },
  // A picture on the visitor's own machine: browsers trust it.
  'own.test': (_req, res) =>
    page(res, '<img src="http://127.0.0.1:9/a.png"><script src="http://localhost:9/a.js"></script>'),
  // A file behind a link, and a move to another host, are no pages of this host.
  'files.test': (req, res) => {
    if (req.url === '/export')
      return void res
        .writeHead(200, { 'content-type': 'application/zip', 'content-disposition': 'attachment' })
        .end('PK');
    if (req.url === '/blog') return void res.writeHead(302, { location: 'https://late.test/' }).end();
    page(res, '<a href="/export">Export</a><a href="/blog">Blog</a>');
  },
};

let started: Awaited<ReturnType<typeof startSecureHosts>>;
let seen: ReadonlyMap<string, VisitLook>;

beforeAll(async () => {
  started = await startSecureHosts(hosts);
  const dossier = await lookWith(started.config, { collectors: [webCollector, visitCollector] });
  seen = new Map(
    dossier.evidence.flatMap((one) =>
      one.kind === 'net.visit' && one.seen ? [[one.subject, one.value as unknown as VisitLook] as const] : [],
    ),
  );
}, 120_000);

afterAll(() => started.close());

const insecureOf = (host: string) =>
  seen.get(host)?.pages.flatMap(({ path, insecure }) => insecure.map(({ url }) => `${path} ${url}`));

test('what a script does after it was loaded late is seen', () => {
  expect(insecureOf('late.test')).toEqual(['/ http://pictures.test/late.png']);
});

test('a linked page behind passing trouble is opened again', () => {
  expect(insecureOf('flaky.test')).toEqual(['/contact http://pictures.test/late.png']);
  expect(seen.get('flaky.test')?.unopened).toBeUndefined();
});

test('a linked page that does not open is said, and the others are seen', () => {
  expect(seen.get('stuck.test')?.pages.map(({ path }) => path)).toEqual(['/', '/about']);
  expect(seen.get('stuck.test')?.unopened).toEqual(['/help']);
});

test('questions held open for news keep no page from being seen', () => {
  expect(seen.get('polls.test')?.pages).toHaveLength(1);
  expect(seen.get('polls.test')?.unopened).toBeUndefined();
});

test('what scripts ask for is noted, pictures and frames are not', () => {
  expect(seen.get('polls.test')?.pages[0]?.asks).toEqual(['https://polls.test/news']);
  expect(seen.get('pixel.test')?.pages[0]?.asks).toBeUndefined();
});

test('a picture that never comes keeps no page from being seen', () => {
  expect(insecureOf('pixel.test')).toEqual(['/ http://pictures.test/late.png']);
  expect(seen.get('pixel.test')?.unopened).toBeUndefined();
});

test('what the console keeps silent about is seen', () => {
  const loads = seen.get('silent.test')?.pages.flatMap(({ insecure }) => insecure) ?? [];
  expect(loads.map(({ url, active, outcome }) => `${url} ${active ? 'active' : 'passive'} ${outcome}`).sort()).toEqual([
    'http://pictures.test/logo.png passive upgraded',
    'http://scripts.test/w.js active blocked',
  ]);
});

test('what is loaded from the own machine is not mixed', () => {
  expect(insecureOf('own.test')).toEqual([]);
});

test('files and moves to other hosts are no pages, and no trouble', () => {
  expect(seen.get('files.test')?.pages.map(({ path }) => path)).toEqual(['/']);
  expect(seen.get('files.test')?.unopened).toBeUndefined();
});
