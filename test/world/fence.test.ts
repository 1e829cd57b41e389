import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import type { Dial } from '../../src/world/dial.ts';
import { createFence } from '../../src/world/fence.ts';
import type { Lookup } from '../../src/world/look-up-address.ts';
import { isPublicAddress } from '../../src/world/public-address.ts';
import { gapOf, handClock, openWorld, serveHttp, serveTcp } from './setting.ts';

const fenceOf = (config: ConfigInput, lookup: Lookup, url?: string) =>
  createFence(createScope({ config: configSchema.parse(config), url }), handClock(), lookup);
const hosts = (...names: readonly string[]) => ({ target: { hosts: names.map((name) => ({ name })) } });
const never: Lookup = async (name) => {
  throw new Error(`nobody should look ${name} up`);
};

const inward = [
  '127.0.0.1',
  '127.255.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.0.192',
  '198.18.0.1',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  '64:ff9b::808:808',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
];

describe('addresses', () => {
  it.each(inward)('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('the fence', () => {
  it.each(inward.filter((each) => !each.includes('%')))(
    'bad input: a listed name that resolves to %s → refused, nothing is sent',
    async (address) => {
      const fence = fenceOf(hosts('app.example.com'), async () => [address]);
      expect(await fence.open('app.example.com', 443, 'direct')).toMatchObject({
        allowed: false,
        gap: { reason: 'refused', detail: expect.stringContaining(address) },
      });
    },
  );

  it('refuses a name when only one of its addresses is inward', async () => {
    const fence = fenceOf(hosts('app.example.com'), async () => ['93.184.216.34', '10.0.0.1']);
    expect(await fence.open('app.example.com', 443, 'direct')).toMatchObject({ allowed: false });
  });

  it('gives the checked addresses of a public name', async () => {
    const fence = fenceOf(hosts('app.example.com'), async () => ['93.184.216.34', '2606:4700::1']);
    expect(await fence.open('app.example.com', 443, 'direct')).toEqual({
      allowed: true,
      address: '93.184.216.34',
      port: 443,
      family: 4,
      alternatives: ['2606:4700::1'],
    });
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '169.254.169.254',
    '10.0.0.1',
  ])('refuses the address %s although it is listed by a disguised or inward literal', async (name) => {
    const url = `http://${name}/`;
    const fence = fenceOf({}, never, name === '127.0.0.1' || name === '[::1]' ? 'https://app.example.com' : url);
    expect(await fence.open(name, 80, 'direct')).toMatchObject({ allowed: false, gap: { reason: 'refused' } });
  });

  it('opens 80, 443 and the ports that are named, no other', async () => {
    const fence = fenceOf(hosts('app.example.com', 'api.example.com:8443'), async () => ['93.184.216.34']);
    const open = async (host: string, port: number) => (await fence.open(host, port, 'direct')).allowed;
    expect(await open('app.example.com', 80)).toBe(true);
    expect(await open('app.example.com', 443)).toBe(true);
    expect(await open('app.example.com', 22)).toBe(false);
    expect(await open('app.example.com', 8443)).toBe(false);
    expect(await open('api.example.com', 8443)).toBe(true);
  });

  it('opens public third parties to pages only', async () => {
    const fence = fenceOf(hosts('app.example.com'), async () => ['93.184.216.34']);
    expect(await fence.open('cdn.test', 443, 'direct')).toMatchObject({ allowed: false, gap: { reason: 'refused' } });
    expect(await fence.open('cdn.test', 443, 'page')).toMatchObject({ allowed: true });
    expect(await fence.open('cdn.test', 25, 'page')).toMatchObject({ allowed: false });
    expect(await fenceOf({}, async () => ['10.0.0.9']).open('cdn.test', 443, 'page')).toMatchObject({ allowed: false });
  });

  it('sends a mapped name to its listed address whatever a resolver says, and its other ports nowhere', async () => {
    const lab = { map: [{ name: 'portal.example.test', port: 443, to: '127.0.0.1:8443' }] };
    const fence = fenceOf({ ...hosts('portal.example.test', 'app.example.com'), lab }, never);
    expect(await fence.open('Portal.Example.Test.', 443, 'direct')).toMatchObject({
      allowed: true,
      address: '127.0.0.1',
      port: 8443,
    });
    expect(await fence.open('portal.example.test', 80, 'direct')).toMatchObject({ allowed: false });
    expect(await fence.open('127.0.0.1', 8443, 'page')).toMatchObject({ allowed: false });
  });

  it('with a lab, refuses every name outside its map without asking any resolver', async () => {
    const lab = { map: [{ name: 'portal.example.test', port: 443, to: 8443 }] };
    const fence = fenceOf({ ...hosts('app.example.com'), lab }, never);
    for (const purpose of ['direct', 'page'] as const) {
      expect(await fence.open('app.example.com', 443, purpose)).toMatchObject({
        allowed: false,
        gap: { reason: 'refused', detail: expect.stringContaining('not listed in lab.map') },
      });
    }
    expect(await fence.open('cdn.test', 443, 'page')).toMatchObject({ allowed: false });
  });

  it.each([
    ['ENOTFOUND', 'does not resolve'],
    ['EAI_AGAIN', 'gave no answer'],
  ])('bad input: a host whose look-up ends in %s → gap unreachable', async (code, text) => {
    const fence = fenceOf(hosts('app.example.com'), async () => {
      throw Object.assign(new Error(code), { code });
    });
    expect(await fence.open('app.example.com', 443, 'direct')).toMatchObject({
      allowed: false,
      gap: { reason: 'unreachable', detail: expect.stringContaining(text) },
    });
  });

  it('bad input: a resolver that never answers → gap unreachable after its time-out', async () => {
    const fence = fenceOf(hosts('app.example.com'), () => new Promise(() => undefined));
    expect(await fence.open('app.example.com', 443, 'direct')).toMatchObject({
      gap: { reason: 'unreachable', detail: expect.stringContaining('ETIMEOUT') },
    });
  });
});

describe('requests inside the fence', () => {
  it('bad input: DNS rebinding, public first and then 127.0.0.1 → the connection uses the checked address', async () => {
    const trap = await serveHttp((_request, response) => response.end('inside'));
    const dialled: string[] = [];
    let asked = 0;
    const lookup: Lookup = async () => {
      asked += 1;
      return asked === 1 ? ['93.184.216.34'] : ['127.0.0.1'];
    };
    const dial: Dial = async (address, port) => {
      dialled.push(`${address}:${port}`);
      return await new Promise((resolve) => {
        const socket = connect(trap.port, '127.0.0.1', () => resolve(socket));
      });
    };
    const world = await openWorld({ config: hosts('app.example.com'), lookup, dial });
    const response = await world.http.request({ url: 'http://app.example.com/', permit: 'look' });
    expect(dialled).toEqual(['93.184.216.34:80']);
    expect(response.address).toBe('93.184.216.34');
  });

  it('refuses the second answer of a rebinding resolver once the first has lapsed', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const clock = handClock();
    const scope = createScope({ config: configSchema.parse(hosts('app.example.com')) });
    const fence = createFence(scope, clock, async () => answers.shift() ?? ['127.0.0.1']);
    expect(await fence.open('app.example.com', 80, 'direct')).toMatchObject({ address: '93.184.216.34' });
    expect(await fence.open('app.example.com', 80, 'direct')).toMatchObject({ address: '93.184.216.34' });
    await clock.wait(61_000);
    expect(await fence.open('app.example.com', 80, 'direct')).toMatchObject({ allowed: false });
  });

  it('follows no redirect, so a Location to an inward address is only reported', async () => {
    const trap = await serveTcp();
    const server = await serveHttp((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${trap.port}/` }).end();
    });
    const world = await openWorld({ url: server.url });
    const response = await world.http.request({ url: server.url, permit: 'look' });
    expect(response.status).toBe(302);
    expect(trap.hits()).toBe(0);
  });

  it.each([
    ['another port of this machine', (port: number) => `http://127.0.0.1:${port}/`],
    ['a decimal address', (port: number) => `http://2130706433:${port}/`],
    ['a hexadecimal address', (port: number) => `http://0x7f.1:${port}/`],
    ['an octal address', (port: number) => `http://0177.0.0.01:${port}/`],
    ['an IPv4-mapped address', (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['the other loopback name', (port: number) => `http://localhost:${port}/`],
    ['a trailing dot', (port: number) => `http://127.0.0.1.:${port}/`],
    ['an unlisted host', (port: number) => `http://unlisted.example:${port}/`],
  ])('bad input: a link to %s → refused, the trap is not reached', async (_name, urlOf) => {
    const trap = await serveTcp();
    const server = await serveHttp((_request, response) => response.end());
    const world = await openWorld({ url: server.url });
    expect(await gapOf(world.http.request({ url: urlOf(trap.port), permit: 'look' }))).toMatch(/^refused: /);
    expect(trap.hits()).toBe(0);
  });

  it.each(['file:///etc/passwd', 'ftp://app.example.com/', 'javascript:alert(1)', 'data:text/html,x', 'not a url'])(
    'bad input: a redirect to %s → refused',
    async (url) => {
      const world = await openWorld({ config: hosts('app.example.com'), lookup: never });
      expect(await gapOf(world.http.request({ url, permit: 'look' }))).toMatch(/^refused: Only http and https/);
    },
  );

  it('bad input: a link with a user name in it → refused', async () => {
    const server = await serveHttp((_request, response) => response.end());
    const world = await openWorld({ url: server.url });
    const url = server.url.replace('://', '://app.example.com@');
    expect(await gapOf(world.http.request({ url, permit: 'look' }))).toContain('user name');
    expect(server.hits()).toBe(0);
  });

  it('sends nothing for which consent is missing', async () => {
    const world = await openWorld({ config: hosts('app.example.com'), lookup: never });
    const look = world.http.request({ url: 'https://app.example.com/.git/HEAD', permit: 'guess' });
    expect(await gapOf(look)).toMatch(/^no-consent: /);
    expect(world.usage().sent).toBe(0);
  });

  it('refuses to call a POST a look', async () => {
    const server = await serveHttp((_request, response) => response.end());
    const world = await openWorld({ url: server.url });
    await expect(world.http.request({ url: server.url, method: 'post', permit: 'look' })).rejects.toThrow(/not a look/);
    expect(server.hits()).toBe(0);
  });
});
