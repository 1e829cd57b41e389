import { describe, expect, it } from 'vitest';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import { permits } from '../../src/model/permit.ts';
import { createScope, ScopeError, type ScopeInput } from '../../src/world/create-scope.ts';

const scopeOf = (config: ConfigInput, rest: Omit<ScopeInput, 'config'> = {}) =>
  createScope({ config: configSchema.parse(config), ...rest });
const problemsOf = (config: ConfigInput, rest: Omit<ScopeInput, 'config'> = {}): readonly string[] => {
  try {
    scopeOf(config, rest);
    return [];
  } catch (error) {
    if (error instanceof ScopeError) return error.problems;
    throw error;
  }
};
const host = (...names: readonly string[]) => ({ target: { hosts: names.map((name) => ({ name })) } });

describe('listed hosts', () => {
  it('lists the hosts of the config and the host of the URL, in one spelling each', () => {
    const scope = scopeOf(host('App.Example.COM', 'bücher.example', 'api.example.com:8443'), {
      url: 'https://www.example.com/path',
    });
    expect(scope.hosts.map((each) => each.name)).toEqual([
      'app.example.com',
      'xn--bcher-kva.example',
      'api.example.com',
      'www.example.com',
    ]);
    expect(scope.isListed('APP.example.com.')).toBe(true);
    expect(scope.isListed('BÜCHER.example')).toBe(true);
    expect(scope.ports?.('api.example.com')).toEqual([8443]);
  });

  it.each(['sub.app.example.com', 'example.com', 'app.example.com.evil.test', 'app.example.com@evil.test', ''])(
    'does not list %j when only app.example.com is',
    (name) => expect(scopeOf(host('app.example.com')).isListed(name)).toBe(false),
  );

  it('bad input: hosts with a path, a port out of range, a blank, a user name → every problem named at once, with its place', () => {
    const problems = problemsOf(host('app.example.com/path', 'app.example.com:99999', 'a b', 'user@app.example.com'));
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain('target.hosts[0].name');
  });

  it.each([
    ['ftp://app.example.com/', 'not an http or https address'],
    ['javascript:alert(1)', 'not an http or https address'],
    ['https://app.example.com@evil.test/', 'user name'],
    ['https://user:pass@app.example.com/', 'user name'],
  ])('bad input: the URL %s → a problem that says why', (url, text) => {
    expect(problemsOf({}, { url }).join()).toContain(text);
  });

  it('takes the host of a bare name as https', () => {
    expect(scopeOf({}, { url: 'app.example.com' }).isListed('app.example.com')).toBe(true);
  });
});

describe('loopback', () => {
  it.each([
    ['http://localhost:3000/', 'localhost', 3000, '127.0.0.1'],
    ['http://127.0.0.2:8080/', '127.0.0.2', 8080, '127.0.0.2'],
    ['http://[::1]:8080/', '::1', 8080, '::1'],
    ['http://LOCALHOST/', 'localhost', 80, '127.0.0.1'],
  ])('the URL %s grants exactly its own port', (url, name, port, address) => {
    const scope = scopeOf({}, { url });
    expect(scope.loopback).toMatchObject([{ name, port, address, toPort: port }]);
    expect(scope.isOwned(name)).toBe(true);
  });

  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://localhost./',
    'http://[::ffff:127.0.0.1]/',
    'http://localtest.example/',
    'http://127.0.0.1.example/',
    'http://0.0.0.0/',
    'http://①②⑦.⓪.⓪.①/',
  ])('the disguise %s grants no loopback', (url) => {
    const scope = scopeOf({}, { url });
    expect(scope.loopback).toEqual([]);
    expect(scope.hosts.some((each) => scope.isOwned(each.name))).toBe(false);
  });

  it('maps the names of a lab to loopback addresses and owns them', () => {
    const scope = scopeOf({
      ...host('portal.example.test'),
      lab: {
        map: [
          { name: 'Portal.Example.test', port: 443, to: '127.0.0.1:8443' },
          { name: 'portal.example.test', port: 80, to: 8080 },
          { name: 'six.example.test', port: 443, to: '[::1]:8443' },
        ],
      },
    });
    expect(scope.loopback).toEqual([
      { name: 'portal.example.test', port: 443, address: '127.0.0.1', toPort: 8443, lab: true },
      { name: 'portal.example.test', port: 80, address: '127.0.0.1', toPort: 8080, lab: true },
      { name: 'six.example.test', port: 443, address: '::1', toPort: 8443, lab: true },
    ]);
    expect(scope.isOwned('portal.example.test')).toBe(true);
  });

  it('takes a loopback address without a port for the port that is asked for', () => {
    const config = configSchema.parse({ lab: { map: [{ name: 'portal.example.test', port: 443, to: '127.0.0.2' }] } });
    expect(createScope({ config }).loopback).toMatchObject([{ address: '127.0.0.2', toPort: 443 }]);
  });

  it.each([
    '10.0.0.1:443',
    '93.184.216.34:443',
    '169.254.169.254:80',
    '0.0.0.0:443',
    'localhost:443',
    'portal.example.test:443',
    '0x7f.1:443',
    '127.0.0.1:0',
    '127.0.0.999:443',
    '[::ffff:127.0.0.1]:443',
    '127.0.0.1@evil.test:443',
  ])('bad input: lab.map to %s → the config is wrong, no scope', (to) => {
    const problems = problemsOf({ lab: { map: [{ name: 'portal.example.test', port: 443, to }] } });
    expect(problems).toEqual([expect.stringContaining('lab.map[0]')]);
  });

  it.each(['8.8.8.8:53', 'dns.example:53', '127.0.0.1:x'])(
    'bad input: lab.resolver %s → the config is wrong, no scope',
    (resolver) => expect(problemsOf({ lab: { resolver } })).toEqual([expect.stringContaining('lab.resolver')]),
  );

  it('bad input: lab.ca that cannot be read → the config is wrong, the file is named', () => {
    expect(problemsOf({ lab: { ca: './no-such-ca.pem' } })).toEqual([expect.stringContaining('no-such-ca.pem')]);
  });
});

describe('permits', () => {
  const proof = [{ host: 'example.com', by: 'dns' as const }];

  it('grants look and sign-in on a listed host, and nothing that needs ownership', () => {
    const scope = scopeOf(host('app.example.com'), { permitFlags: ['write', 'abuse', 'load'] });
    const refused = permits.filter((permit) => scope.refuses(permit, 'app.example.com'));
    expect(refused).toEqual(['guess', 'cross-tenant', 'write', 'abuse', 'load', 'read-repo', 'read-env', 'read-logs']);
    expect(scope.granted).toEqual(['look', 'sign-in']);
    expect(scope.refuses('guess', 'app.example.com')).toMatchObject({
      reason: 'no-consent',
      closeBy: expect.stringContaining('launch-ready consent app.example.com'),
      minutes: 10,
    });
  });

  it('grants guesses by ownership alone, writes only when they are named as well', () => {
    const scope = scopeOf(host('app.example.com'), { ownership: proof, permitFlags: ['write'] });
    expect(scope.refuses('guess', 'app.example.com')).toBeUndefined();
    expect(scope.refuses('cross-tenant', 'app.example.com')).toBeUndefined();
    expect(scope.refuses('write', 'app.example.com')).toBeUndefined();
    expect(scope.refuses('load', 'app.example.com')).toMatchObject({
      reason: 'no-consent',
      closeBy: expect.stringContaining('--permit load'),
    });
  });

  it('covers listed hosts at and below the proven one, no others', () => {
    const scope = scopeOf(host('example.com', 'app.example.com', 'notexample.com', 'other.test'), { ownership: proof });
    const owned = scope.hosts.map((each) => each.name).filter(scope.isOwned);
    expect(owned).toEqual(['example.com', 'app.example.com']);
    expect(scope.isOwned('unlisted.example.com')).toBe(false);
  });

  it('refuses every permit on a host that is not listed', () => {
    const scope = scopeOf(host('app.example.com'), { ownership: proof, permitFlags: ['write', 'abuse', 'load'] });
    for (const permit of permits.slice(0, 7)) {
      expect(scope.refuses(permit, 'unlisted.example.com')).toMatchObject({ reason: 'refused' });
    }
  });

  it('lets a browser sign in at the listed origins of an account, and nothing else there', () => {
    const scope = scopeOf({
      ...host('app.example.com'),
      accounts: { a: { testAccount: true, signIn: { origins: ['https://login.provider.test'] } } },
    });
    expect(scope.refuses('sign-in', 'login.provider.test')).toBeUndefined();
    expect(scope.refuses('look', 'login.provider.test')).toMatchObject({ reason: 'refused' });
    expect(scope.refuses('guess', 'login.provider.test')).toMatchObject({ reason: 'refused' });
  });

  it('reads files only where the config names them', () => {
    const scope = scopeOf({ target: { repo: '.', logs: ['app.log'] } });
    expect(scope.refuses('read-repo', '.')).toBeUndefined();
    expect(scope.refuses('read-logs', 'app.log')).toBeUndefined();
    expect(scope.refuses('read-env', '.env')).toMatchObject({ reason: 'not-configured' });
  });

  it('asks less of public hosts than of this machine, and less still when the config says so', () => {
    const both = scopeOf(host('app.example.com'), { url: 'http://localhost:3000' });
    expect([both.rateFor?.('app.example.com'), both.rateFor?.('localhost')]).toEqual([8, 200]);
    const slow = scopeOf({ budget: { requestsPerSecond: 2 } }, { url: 'http://localhost:3000' });
    expect([slow.rateFor?.('localhost'), slow.requestsTotal]).toEqual([2, 20_000]);
  });
});
