import { connect } from 'node:net';
import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import type { Dial } from '../../src/world/dial.ts';
import { type OwnershipOptions, ownershipChallenge, proveOwnership } from '../../src/world/ownership.ts';
import type { ProjectKey } from '../../src/world/project-key.ts';
import { listen, serveTcp } from './setting.ts';

const key: ProjectKey = {
  sign: (purpose, value) => Buffer.from(`${purpose} ${value}`).toString('hex').padEnd(64, '0'),
};
const gone = async () => {
  throw Object.assign(new Error('gone'), { code: 'ENOTFOUND' });
};
const prove = (options: Partial<OwnershipOptions> & { readonly hosts: readonly string[] }) =>
  proveOwnership({ key, signal: new AbortController().signal, resolveTxt: gone, lookup: gone, ...options });
const zone = (records: Readonly<Record<string, string>>) => async (name: string) => {
  const text = records[name];
  return text === undefined ? await gone() : [[text.slice(0, 9), text.slice(9)]];
};
const token = (host: string) => ownershipChallenge(key, host).token;

/** A public-looking host on loopback that serves `file` under its well-known path. */
async function site(file: string, options: { readonly publicTrust: boolean; readonly status?: number }) {
  const authority = createAuthority(new Date());
  const seen: string[] = [];
  const server = await listen(
    createServer(authority.leaf({ names: ['app.example.com'] }), (request, response) => {
      seen.push(`${request.headers.host}${request.url}`);
      response.writeHead(options.status ?? 200, { location: 'https://app.example.com/elsewhere' }).end(file);
    }),
  );
  const dial: Dial = async () =>
    await new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => resolve(socket));
    });
  const trust = { context: () => createSecureContext({ ca: authority.rootPem }) };
  return { seen, dial, lookup: async () => ['93.184.216.34'], ...(options.publicTrust ? { trust } : {}) };
}

describe('ownership', () => {
  it('is bound to the host and the project', () => {
    const other: ProjectKey = { sign: (purpose, value) => key.sign(purpose, `other ${value}`) };
    expect(token('app.example.com')).not.toBe(token('api.example.com'));
    expect(token('app.example.com')).toBe(token('APP.example.com.'));
    expect(ownershipChallenge(other, 'app.example.com').token).not.toBe(token('app.example.com'));
    expect(ownershipChallenge(key, 'app.example.com')).toMatchObject({
      dnsName: '_launch-ready.app.example.com',
      fileUrl: 'https://app.example.com/.well-known/launch-ready.txt',
    });
  });

  it('is proven by a TXT record, of the host or of a parent', async () => {
    const resolveTxt = zone({
      '_launch-ready.app.example.com': token('app.example.com'),
      '_launch-ready.example.org': token('example.org'),
    });
    const { proofs, missing } = await prove({
      hosts: ['app.example.com', 'a.b.example.org', 'other.test'],
      resolveTxt,
    });
    expect(proofs).toEqual([
      { host: 'app.example.com', by: 'dns' },
      { host: 'example.org', by: 'dns' },
    ]);
    expect(missing.map((each) => each.challenge.host)).toEqual(['other.test']);
  });

  it('bad input: the token of another host in DNS → no proof, says what was seen', async () => {
    const resolveTxt = zone({ '_launch-ready.app.example.com': token('evil.test') });
    const { proofs, missing } = await prove({ hosts: ['app.example.com'], resolveTxt });
    expect(proofs).toEqual([]);
    expect(missing[0]?.dns).toContain('none with this project');
    expect(missing[0]?.file).toContain('does not resolve');
  });

  it('does not ask a public suffix for a proof', async () => {
    const asked: string[] = [];
    await prove({
      hosts: ['me.github.io', 'shop.example.co.uk'],
      resolveTxt: async (name) => {
        asked.push(name);
        return await gone();
      },
    });
    expect(asked).toEqual([
      '_launch-ready.me.github.io',
      '_launch-ready.shop.example.co.uk',
      '_launch-ready.example.co.uk',
    ]);
  });

  it('is proven by a file behind a publicly trusted certificate', async () => {
    const { seen, ...parts } = await site(`# ours\n${token('app.example.com')}\n`, { publicTrust: true });
    expect((await prove({ hosts: ['app.example.com'], ...parts })).proofs).toEqual([
      { host: 'app.example.com', by: 'file' },
    ]);
    expect(seen).toEqual(['app.example.com/.well-known/launch-ready.txt']);
  });

  it('bad input: the right file behind a certificate that only a lab trusts → no proof', async () => {
    const { seen, ...parts } = await site(token('app.example.com'), { publicTrust: false });
    const { proofs, missing } = await prove({ hosts: ['app.example.com'], ...parts });
    expect(proofs).toEqual([]);
    expect(missing[0]?.file).toMatch(/does not verify/);
    expect(seen).toEqual([]);
  });

  it('bad input: a redirect to the token, a catch-all page → no proof', async () => {
    const redirect = await site(token('app.example.com'), { publicTrust: true, status: 302 });
    expect((await prove({ hosts: ['app.example.com'], ...redirect })).missing[0]?.file).toMatch(/answers 302/);
    const page = await site('<html>welcome</html>', { publicTrust: true });
    expect((await prove({ hosts: ['app.example.com'], ...page })).missing[0]?.file).toMatch(/does not hold/);
  });

  it('bad input: a name that leads to this machine, a loopback address → no proof, nothing is sent', async () => {
    const trap = await serveTcp();
    const { proofs, missing } = await prove({
      hosts: ['app.example.com', 'localhost', '127.0.0.1', '10.0.0.1'],
      lookup: async () => ['127.0.0.1'],
    });
    expect(proofs).toEqual([]);
    expect(missing.map((each) => each.file).join()).toContain('not a public address');
    expect(trap.hits()).toBe(0);
  });

  it('of a host says nothing about others when the scope is built', async () => {
    const { proofs } = await prove({
      hosts: ['app.example.com', 'api.example.com'],
      resolveTxt: zone({ '_launch-ready.app.example.com': token('app.example.com') }),
    });
    const config = configSchema.parse({
      target: { hosts: [{ name: 'app.example.com' }, { name: 'api.example.com' }] },
    });
    const scope = createScope({ config, ownership: proofs });
    expect(scope.refuses('guess', 'app.example.com')).toBeUndefined();
    expect(scope.refuses('guess', 'api.example.com')).toMatchObject({ reason: 'no-consent' });
  });
});
