import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const peerVersion = '1.4.8';

/** Installs the package into `folder` (never into this project) and writes the two small programs that run it on loopback. */
export function installPeer(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const options = { cwd: folder, stdio: 'inherit', timeout: 600_000 } as const;
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `@mdn/mdn-http-observatory@${peerVersion}`],
    options,
  );
  // Its lists of preloaded hosts and of suffixes are fetched by an install script; empty ones do for names of our own.
  const conf = join(folder, 'node_modules/@mdn/mdn-http-observatory/conf');
  writeFileSync(join(conf, 'hsts-preload.json'), '{}\n');
  writeFileSync(join(conf, 'tld-list.json'), '["test"]\n');
  writeFileSync(join(folder, 'loopback.cjs'), loopback);
  writeFileSync(join(folder, 'scan.mjs'), scan);
}

/** Every connection goes to the mapped port of this machine, or nowhere. */
const loopback = `const net = require('node:net');
const { secure, plain } = JSON.parse(process.env.OBSERVED);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const port = { 443: secure, 80: plain }[options?.port];
  if (!port || !String(options.host).endsWith('.observed.test')) throw new Error('only names of the bench are connected to');
  Object.assign(options, { host: '127.0.0.1', port, lookup: undefined });
  return connect.apply(this, args);
};
`;
const scan = `import { scan } from '@mdn/mdn-http-observatory';
const out = {};
for (const host of process.argv.slice(2)) {
  try {
    const { tests } = await scan(host);
    out[host] = Object.fromEntries(Object.entries(tests).map(([name, { pass, result }]) => [name, { pass, result }]));
  } catch (error) {
    out[host] = { error: String(error.message ?? error) };
  }
}
process.stdout.write(JSON.stringify(out));
`;

export type PeerResult = Readonly<Record<string, { readonly pass: boolean; readonly result: string }>>;

export function askPeer(
  folder: string,
  hosts: readonly string[],
  ports: { readonly secure: number; readonly plain: number },
  caFile: string,
): Promise<Readonly<Record<string, PeerResult>>> {
  const env = { PATH: process.env.PATH, HOME: folder, NODE_EXTRA_CA_CERTS: caFile, OBSERVED: JSON.stringify(ports) };
  const script = ['--require', join(folder, 'loopback.cjs'), join(folder, 'scan.mjs'), ...hosts];
  return runPeer(script, folder, env);
}

async function runPeer(script: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, script, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Readonly<Record<string, PeerResult>>;
}
