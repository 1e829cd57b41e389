import { execFile, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanEnvironment, freePort } from '../app-process.ts';

const run = promisify(execFile);

export type Postgres = { readonly port: number; readonly stop: () => Promise<void> };

/** PostgreSQL refuses to run as root: then it runs as Debian's own account for it. */
function asServer(command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return process.getuid?.() === 0
    ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
    : [command, args];
}

async function binaries(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = (await readdir(root)).sort((one, other) => Number(other) - Number(one));
  if (versions[0] === undefined) throw new Error(`no PostgreSQL in ${root}`);
  return join(root, versions[0], 'bin');
}

/**
 * A cluster of its own in `folder`, which must not hold one, with an empty database `shop` for the user `postgres`, on a
 * free loopback port; nothing of the machine's own clusters is touched.
 */
export async function startPostgres(folder: string): Promise<Postgres> {
  const bin = await binaries();
  const env = cleanEnvironment({});
  if (process.getuid?.() === 0) await run('chown', ['postgres:postgres', folder]);
  const data = join(folder, 'cluster');
  const must = async (command: string, args: readonly string[]) => {
    const [file, all] = asServer(join(bin, command), args);
    await run(file, [...all], { env, cwd: folder });
  };
  await must('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'fsync=off', `unix_socket_directories=${folder}`];
  const [file, all] = asServer(join(bin, 'postgres'), [
    '-D',
    data,
    '-p',
    String(port),
    ...settings.flatMap((one) => ['-c', one]),
  ]);
  const child = spawn(file, [...all], { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (part: Buffer) => {
    log = (log + part.toString('utf8')).slice(-2000);
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const kill = () => child.kill('SIGQUIT');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    // SIGINT: ends connections and shuts down in order.
    child.kill('SIGINT');
    await Promise.race([ended, wait(8000)]);
    if (child.exitCode === null) child.kill('SIGQUIT');
    await ended;
  };
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const made = await must('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', 'shop']).then(
      () => true,
      () => false,
    );
    if (made) return { port, stop };
    await wait(100);
  }
  await stop();
  throw new Error(`PostgreSQL did not start: ${log}`);
}
