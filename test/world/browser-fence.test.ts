import { createSocket } from 'node:dgram';
import { createServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import type { Dial } from '../../src/world/dial.ts';
import type { World } from '../../src/world/world.ts';
import { gapOf, listen, openWorld, serveHttp, serveTcp } from './setting.ts';

const minute = 60_000;

async function pageOf(world: World): Promise<Page> {
  const context = await world.browser.context({ identity: 'anonymous' });
  return await context.newPage();
}

async function udpTrap() {
  const socket = createSocket('udp4');
  let packets = 0;
  socket.on('message', () => {
    packets += 1;
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { port: (socket.address() as AddressInfo).port, packets: () => packets };
}

/** Runs in the page: every way out that a script has. Resolves when each has failed or succeeded. */
const everyWayOut = `async ({ origins, udpPort }) => {
  const within = (ms, work) => Promise.race([work, new Promise((done) => AbortSignal.timeout(ms).addEventListener('abort', () => done('late')))]);
  const settled = [];
  const load = (tag, key, url) => new Promise((done) => {
    const element = document.createElement(tag);
    element.onload = () => done('loaded');
    element.onerror = () => done('failed');
    element[key] = url;
    if (tag === 'link') element.rel = key === 'href' ? 'stylesheet' : '';
    document.head.append(element);
  });
  for (const origin of origins) {
    const ws = origin.replace('http', 'ws');
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'prerender']) {
      const link = document.createElement('link');
      link.rel = rel; link.href = origin + '/' + rel; link.as = 'script';
      document.head.append(link);
    }
    settled.push(
      fetch(origin + '/fetch').then(() => 'fetched', () => 'failed'),
      fetch(origin + '/opaque', { mode: 'no-cors', method: 'POST', body: 'x' }).then(() => 'fetched', () => 'failed'),
      fetch('/redirect?to=' + encodeURIComponent(origin + '/redirected'), { mode: 'no-cors' }).then(() => 'fetched', () => 'failed'),
      load('img', 'src', origin + '/img'), load('script', 'src', origin + '/script'), load('link', 'href', origin + '/css'),
      load('iframe', 'src', origin + '/frame'),
      new Promise((done) => { const s = new WebSocket(ws + '/socket'); s.onopen = () => done('opened'); s.onerror = () => done('failed'); }),
      new Promise((done) => { const s = new EventSource(origin + '/events'); s.onopen = () => done('opened'); s.onerror = () => { s.close(); done('failed'); }; }),
      new Promise((done) => {
        const worker = new Worker(URL.createObjectURL(new Blob(["fetch('" + origin + "/worker').then(() => postMessage('fetched'), () => postMessage('failed'))"])));
        worker.onmessage = (message) => done(message.data);
      }),
    );
    navigator.sendBeacon(origin + '/beacon', 'x');
  }
  try {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:' + udpPort }] });
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    settled.push(new Promise((done) => { peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done('gathered'); }));
  } catch { settled.push('failed'); }
  try {
    settled.push(new WebTransport('https://127.0.0.1:' + udpPort + '/').ready.then(() => 'opened', () => 'failed'));
  } catch { settled.push('failed'); }
  return await Promise.all(settled.map((each) => within(4000, each)));
}`;

describe('a page inside the fence', () => {
  it(
    'bad input: a page that tries every way to other ports of this machine → none is reached',
    async () => {
      const trap = await serveTcp((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      const udp = await udpTrap();
      const server = await serveHttp((request, response) => {
        const to = new URL(request.url ?? '/', 'http://h').searchParams.get('to');
        if (to) response.writeHead(302, { location: to }).end();
        else response.setHeader('content-type', 'text/html').end('<title>portal</title>');
      });
      const world = await openWorld({ url: server.url });
      const page = await pageOf(world);
      await page.goto(server.url);
      const names = [
        '127.0.0.1',
        'localhost',
        '[::1]',
        '2130706433',
        '0x7f.1',
        '127.0.0.1.',
        '[::ffff:127.0.0.1]',
        '0.0.0.0',
      ];
      const origins = names.map((name) => `http://${name}:${trap.port}`);
      const outcomes = await page.evaluate(`(${everyWayOut})(${JSON.stringify({ origins, udpPort: udp.port })})`);
      expect(outcomes).toContain('failed');
      expect(outcomes).not.toContain('fetched');
      expect(outcomes).not.toContain('opened');
      expect(trap.hits()).toBe(0);
      expect(udp.packets()).toBe(0);
      expect(await world.browser.refusal?.(`http://127.0.0.1:${trap.port}/`)).toMatchObject({ reason: 'refused' });
      expect(Object.keys(world.usage().perHost)).toEqual(['127.0.0.1']);
    },
    minute,
  );

  it(
    'reaches what is listed in the same ways, so the trap above proves something',
    async () => {
      const paths: string[] = [];
      const server = await serveHttp((request, response) => {
        paths.push(request.url ?? '');
        response
          .setHeader('content-type', request.url === '/events' ? 'text/event-stream' : 'text/html')
          .end('<title>portal</title>');
      });
      const udp = await udpTrap();
      const world = await openWorld({ url: server.url });
      const page = await pageOf(world);
      await page.goto(server.url);
      const origins = [server.url.replace(/\/$/, '')];
      await page.evaluate(`(${everyWayOut})(${JSON.stringify({ origins, udpPort: udp.port })})`);
      const ways = ['/fetch', '/opaque', '/img', '/script', '/css', '/frame', '/events', '/worker', '/beacon'];
      // A beacon is sent when the browser has nothing else to do.
      await vi.waitFor(() => expect(paths).toEqual(expect.arrayContaining(ways)), { timeout: 10_000 });
      expect(world.usage().sent).toBeGreaterThan(6);
    },
    minute,
  );

  it.each([
    ['a decimal address', (port: number) => `http://2130706433:${port}/`],
    ['localhost', (port: number) => `http://localhost:${port}/`],
    ['IPv6 loopback', (port: number) => `http://[::1]:${port}/`],
    ['another port', (port: number) => `http://127.0.0.1:${port}/`],
    ['the metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a private address', () => 'http://10.0.0.1/'],
  ])(
    'bad input: a redirect of the whole page to %s → refused, the trap is not reached',
    async (_name, urlOf) => {
      const trap = await serveTcp();
      const server = await serveHttp((_request, response) =>
        response.writeHead(302, { location: urlOf(trap.port) }).end(),
      );
      const world = await openWorld({ url: server.url });
      const page = await pageOf(world);
      await expect(page.goto(server.url)).rejects.toThrow(/ERR_/);
      expect(trap.hits()).toBe(0);
      expect(await world.browser.refusal?.(urlOf(trap.port))).toMatchObject({ reason: 'refused' });
    },
    minute,
  );

  it(
    'keeps requests that a collector makes through the context inside the fence too',
    async () => {
      const trap = await serveTcp();
      const server = await serveHttp((_request, response) => response.end('listed'));
      const world = await openWorld({ url: server.url });
      const context = await world.browser.context({ identity: 'a' });
      expect(await (await context.request.get(server.url)).text()).toBe('listed');
      await context.request.get(`http://127.0.0.1:${trap.port}/`).then(
        (response) => expect(response.ok()).toBe(false),
        (error) => expect(String(error)).toContain('request.get'),
      );
      expect(trap.hits()).toBe(0);
    },
    minute,
  );

  it(
    'closes windows that pages open, dismisses dialogs, registers no service worker',
    async () => {
      const server = await serveHttp((request, response) => {
        response.setHeader('content-type', request.url === '/sw.js' ? 'text/javascript' : 'text/html');
        response.end(
          '<script>window.answers = [confirm("sure?"), prompt("name?")]; alert("x"); window.open("/popup")</script>',
        );
      });
      const world = await openWorld({ url: server.url });
      const context = await world.browser.context({ identity: 'anonymous' });
      const page = await context.newPage();
      const popup = context.waitForEvent('page');
      await page.goto(server.url);
      expect(await page.evaluate('answers')).toEqual([false, null]);
      const opened = await popup;
      if (!opened.isClosed()) await opened.waitForEvent('close');
      expect(context.pages()).toEqual([page]);
      const worker = await page.evaluate(
        'navigator.serviceWorker.register("/sw.js").then((one) => [one.scope, typeof one.addEventListener, one.active])',
      );
      expect(
        await page.evaluate(
          'navigator.serviceWorker.getRegistrations().then((all) => all.filter((each) => each.active).length)',
        ),
      ).toBe(0);
      // What a page looks at next is there: it is not ours to make its scripts fail.
      expect(worker).toEqual([new URL('/', server.url).href, 'function', null]);
      expect(
        await page.evaluate('navigator.permissions.query({ name: "geolocation" }).then((each) => each.state)'),
      ).not.toBe('granted');
    },
    minute,
  );

  it(
    'bad input: a download that never ends → cancelled beyond its limit',
    async () => {
      const gone = Promise.withResolvers<void>();
      const server = await serveTcp((socket) => {
        const pump = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
        };
        socket.on('drain', pump);
        socket.once('data', () => {
          socket.write(
            'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n\r\n',
          );
          pump();
        });
        socket.on('close', () => gone.resolve());
      });
      const world = await openWorld({ url: server.url });
      const page = await pageOf(world);
      const started = page.waitForEvent('download');
      await page.goto(server.url).catch(() => undefined);
      expect(await (await started).failure()).toBe('canceled');
      await gone.promise;
    },
    minute,
  );

  it(
    'bad input: a portal that resets, hangs up or sends garbage → the page fails, no invented answer',
    async () => {
      const answers = [
        (socket: import('node:net').Socket) => socket.resetAndDestroy(),
        (socket: import('node:net').Socket) => socket.end(),
        (socket: import('node:net').Socket) => socket.end('SSH-2.0-x\r\n'),
      ];
      for (const answer of answers) {
        const server = await serveTcp((socket) => socket.once('data', () => answer(socket)));
        const world = await openWorld({ url: server.url });
        const page = await pageOf(world);
        await expect(page.goto(server.url)).rejects.toThrow(/net::ERR_/);
      }
    },
    minute,
  );
});

describe('third parties', () => {
  async function portalWith(html: string, lookups: Readonly<Record<string, string>> = {}) {
    const seen: string[] = [];
    const server = await serveHttp((request, response) => {
      seen.push(`${request.headers.host}${request.url}`);
      response.setHeader('content-type', request.url === '/x.js' ? 'text/javascript' : 'text/html');
      response.end(request.url === '/x.js' ? 'document.title = "with script"' : html);
    });
    const dialled: string[] = [];
    const dial: Dial = async (address) => {
      dialled.push(address);
      return await new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
      });
    };
    const lookup = async (name: string) => [lookups[name] ?? '93.184.216.34'];
    const world = await openWorld({ config: { target: { hosts: [{ name: 'app.example.com' }] } }, lookup, dial });
    return { world, seen, dialled, page: await pageOf(world) };
  }

  it(
    'are reached for what the pages of the portal load',
    async () => {
      const { page, seen, world } = await portalWith(
        '<title>plain</title><script src="http://cdn.test/x.js"></script>',
      );
      await page.goto('http://app.example.com/');
      expect(await page.title()).toBe('with script');
      expect(seen).toContain('cdn.test/x.js');
      expect(world.usage().perHost).toMatchObject({ 'app.example.com': 1, 'cdn.test': 1 });
    },
    minute,
  );

  it(
    'bad input: a page that loads from a name of a private address → refused',
    async () => {
      const { page, seen, dialled } = await portalWith(
        '<title>plain</title><script src="http://inside.test/x.js"></script>',
        {
          'inside.test': '192.168.1.1',
        },
      );
      await page.goto('http://app.example.com/');
      expect(await page.title()).toBe('plain');
      expect(seen.filter((each) => each.startsWith('inside.test'))).toEqual([]);
      expect(dialled).not.toContain('192.168.1.1');
    },
    minute,
  );

  it(
    'bad input: a link or redirect that leads the whole page to an unlisted host → refused, not visited',
    async () => {
      const { page, seen, world } = await portalWith('<meta http-equiv="refresh" content="0;url=http://found.test/">');
      await expect(page.goto('http://found.test/')).rejects.toThrow(/ERR_/);
      expect(await world.browser.refusal?.('http://found.test/')).toMatchObject({
        reason: 'refused',
        detail: expect.stringContaining('found.test is not one of the listed hosts'),
      });
      expect(seen).toEqual([]);
    },
    minute,
  );
});

describe('a lab', () => {
  async function lab(options: { readonly days?: number } = {}) {
    const authority = createAuthority(new Date());
    const other = createAuthority(new Date());
    const html = (_request: unknown, response: import('node:http').ServerResponse) =>
      response.setHeader('content-type', 'text/html').end('<title>portal</title>');
    const good = await listen(
      createServer(authority.leaf({ names: ['portal.example.test'], untilDay: options.days }), html),
    );
    const foreign = await listen(createServer(other.leaf({ names: ['foreign.example.test'] }), html));
    const plain = await serveHttp(html);
    const world = await openWorld({
      config: {
        target: {
          hosts: [{ name: 'portal.example.test' }, { name: 'foreign.example.test' }, { name: 'app.example.com' }],
        },
        lab: {
          ca: authority.rootPem,
          map: [
            { name: 'portal.example.test', port: 443, to: good.port },
            { name: 'portal.example.test', port: 80, to: plain.port },
            { name: 'foreign.example.test', port: 443, to: foreign.port },
          ],
        },
      },
      lookup: async () => ['93.184.216.34'],
    });
    return { world, page: await pageOf(world), good };
  }

  it(
    'serves mapped names over https and http',
    async () => {
      const { page } = await lab();
      await page.goto('https://portal.example.test/');
      expect(await page.title()).toBe('portal');
      expect(await page.evaluate('isSecureContext')).toBe(true);
      await page.goto('http://portal.example.test/');
      expect(await page.title()).toBe('portal');
    },
    minute,
  );

  it.each([
    ['from an authority that is not the lab’s', 'https://foreign.example.test/', 30],
    ['that has ended', 'https://portal.example.test/', -1],
  ])(
    'bad input: a browser visit to a certificate %s → refused by the proxy, says why',
    async (_name, url, days) => {
      const { page, world } = await lab({ days });
      await expect(page.goto(url)).rejects.toThrow(/ERR_TUNNEL_CONNECTION_FAILED/);
      expect(await world.browser.refusal?.(url)).toMatchObject({ detail: expect.stringContaining('does not verify') });
    },
    minute,
  );

  it(
    'bad input: a page in a lab that leaves the map → refused, public or not',
    async () => {
      const { page, world, good } = await lab();
      for (const url of [
        'https://app.example.com/',
        'https://cdn.test/',
        `https://127.0.0.1:${good.port}/`,
        'https://portal.example.test:8443/',
      ]) {
        await expect(page.goto(url)).rejects.toThrow(/ERR_/);
        expect(await world.browser.refusal?.(url)).toMatchObject({
          detail: expect.stringContaining('not listed in lab.map'),
        });
      }
      expect(await gapOf(world.http.request({ url: 'https://app.example.com/', permit: 'look' }))).toMatch(/lab.map/);
    },
    minute,
  );
});
