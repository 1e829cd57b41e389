import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import { startDnsServer } from '../../range/internet/dns-server.ts';
import { hostServer } from '../../range/internet/host-server.ts';
import { listen } from '../../range/internet/listener.ts';
import { createLive } from '../../src/collectors/live.ts';
import { networkCollectors } from '../../src/collectors/network.ts';
import { collect } from '../../src/engine/collect.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';

const host = 'app.traps.test';
const trap = 'trap.traps.test';
const behind = 'back.traps.test';
const front = `<!doctype html><title>Portal</title><link rel="canonical" href="https://${trap}/">
<h1>Portal</h1><p>Customers sign in <a href="https://${trap}/login">here</a>, and sign out <a href="/logout">there</a>.</p>
<a href="/delete-everything">delete</a><form method="post" action="/pay"><input name="n"><button>Pay</button></form>
<script src="/app.js"></script>`;

test('from outside: no hit on a host that was not given, no method but GET, HEAD and OPTIONS, nothing that acts, a bounded number', {
  timeout: 240_000,
}, async () => {
  const authority = createAuthority(new Date());
  const methods: string[] = [];
  const paths: string[] = [];
  let trapped = 0;
  const portal = await listen(
    hostServer(
      (req, res) => {
        methods.push(req.method ?? '');
        paths.push(req.url ?? '');
        if (req.url?.startsWith('/old')) return void res.writeHead(302, { location: `https://${trap}/old` }).end();
        const isScript = req.url === '/app.js';
        const found = req.url?.split('?')[0] === '/' || isScript;
        res.writeHead(found ? 200 : 404, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
        res.end(isScript ? `fetch; const api = "https://${trap}/api";` : found ? front : '<h1>None</h1>');
      },
      authority.leaf({ names: [host, trap] }),
    ),
  );
  const plain = await listen(
    hostServer((req, res) => {
      methods.push(req.method ?? '');
      res.writeHead(301, { location: `https://${trap}${req.url}` }).end();
    }),
  );
  const pit = await listen(
    hostServer(
      (_req, res) => {
        trapped += 1;
        res.end('caught');
      },
      authority.leaf({ names: [trap] }),
    ),
  );
  // A server behind the edge that pours without end: it is asked by GET, seldom, and left after the limit of a body.
  const asked: string[] = [];
  let poured = 0;
  const back = await listen(
    hostServer(
      (req, res) => {
        asked.push(req.method ?? '');
        const chunk = Buffer.alloc(64 * 1024, 0x61);
        const pour = () => {
          while (!res.destroyed && poured < 2 ** 30) {
            poured += chunk.length;
            if (!res.write(chunk)) break;
          }
          if (!res.destroyed) res.once('drain', pour);
        };
        res.on('error', () => res.destroy());
        res.writeHead(200, { 'content-type': 'text/html' });
        pour();
      },
      authority.leaf({ names: [behind] }),
    ),
  );
  const soa = {
    mname: 'ns1.traps.test',
    rname: 'x.traps.test',
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  };
  const dns = await startDnsServer({
    zones: ['traps.test'],
    records: [
      { type: 'SOA', name: 'traps.test', ttl: 60, data: soa },
      { type: 'A', name: host, ttl: 60, data: '127.0.0.1' },
      { type: 'A', name: trap, ttl: 60, data: '127.0.0.1' },
    ],
  });
  onTestFinished(async () => {
    await Promise.all([portal.close(), plain.close(), pit.close(), back.close(), dns.close()]);
  });
  const map = [
    { name: host, port: 443, to: portal.address },
    { name: host, port: 80, to: plain.address },
    { name: trap, port: 443, to: pit.address },
    { name: trap, port: 80, to: pit.address },
    { name: behind, port: 443, to: back.address },
  ];
  const config = configSchema.parse({
    target: { hosts: [{ name: host, oldUrls: ['/old'], origins: [behind] }] },
    lab: { resolver: dns.address, ca: authority.rootPem, map },
  });
  // On a machine that is busy with other things a time-out of ours would be asked for again, and the run be cut short.
  const { signal } = new AbortController();
  const world = await createWorld({ scope: createScope({ config }), env: process.env, signal, patience: 8 });
  onTestFinished(() => world.close());
  const dossier = await collect({
    target: { name: host, config },
    world,
    collectors: networkCollectors,
    live: createLive(),
    run: 'traps',
    tool: { name: 'launch-ready', version: 'test' },
    fingerprintKey: 'traps',
    signal,
  });
  expect(trapped).toBe(0);
  expect(methods.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method))).toEqual([]);
  expect(paths.filter((path) => /logout|delete|pay/.test(path))).toEqual([]);
  expect(methods.length).toBeLessThan(260);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(8);
  expect(asked.filter((method) => method !== 'GET')).toEqual([]);
  expect(poured / asked.length).toBeLessThan(8 * 2 ** 20);
  const inventory = dossier.evidence.find(({ kind }) => kind === 'net.inventory');
  expect(JSON.stringify(inventory)).toContain(trap);
});
