import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { auditorEnv } from '../auditor-env.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpPostgres } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { StartedTarget, StartOptions } from '../target.ts';
import { admin, content, privateValuesOf } from './content.ts';
import { startPostgres } from './postgres.ts';
import { endedSession, fillCustomer, idFromBefore, openShop, signIn, skusOf } from './seed.ts';

/** Starts EverShop built by setup.sh on an empty PostgreSQL cluster and enters two customers' data over HTTP. */
export async function start(dir: string, options: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('evershop', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-evershop-'));
  const node = (await readFile(join(dir, 'node-path'), 'utf8')).trim();
  const closing: (() => Promise<void>)[] = [() => rm(data, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const one of closing.toReversed()) await one();
  };
  try {
    const postgres = await startPostgres(data);
    closing.push(postgres.stop);
    const port = await freePort();
    const env = cleanEnvironment({
      NODE_ENV: 'production',
      NODE_OPTIONS: `--require ${join(dir, 'bind-loopback.cjs')}`,
      DB_HOST: '127.0.0.1',
      DB_PORT: String(postgres.port),
      DB_NAME: 'shop',
      DB_USER: 'postgres',
      DB_PASSWORD: '',
      DB_SSLMODE: 'disable',
      PORT: String(port),
      // The pages' links are absolute.
      NODE_CONFIG: JSON.stringify({ shop: { homeUrl: options.publicUrl ?? `http://127.0.0.1:${port}` } }),
    });
    const cli = join(dir, 'node_modules/@evershop/evershop/dist/bin/evershop.js');
    const app = await startApp({ command: node, args: [cli, 'start'], cwd: dir, env, port, readyPath: '/healthz' });
    closing.push(app.stop);
    const tool = (...args: readonly string[]) =>
      promisify(execFile)(node, [cli, ...args], { cwd: dir, env, maxBuffer: 16 * 1024 * 1024 });
    await tool('seed', '--all');
    await tool('user:create', '--name', admin.name, '--email', admin.email, '--password', admin.password);
    const shop = await openShop(app.url);
    const skus = await skusOf(app.url, shop.headers);
    const a = await fillCustomer(app.url, 'a', skus, shop.methodCode);
    const b = await fillCustomer(app.url, 'b', skus, shop.methodCode);
    return {
      url: app.url,
      env: auditorEnv({ a: [content.a.email, content.a.password], b: [content.b.email, content.b.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: a.headers,
        b: b.headers,
        admin: await signIn(app.url, '/admin/user/login', admin.email, admin.password),
        'a-with-id-from-before': await idFromBefore(app.url, 'a'),
        'a-signed-out': await endedSession(app.url, 'a'),
      },
      dump: () => dumpPostgres(postgres.port, 'shop', /^(session|event|cron.*|cart\.sid)$/),
      references: {
        'a-order': a.orders[0] ?? '',
        'b-order': b.orders[0] ?? '',
        'a-address': a.addressId,
        'b-address': b.addressId,
        'a-cart': a.cartId,
        'b-cart': b.cartId,
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('evershop', start);
