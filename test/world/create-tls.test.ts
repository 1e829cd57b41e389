import { X509Certificate } from 'node:crypto';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority, type LeafOptions } from '../../range/internet/authority.ts';
import type { TlsRequest } from '../../src/world/world.ts';
import { listen, openWorld, serveTcp } from './setting.ts';

const name = 'portal.example.test';
const authority = createAuthority(new Date());
const subjects = (chain: readonly Uint8Array[]) =>
  chain.map((der) => /CN=(.*)/.exec(new X509Certificate(der).subject)?.[1]);

async function worldFor(port: number) {
  return await openWorld({
    config: {
      target: { hosts: [{ name }] },
      lab: { ca: authority.rootPem, map: [{ name, port: 443, to: port }] },
    },
  });
}

async function shake(leaf: Partial<LeafOptions>, server: TlsOptions = {}, request: Partial<TlsRequest> = {}) {
  const { port } = await listen(createServer({ ...authority.leaf({ names: [name], ...leaf }), ...server }));
  return await (await worldFor(port)).tls.handshake({ host: name, port: 443, ...request });
}

describe('a handshake', () => {
  it('reports protocol, cipher, verdict and the chain as sent', async () => {
    const result = await shake({});
    expect(result).toMatchObject({ connected: true, protocol: 'TLSv1.3', authorized: true, address: '127.0.0.1' });
    if (!result.connected) throw new Error(result.detail);
    expect(result.cipher).toMatch(/^TLS_AES/);
    expect(subjects(result.sentChain)).toEqual([name, 'Loopback Issuing E1']);
  });

  it.each([
    ['a missing intermediate', { send: 'leaf' as const }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', [name]],
    ['an ended certificate', { untilDay: -1 }, 'CERT_HAS_EXPIRED', [name, 'Loopback Issuing E1']],
    ['a certificate that is not valid yet', { fromDay: 5 }, 'CERT_NOT_YET_VALID', [name, 'Loopback Issuing E1']],
    ['a self-signed certificate', { signedBy: 'itself' as const }, 'DEPTH_ZERO_SELF_SIGNED_CERT', [name]],
    [
      'a certificate for another name',
      { names: ['other.test'] },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      ['other.test', 'Loopback Issuing E1'],
    ],
  ])(
    'bad input: certificate trouble (%s) → connects, says why it does not verify',
    async (_name, leaf, error, chain) => {
      const result = await shake(leaf);
      expect(result).toMatchObject({ connected: true, authorized: false, authorizationError: error });
      if (!result.connected) throw new Error(result.detail);
      expect(subjects(result.sentChain)).toEqual(chain);
    },
  );

  it('shows a root that was sent needlessly', async () => {
    const result = await shake({ send: 'full' });
    expect(result.connected && subjects(result.sentChain)).toHaveLength(3);
  });

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)(
    'negotiates %s with a server that offers it',
    async (version) => {
      const server = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' };
      expect(await shake({}, server, { minVersion: version, maxVersion: version })).toMatchObject({
        connected: true,
        protocol: version,
      });
    },
  );

  it.each([
    ['TLSv1', 'TLSv1.2'],
    ['TLSv1.1', 'TLSv1.2'],
    ['TLSv1.2', 'TLSv1.3'],
    ['TLSv1.3', 'TLSv1.2'],
  ] as const)('says that the server refused %s when it speaks %s only', async (asked, offered) => {
    const server = { minVersion: offered, maxVersion: offered };
    expect(await shake({}, server, { minVersion: asked, maxVersion: asked })).toMatchObject({
      connected: false,
      failure: 'alert',
    });
  });

  it('tells what this machine cannot offer from what the server refuses', async () => {
    expect(await shake({}, {}, { ciphers: 'NO-SUCH-CIPHER' })).toMatchObject({ connected: false, failure: 'local' });
    const limits = { minVersion: 'TLSv1.1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT:@SECLEVEL=2' };
    expect(await shake({}, {}, limits)).toMatchObject({ connected: false, failure: 'local' });
  });

  it('does not trust the authority of a lab for hosts outside its map', async () => {
    const { port } = await listen(createServer(authority.leaf({ names: ['127.0.0.1', 'localhost'] })));
    const world = await openWorld({
      url: `https://localhost:${port}/`,
      config: { lab: { ca: authority.rootPem, map: [] } },
    });
    expect(world.scope.loopback).toHaveLength(1);
    const result = await world.tls.handshake({ host: 'localhost', port });
    expect(result).toMatchObject({ connected: true, authorized: false });
  });

  it('counts against the budget and stays inside the fence', async () => {
    const { port, hits } = await listen(createServer(authority.leaf({ names: [name] })));
    const world = await worldFor(port);
    expect(await world.tls.handshake({ host: 'unlisted.test', port: 443 })).toMatchObject({ failure: 'fence' });
    expect(await world.tls.handshake({ host: name, port: 8443 })).toMatchObject({ failure: 'fence' });
    expect(hits()).toBe(0);
    await world.tls.handshake({ host: name, port: 443 });
    expect(world.usage().perHost).toEqual({ [name]: 1 });
  });
});

describe('servers that do not shake hands', () => {
  const against = async (onSocket: Parameters<typeof serveTcp>[0], timeoutMs?: number) => {
    const { port } = await serveTcp(onSocket);
    return await (await worldFor(port)).tls.handshake({ host: name, port: 443, timeoutMs });
  };

  it('bad input: TLS to a port that refuses → refused', async () => {
    expect(await (await worldFor(1)).tls.handshake({ host: name, port: 443 })).toMatchObject({ failure: 'refused' });
  });

  it('bad input: TLS to a server that hangs → timed-out', async () => {
    expect(await against(() => undefined, 300)).toMatchObject({ failure: 'timed-out' });
  });

  it('bad input: TLS to a server that drips → timed-out', async () => {
    const result = await against((socket) => {
      socket.write(Buffer.from([0x16, 3, 3, 0x40, 0]));
      const drip = setInterval(() => socket.write(Buffer.from([2])), 20);
      socket.on('close', () => clearInterval(drip));
    }, 300);
    expect(result).toMatchObject({ failure: 'timed-out' });
  });

  it('bad input: TLS to a server that closes → closed', async () => {
    expect(await against((socket) => socket.end())).toMatchObject({ failure: 'closed' });
  });

  it('bad input: TLS to a server that resets → reset', async () => {
    expect(await against((socket) => socket.once('data', () => socket.resetAndDestroy()))).toMatchObject({
      failure: 'reset',
    });
  });

  it('bad input: TLS to a server that speaks plain HTTP → other', async () => {
    const result = await against((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(result).toMatchObject({ failure: 'other' });
  });

  it('bad input: TLS to a host that does not resolve → dns', async () => {
    const world = await openWorld({
      config: { target: { hosts: [{ name: 'gone.example.com' }] } },
      lookup: async () => {
        throw Object.assign(new Error('gone'), { code: 'ENOTFOUND' });
      },
    });
    expect(await world.tls.handshake({ host: 'gone.example.com', port: 443 })).toMatchObject({ failure: 'dns' });
  });
});
