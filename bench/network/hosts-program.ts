import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps, type Server } from 'node:https';
import { createAuthority } from '../../range/internet/authority.ts';
import { startDnsServer } from '../../range/internet/dns-server.ts';

/**
 * So many hosts of one launch, each on a port of its own, with names, certificates and pages. A second number spreads them
 * over so many domains with mail, and gives the launch its share of trouble: three hosts that are closed, three with a
 * certificate of somebody else, five domains for which everybody may send. Ends with standard input.
 */
const count = Number(process.argv[2] ?? 6);
const spread = Number(process.argv[3] ?? 0);
const domains = spread > 0 ? Array.from({ length: spread }, (_, index) => `fleet${index + 1}.test`) : ['fleet.test'];
const closed = spread > 0 ? 3 : 0;
const foreign = spread > 0 ? 3 : 0;
const openToAll = spread > 0 ? 5 : 0;
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
const names = Array.from({ length: count }, (_, index) => `h${index + 1}.${domains[index % domains.length]}`);
const map: { name: string; port: number; to: number }[] = [];
/** Nobody listens there, and nobody is given it: a port of the usual range may be somebody's in the next run. */
const gonePort = 1;
for (const [index, name] of names.entries()) {
  if (index < closed) {
    map.push({ name, port: 443, to: gonePort }, { name, port: 80, to: gonePort });
    continue;
  }
  const shown = index < closed + foreign ? 'somebody-else.test' : name;
  const server = createHttps({ ...authority.leaf({ names: [shown] }), minVersion: 'TLSv1.2' }, (req, res) => {
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
const ttl = 300;
const soaOf = (zone: string) => ({
  mname: `ns1.${zone}`,
  rname: `hostmaster.${zone}`,
  serial: 1,
  refresh: 7200,
  retry: 900,
  expire: 1_209_600,
  minimum: 300,
});
const address = (name: string) => ({ type: 'A' as const, name, ttl, data: '127.0.0.1' });
const mailOf = (domain: string, index: number) => [
  { type: 'MX' as const, name: domain, ttl, data: { preference: 10, exchange: `mail.${domain}` } },
  { type: 'TXT' as const, name: domain, ttl, data: [`v=spf1 ip4:192.0.2.0/24 ${index < openToAll ? '+' : '-'}all`] },
  { type: 'TXT' as const, name: `_dmarc.${domain}`, ttl, data: [`v=DMARC1; p=reject; rua=mailto:dmarc@${domain}`] },
  address(`mail.${domain}`),
];
const zoneOf = (domain: string, index: number) => [
  { type: 'SOA' as const, name: domain, ttl, data: soaOf(domain) },
  { type: 'NS' as const, name: domain, ttl, data: `ns1.${domain}` },
  { type: 'CAA' as const, name: domain, ttl, data: { flags: 0, tag: 'issue' as const, value: 'loopback-trust.test' } },
  address(`ns1.${domain}`),
  ...(spread > 0 ? mailOf(domain, index) : []),
];
const dns = await startDnsServer({
  zones: [...domains, 'test'],
  records: [{ type: 'SOA', name: 'test', ttl, data: soaOf('test') }, ...domains.flatMap(zoneOf), ...names.map(address)],
});
const config = {
  target: { hosts: names.map((name) => ({ name })), domains: domains.map((name) => ({ name, sends: spread > 0 })) },
  lab: {
    resolver: dns.address,
    ca: authority.rootPem,
    map: [...map, ...domains.map((domain) => ({ name: `ns1.${domain}`, port: 53, to: dns.address }))],
  },
};
process.stdout.write(`${JSON.stringify(config)}\n`);
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
