import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { networkChecks } from '../../src/checks/network.ts';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import { createLive } from '../../src/collectors/live.ts';
import { networkCollectors } from '../../src/collectors/network.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import type { Scorecard } from '../../src/model/scorecard.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';

const authority = createAuthority(new Date());
const servers: Server[] = [];
const sockets = new Set<Socket>();
let contacted: readonly string[] = [];

async function portOf(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const nameOf = (host: string) => `${host}.strange.test`;
const identity = (host: string) => authority.leaf({ names: [nameOf(host)] });
const site = (host: string, handler: RequestListener) => createHttps(identity(host), handler);
const speaks = (host: string, bytes: string) =>
  createTls(identity(host), (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(bytes));
  });
const redirect =
  (location: string): RequestListener =>
  (_req, res) =>
    void res.writeHead(301, { location }).end();
const hello = '<!doctype html><title>Portal</title><h1>Hello</h1>';
const page =
  (
    write: (res: Parameters<RequestListener>[1]) => void,
    headers: Readonly<Record<string, string>> = {},
  ): RequestListener =>
  (req, res) => {
    res.on('error', () => res.destroy());
    if (req.url !== '/') return void res.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
    res.writeHead(200, { 'content-type': 'text/html', ...headers });
    write(res);
  };

/** Hangs up on every hello that does not offer TLS 1.3, without an alert, as some edges do. */
function hangsUpOnOldVersions(backendPort: Promise<number>): Server {
  return createTcp((socket) => {
    socket.once('data', (first: Buffer) => {
      const offers13 = first.includes(Buffer.from([0x03, 0x04]));
      if (!offers13) return socket.resetAndDestroy();
      void backendPort.then((port) => {
        const backend = connect(port, '127.0.0.1', () => backend.write(first));
        backend.on('error', () => socket.destroy());
        socket.on('close', () => backend.destroy());
        socket.pipe(backend).pipe(socket);
      });
      return undefined;
    });
  });
}

const many = Array.from({ length: 100_000 }, (_, index) => `x-${index}: y\r\n`).join('');
const onHttps: Readonly<Record<string, () => Server>> = {
  endless: () =>
    site(
      'endless',
      page((res) => {
        const pour = () => {
          while (!res.destroyed && res.write('<p>and so on</p>'.repeat(1_000)));
          if (!res.destroyed) res.once('drain', pour);
        };
        pour();
      }),
    ),
  bomb: () =>
    site(
      'bomb',
      page((res) => res.end(gzipSync(Buffer.alloc(16 * 1024 * 1024))), { 'content-encoding': 'gzip' }),
    ),
  bytes: () =>
    site(
      'bytes',
      page((res) => res.end(Buffer.concat([Buffer.from(hello), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]))),
    ),
  headers: () => speaks('headers', `HTTP/1.1 200 OK\r\n${many}\r\n${hello}`),
  old: () => speaks('old', `HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n${hello}`),
  chatter: () => speaks('chatter', 'SSH-2.0-OpenSSH_9.6\r\n'),
  inward: () => site('inward', redirect('http://10.0.0.1/admin')),
  metadata: () => site('metadata', redirect('http://169.254.169.254/latest/meta-data/')),
  scheme: () => site('scheme', redirect('ftp://files.strange.test/')),
  plain: () => createHttp((_req, res) => void res.end(hello)),
  wall: () =>
    site('wall', (_req, res) => {
      res.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="portal"' }).end(hello);
    }),
  catchall: () =>
    site('catchall', (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html' });
      res.end('<!doctype html><title>Portal</title><div id="app"></div><script src="/app-4f3c2a1b9d.js"></script>');
    }),
  members: () =>
    createHttps(
      { ...identity('members'), requestCert: true, rejectUnauthorized: true, ca: authority.rootPem },
      page((res) => res.end(hello)),
    ),
  edge: () => {
    const behind = createHttps(
      { ...identity('edge'), minVersion: 'TLSv1.3' },
      page((res) => res.end(hello)),
    );
    return hangsUpOnOldVersions(portOf(behind));
  },
};
const hosts = Object.keys(onHttps);
/** Words enough to tell this page from others. */
const telling = `<!doctype html><title>Portal</title><h1>Sign in</h1><p>${'Orders invoices deliveries customers contracts '.repeat(4)}</p>`;
let card: Scorecard;
let dossier: Dossier;

beforeAll(async () => {
  const plain = await portOf(
    createHttp((req, res) => void res.writeHead(308, { location: `https://${req.headers.host}${req.url}` }).end()),
  );
  const map = [];
  for (const [host, make] of Object.entries(onHttps)) {
    map.push({ name: nameOf(host), port: 443, to: await portOf(make()) }, { name: nameOf(host), port: 80, to: plain });
  }
  // Each strange server also stands behind an edge that serves a page, as its origin: asked past the edge, over TLS.
  const front = await portOf(
    site(
      'fronted',
      page((res) => res.end(telling)),
    ),
  );
  map.push({ name: nameOf('fronted'), port: 443, to: front }, { name: nameOf('fronted'), port: 80, to: plain });
  const behind = map.filter(({ port }) => port === 443).map(({ name, to }) => ({ name: `o-${name}`, port: 443, to }));
  const origins = hosts.map((host) => `o-${nameOf(host)}`);
  const config = configSchema.parse({
    target: {
      hosts: [
        ...hosts.map((host) => ({ name: nameOf(host), oldUrls: [`https://${nameOf(host)}/old.html`] })),
        { name: nameOf('fronted'), origins },
      ],
    },
    lab: { ca: authority.rootPem, map: [...map, ...behind] },
  });
  const controller = new AbortController();
  const { signal } = controller;
  // No host here keeps silent, and a busy machine must not turn slowness into silence.
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal, patience: 4 });
  dossier = await collect({
    target: { name: 'strange', config },
    world,
    collectors: networkCollectors,
    live: createLive(),
    run: 'run',
    tool: { name: 'launch-ready', version: '0' },
    fingerprintKey: 'key',
    signal: controller.signal,
  });
  contacted = Object.keys(world.usage().perHost);
  await world.close();
  card = judge(dossier, checklists['b2b-api'], { checks: networkChecks, catalogue, coverageOf });
}, 180_000);

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

function statusOf(check: string, host: string): string {
  const own = card.findings.filter((one) => one.check === check && one.subject === nameOf(host));
  return own.map(({ status, code }) => `${status} ${code}`).join(', ');
}

test('no look at a strange host is a bug of ours', () => {
  const bugs = card.findings.filter(
    ({ gap, check }) => gap?.reason === 'our-bug' && networkChecks.some(({ id }) => id === check),
  );
  expect(bugs.map(({ check, subject, gap }) => `${check} ${subject} ${gap?.detail}`)).toEqual([]);
});

test.each([
  ['bad input: a body without an end → the page is judged by its first part', 'endless', 'fail absent'],
  ['bad input: a gzip bomb → the page is judged by its headers', 'bomb', 'fail absent'],
  ['bad input: bytes that are no UTF-8 → the page is judged', 'bytes', 'fail absent'],
  ['bad input: an HTTP/1.0 answer without a length → the page is judged', 'old', 'fail absent'],
  ['bad input: 100,000 response headers → gap unreadable', 'headers', 'unproven unreadable'],
  ['bad input: TLS with something that is not HTTP → gap unreadable', 'chatter', 'unproven unreadable'],
  ['bad input: plain HTTP on the port of https → gap unreachable', 'plain', 'unproven unreachable'],
  ['bad input: a host that wants a certificate of the visitor → gap unreachable', 'members', 'unproven unreachable'],
])('%s', (_name, host, status) => {
  expect(statusOf('headers.csp', host)).toBe(status);
});

test.each([
  ['bad input: a redirect to a private address → reported, not followed', 'inward'],
  ['bad input: a redirect to a cloud’s metadata address → reported, not followed', 'metadata'],
])('%s', (_name, host) => {
  expect(statusOf('domains.redirect-loops', host)).toBe('fail downgrade');
  expect([...contacted].sort()).toEqual([...hosts, 'fronted'].map(nameOf).sort());
});

test('bad input: a redirect to another scheme → fail bad-location', () => {
  expect(statusOf('domains.redirect-loops', 'scheme')).toBe('fail bad-location');
});

test('bad input: an edge that hangs up on old TLS versions without an alert → taken as refused', () => {
  expect(statusOf('https.protocols', 'edge')).toBe('pass modern');
  expect(statusOf('https.valid-certificate', 'edge')).toBe('pass valid');
});

test.each([
  ['a wall that asks who is there → its files are unproven', 'edge.cache-static', 'wall', 'unproven not-seen'],
  ['a wall that asks who is there → its loads are unproven', 'https.mixed-content', 'wall', 'unproven not-seen'],
  ['a page cut at the limit → that it names no file is unproven', 'edge.cache-static', 'endless', 'unproven not-seen'],
  ['a catch-all page in place of a script → unproven', 'edge.cache-static', 'catchall', 'unproven assets-missing'],
])('%s', (_name, check, host, status) => {
  expect(statusOf(check, host)).toBe(status);
});

test('a certificate and protocols are judged although no page can be had', () => {
  for (const host of ['headers', 'chatter', 'members', 'scheme']) {
    expect(statusOf('https.valid-certificate', host), host).toBe('pass valid');
    expect(statusOf('https.protocols', host), host).toBe('pass modern');
  }
  expect(statusOf('https.valid-certificate', 'plain')).toBe('unproven unreachable');
});

test('a lab without a resolver leaves DNS open', () => {
  expect(hosts.map((host) => statusOf('domains.resolve', host))).toEqual(hosts.map(() => 'unproven not-configured'));
});

/** Of a host's evidence of one kind: `seen`, or the reason of its gap. */
function lookAt(kind: string, host: string): string {
  const one = dossier.evidence.find((each) => each.kind === kind && each.subject === nameOf(host));
  return one === undefined ? 'nothing' : one.seen ? 'seen' : one.gap.reason;
}

describe('every network collector at every strange host', () => {
  // One subject a host; the others (domains, pairs, old addresses, the launch as a whole) have their own below.
  const elsewhere = [
    'net.pair',
    'net.zone',
    'net.pointer',
    'net.old-url',
    'net.records',
    'net.inventory',
    'net.storage',
  ];
  // What only adds to another collector's evidence stores what it found, and nothing where it found nothing.
  const adding = networkCollectors.filter(({ adds }) => adds).flatMap(({ produces }) => produces);
  const produced = [...new Set(networkCollectors.filter(({ adds }) => !adds).flatMap(({ produces }) => produces))];
  const kinds = produced.filter((kind) => !elsewhere.includes(kind) && kind !== 'net.origin');
  test.each(kinds)(
    'bad input: a strange host (endless, bomb, chatter, …) → %s is evidence or a gap, within its limits',
    (kind) => {
      for (const host of hosts) {
        expect(lookAt(kind, host), host).not.toBe('nothing');
        expect(lookAt(kind, host), host).not.toBe('our-bug');
      }
    },
  );
  test.each(adding)('bad input: a strange host → of %s nothing is said by mistake of our own', (kind) => {
    for (const host of hosts) expect(lookAt(kind, host), host).not.toBe('our-bug');
  });
  test.each(elsewhere)('bad input: a launch of strange hosts alone → %s is evidence or a gap', (kind) => {
    const found = dossier.evidence.filter((one) => one.kind === kind);
    expect(found.filter((one) => !one.seen && one.gap.reason === 'our-bug')).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
    if (kind === 'net.old-url') expect(found.length).toBe(hosts.length);
  });
  test.each([
    ['headers', 'unreadable'],
    ['chatter', 'unreadable'],
    ['plain', 'unreachable'],
    ['members', 'unreachable'],
  ])('bad input: an edge that answers with %s → no file of it is judged, gap %s', (host, reason) => {
    expect(lookAt('net.assets', host)).toBe(reason);
  });
  test('zones and the inventory are looked at although every host is strange', () => {
    const of = (kind: string) => dossier.evidence.filter((one) => one.kind === kind);
    for (const kind of ['net.zone', 'net.inventory', 'net.pointer'])
      expect(
        of(kind).filter((one) => !one.seen && one.gap.reason === 'our-bug'),
        kind,
      ).toEqual([]);
    expect(of('net.inventory').length + of('net.zone').length).toBeGreaterThan(0);
  });
});

test.each(['endless', 'bomb', 'bytes', 'headers', 'chatter', 'inward', 'plain', 'members'])(
  'bad input: a server behind the edge that is strange (%s) → asked within limits, not taken for the portal',
  (host) => {
    const look = dossier.evidence.find(({ kind, subject }) => kind === 'net.origin' && subject === nameOf('fronted'));
    const seen = look?.seen ? (look.value as unknown as EvidenceMap['net.origin']).candidates : [];
    const answer = seen.find(({ candidate }) => candidate === `o-${nameOf(host)}`)?.https;
    expect(['other', 'trouble', 'hung-up']).toContain(answer);
  },
);
