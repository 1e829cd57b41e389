import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Peers {
  readonly sslscan?: string;
  readonly testssl?: string;
  readonly folder?: string;
}

/** The Debian packages sslscan and testssl.sh, unpacked into a folder of their own; those on the path where that fails. */
export async function installPeers(): Promise<Peers> {
  const folder = await mkdtemp(join(tmpdir(), 'network-peers-'));
  try {
    await run('apt-get', ['download', 'sslscan', 'testssl.sh', 'ldnsutils', 'libldns3'], { cwd: folder });
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.deb')))
      await run('dpkg-deb', ['-x', file, '.'], { cwd: folder });
  } catch (error) {
    process.stderr.write(
      `Packages could not be had (${String(error).split('\n')[0]}); programs on the path are used.\n`,
    );
  }
  const find = async (own: string, name: string) => {
    if (existsSync(join(folder, own))) return join(folder, own);
    return run('which', [name]).then(
      ({ stdout }) => stdout.trim() || undefined,
      () => undefined,
    );
  };
  const sslscan = await find('usr/bin/sslscan', 'sslscan');
  const testssl = await find('usr/bin/testssl', 'testssl');
  return { folder, ...(sslscan ? { sslscan } : {}), ...(testssl ? { testssl } : {}) };
}

export interface PeerFacts {
  readonly ms: number;
  /** Version and suite, by OpenSSL's names: `TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256`. */
  readonly suites: ReadonlySet<string>;
}

/** Protocols, suites and certificate by sslscan; what it looks at besides is switched off. */
export async function bySslscan(program: string, name: string, port: number): Promise<PeerFacts> {
  const began = performance.now();
  const off = [
    '--no-fallback',
    '--no-renegotiation',
    '--no-compression',
    '--no-heartbleed',
    '--no-groups',
    '--no-cipher-details',
  ];
  const { stdout } = await run(program, [...off, '--xml=-', `--sni-name=${name}`, `127.0.0.1:${port}`], {
    maxBuffer: 2 ** 24,
  });
  const found = [...stdout.matchAll(/<cipher status="[a-z]+" sslversion="([^"]+)"[^>]*? cipher="([^"]+)"/g)];
  return {
    ms: performance.now() - began,
    suites: new Set(found.map(([, version = '', cipher = '']) => `${version.replace('TLSv1.0', 'TLSv1')} ${cipher}`)),
  };
}

export interface TestsslFacts {
  readonly ms: number;
  /** As it names them: `SSLv2`, `TLS1_2`; whether it says that they are offered. */
  readonly versions: ReadonlyMap<string, boolean>;
  /** By IANA's names: `TLS1_2 TLS_RSA_WITH_AES_128_CBC_SHA`. */
  readonly suites: ReadonlySet<string>;
}

/** Protocols, every suite of each, and the server's certificate by testssl.sh. */
export async function byTestssl(
  { testssl = '', folder = '' }: Peers,
  name: string,
  port: number,
): Promise<TestsslFacts> {
  const began = performance.now();
  const home = join(folder, 'etc/testssl');
  // It wants a program that asks DNS, although it is told the address.
  const env = {
    ...process.env,
    ...(existsSync(home) ? { TESTSSL_INSTALL_DIR: home } : {}),
    PATH: `${join(folder, 'usr/bin')}:${process.env.PATH ?? ''}`,
    LD_LIBRARY_PATH: ['x86_64', 'aarch64'].map((kind) => join(folder, `usr/lib/${kind}-linux-gnu`)).join(':'),
  };
  const file = join(folder, `${name}.json`);
  const looks = ['--protocols', '--cipher-per-proto', '--server-defaults'];
  const manners = ['--warnings', 'off', '--color', '0', '--jsonfile', file, '--ip', '127.0.0.1'];
  // Its exit code counts what it did not like.
  const { stdout = '' } = await run(testssl, [...looks, ...manners, `${name}:${port}`], {
    env,
    maxBuffer: 2 ** 24,
  }).catch((error: { stdout?: string }) => error);
  const ms = performance.now() - began;
  const said = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as { id: string; finding: string }[]) : [];
  const versions = said.filter(({ id }) => /^(?:SSLv[23]|TLS1(?:_[123])?)$/.test(id));
  if (/Fatal error/.test(stdout) || versions.length === 0)
    throw new Error(`testssl.sh did not run: ${stdout.slice(-300)}`);
  const suites = said.flatMap(({ id, finding }) => {
    const version = /^cipher-([a-z]+\d(?:_\d)?)_x/.exec(id)?.[1];
    const suite = /\b(?:TLS|SSL)_[A-Za-z0-9_]+$/.exec(finding.trim())?.[0];
    return version && suite ? [`${version.toUpperCase().replace('SSLV', 'SSLv')} ${suite}`] : [];
  });
  return {
    ms,
    versions: new Map(versions.map(({ id, finding }) => [id, /^offered/.test(finding)])),
    suites: new Set(suites),
  };
}

/** Whether openssl completes a handshake of this version with this suite. */
export async function byOpenssl(name: string, port: number, version: string, suite: string): Promise<boolean> {
  const flag = { 'TLSv1.3': '-tls1_3', 'TLSv1.2': '-tls1_2', 'TLSv1.1': '-tls1_1' }[version] ?? '-tls1';
  const list = version === 'TLSv1.3' ? ['-ciphersuites', suite] : ['-cipher', `${suite}:@SECLEVEL=0`];
  const child = run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', name, flag, ...list]);
  child.child.stdin?.end();
  const { stdout } = await child.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return /Cipher is (?!\(NONE\))/.test(stdout) || /New, \S+, Cipher is (?!\(NONE\))/.test(stdout);
}

/** IANA's names by OpenSSL's, as the machine's own openssl has them. */
export async function opensslNames(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run('openssl', ['ciphers', '-stdname', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0']);
  const pairs = stdout.split('\n').flatMap((line): [string, string][] => {
    const [iana, , own] = line.trim().split(/\s+/);
    return iana && own ? [[own, iana]] : [];
  });
  return new Map(pairs);
}
