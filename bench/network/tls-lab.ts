import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createServer as createTls } from 'node:tls';
import { createAuthority, type LeafOptions } from '../../range/internet/authority.ts';
import { imitation } from './imitation.ts';
import {
  both,
  imitations,
  modern,
  modernNames,
  nodeServers,
  opensslServers,
  rsa,
  type Truth,
} from './tls-lab-servers.ts';
import { freePort } from '../../range/internet/free-port.ts';

export type { Truth, Version } from './tls-lab-servers.ts';

export interface LabServer {
  readonly name: string;
  readonly port: number;
  readonly truth: Truth;
  /** A real implementation answers, so that other scanners can be asked as well. */
  readonly real: boolean;
}
export interface TlsLab {
  readonly servers: readonly LabServer[];
  readonly rootPem: string;
  readonly close: () => Promise<void>;
}

/** Starts every server of the lab on a port of its own. */
export async function startTlsLab(only?: (name: string) => boolean): Promise<TlsLab> {
  const wanted = (name: string) => only?.(name) ?? true;
  const authority = createAuthority(new Date());
  const folder = await mkdtemp(join(tmpdir(), 'tls-lab-'));
  const servers: LabServer[] = [];
  const sockets = new Set<Socket>();
  const open: Server[] = [];
  const children: ChildProcess[] = [];
  const listen = async (server: Server): Promise<number> => {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  };
  const leafOf = (name: string, leaf: Partial<LeafOptions> = {}) =>
    authority.leaf({ names: [`${name}.lab.test`], ...leaf });

  for (const [name, { leaf, beside, tls, order, truth }] of Object.entries(nodeServers)) {
    if (!wanted(name)) continue;
    const identity = leafOf(name, leaf);
    const cert = order ? order(identity.cert.split(/(?<=-----END CERTIFICATE-----\n)/)).join('') : identity.cert;
    const second = beside ? leafOf(name, beside) : undefined;
    const own = second ? { key: [identity.key, second.key], cert: [cert, second.cert] } : { key: identity.key, cert };
    const server = createTls({ ...own, minVersion: 'TLSv1.2', ciphers: modern, ...tls }, (socket) => socket.end());
    server.on('tlsClientError', () => undefined);
    const full: Truth = { versions: both, suites: modernNames, certificate: 'valid', ciphers: 'strong', ...truth };
    servers.push({ name: `${name}.lab.test`, port: await listen(server), truth: full, real: true });
  }
  for (const [name, { flags, truth }] of Object.entries(opensslServers)) {
    if (!wanted(name)) continue;
    const identity = leafOf(name, rsa);
    const [leaf = '', ...chain] = identity.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    const file = (ending: string) => join(folder, `${name}.${ending}`);
    await Promise.all([
      writeFile(file('pem'), leaf),
      writeFile(file('chain'), chain.join('')),
      writeFile(file('key'), identity.key),
    ]);
    const port = await freePort();
    const args = [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      file('pem'),
      '-cert_chain',
      file('chain'),
      '-key',
      file('key'),
      '-www',
      ...flags,
    ];
    const child = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    await accepts(child, child.stdout);
    servers.push({
      name: `${name}.lab.test`,
      port,
      truth: { versions: both, certificate: 'valid', ciphers: 'strong', ...truth },
      real: true,
    });
  }
  for (const [name, { truth, ...how }] of Object.entries(imitations)) {
    if (!wanted(name)) continue;
    const der = new X509Certificate(leafOf(name, rsa).cert).raw;
    servers.push({ name: `${name}.lab.test`, port: await listen(createTcp(imitation(how, der))), truth, real: false });
  }
  return {
    servers,
    rootPem: authority.rootPem,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      for (const child of children) if (child.exitCode === null && child.kill()) await once(child, 'exit');
      await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once the server says that it accepts; throws where it ends before. Its output is read on, so that it never waits for us. */
function accepts(child: ChildProcess, output: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('openssl s_server did not start'));
    child.once('error', ended).once('exit', ended);
    let said = '';
    output.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-200);
      if (said.includes('ACCEPT')) resolve();
    });
  });
}
