import { createServer as createHttp } from 'node:http';
import { createServer as createHttps, type Server } from 'node:https';
import type { Server as HttpServer } from 'node:http';
import { createAuthority } from '../../range/internet/authority.ts';
import { startDnsServer } from '../../range/internet/dns-server.ts';

/** So many hosts of one launch, each on a port of its own, with names, certificates and pages. Ends with standard input. */
const count = Number(process.argv[2] ?? 6);
const domain = 'fleet.test';
const authority = createAuthority(new Date());
const page =
  '<!doctype html><html lang="en"><title>Portal</title><script src="/app.4f3c2a1b9.js"></script><h1>Sign in</h1></html>';
const secure = {
  'strict-transport-security': 'max-age=31536000',
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};
const plain = createHttp(
  (req, res) => void res.writeHead(308, { location: `https://${req.headers.host}${req.url}` }).end(),
);
const listen = async (server: HttpServer | Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
};
const plainPort = await listen(plain);
const names = Array.from({ length: count }, (_, index) => `h${index + 1}.${domain}`);
const map: { name: string; port: number; to: number }[] = [];
for (const name of names) {
  const server = createHttps({ ...authority.leaf({ names: [name] }), minVersion: 'TLSv1.2' }, (req, res) => {
    if (req.url === '/' || req.url?.startsWith('/?'))
      return void res.writeHead(200, { ...secure, 'content-type': 'text/html' }).end(page);
    if (req.url?.endsWith('.js'))
      return void res
        .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=31536000' })
        .end('1');
    return void res.writeHead(404, { ...secure, 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  });
  map.push({ name, port: 443, to: await listen(server) }, { name, port: 80, to: plainPort });
}
const soa = {
  mname: `ns1.${domain}`,
  rname: `hostmaster.${domain}`,
  serial: 1,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 300,
};
const dns = await startDnsServer({
  zones: [domain, 'test'],
  records: [
    { type: 'SOA', name: domain, ttl: 300, data: soa },
    { type: 'SOA', name: 'test', ttl: 300, data: soa },
    { type: 'NS', name: domain, ttl: 300, data: `ns1.${domain}` },
    { type: 'CAA', name: domain, ttl: 300, data: { flags: 0, tag: 'issue', value: 'loopback-trust.test' } },
    ...[`ns1.${domain}`, ...names].map((name) => ({ type: 'A' as const, name, ttl: 300, data: '127.0.0.1' })),
  ],
});
const config = {
  target: { hosts: names.map((name) => ({ name })), domains: [{ name: domain, sends: false }] },
  lab: {
    resolver: dns.address,
    ca: authority.rootPem,
    map: [...map, { name: `ns1.${domain}`, port: 53, to: dns.address }],
  },
};
process.stdout.write(`${JSON.stringify(config)}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
