import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode, encode, RECURSION_AVAILABLE } from 'dns-packet';
import { expect, onTestFinished, test } from 'vitest';
import { startDnsServer } from '../../range/internet/dns-server.ts';
import { gapOf, openWorld } from './setting.ts';

const config = { target: { hosts: [{ name: 'app.example.com' }], domains: [{ name: 'Mail.example.org.' }] } };

test('a mail domain may be looked at in DNS, and its policy file alone be fetched', async () => {
  const { scope } = await openWorld({ config });
  expect(scope.refuses('look', 'mail.example.org')).toBeUndefined();
  expect(scope.refuses('look', 'mta-sts.mail.example.org')).toBeUndefined();
  expect(scope.refuses('look', 'mta-sts.example.com')).toBeUndefined();
  expect(scope.refuses('look', 'mta-sts.elsewhere.example')?.reason).toBe('refused');
  expect(scope.refuses('guess', 'mail.example.org')?.reason).toBeDefined();
  expect(scope.refuses('write', 'mta-sts.mail.example.org')?.reason).toBeDefined();
  expect(scope.isListed('mta-sts.mail.example.org')).toBe(false);
  expect(scope.isOwned('mta-sts.mail.example.org')).toBe(false);
});

test('bad input: another path at a policy host, another port, a mail domain’s own web server → refused, nothing is sent', async () => {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    res.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const map = [{ name: 'mta-sts.mail.example.org', port: 80, to: port }];
  const world = await openWorld({ config: { ...config, lab: { map } } });
  for (const url of [
    'http://mta-sts.mail.example.org/',
    'http://mta-sts.mail.example.org/admin',
    'http://mail.example.org/.well-known/mta-sts.txt',
  ])
    expect(await gapOf(world.http.request({ url, permit: 'look' })), url).toMatch(/^refused: /);
  expect(asked).toEqual([]);
});

test('bad input: an answer too long for one UDP packet → asked again over TCP, read whole', async () => {
  const text = `v=spf1 ${Array.from({ length: 230 }, (_, at) => `ip4:192.0.2.${at}`).join(' ')} -all`;
  const server = await startDnsServer({
    zones: ['example.test'],
    records: [{ type: 'TXT', name: 'example.test', ttl: 60, data: text.match(/.{1,255}/g) ?? [] }],
  });
  onTestFinished(() => server.close());
  const world = await openWorld({ config: { lab: { resolver: server.address } } });
  const { status, records } = await world.dns.query('example.test', 'TXT');
  expect(status).toBe('ok');
  expect(records).toEqual([text]);
  expect(text.length).toBeGreaterThan(3_000);
});

test('bad input: a slow resolver that loses the first packet of every question → asked again, the records are judged', async () => {
  const seen = new Set<string>();
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.on('message', (message, from) => {
    const { id, questions } = decode(message);
    const name = questions?.[0]?.name ?? '';
    if (!seen.has(name)) return void seen.add(name);
    const answers = [{ type: 'TXT' as const, name, ttl: 60, data: 'v=spf1 -all' }];
    socket.send(
      encode({ type: 'response', id, flags: RECURSION_AVAILABLE, questions, answers }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const resolver = `127.0.0.1:${(socket.address() as AddressInfo).port}`;
  const world = await openWorld({ config: { lab: { resolver } } });
  expect(await world.dns.query('example.test', 'TXT')).toMatchObject({ status: 'ok', records: ['v=spf1 -all'] });
}, 20_000);
