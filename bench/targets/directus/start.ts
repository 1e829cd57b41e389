import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { auditorEnv } from '../auditor-env.ts';
import { cookiesOf, mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { StartedTarget, StartOptions } from '../target.ts';
import { admin, content, privateValuesOf } from './content.ts';
import { seedDirectus } from './seed.ts';

async function session(url: string, email: string, password: string): Promise<Record<string, string>> {
  const login = await mustCall('POST', `${url}/auth/login`, { json: { email, password, mode: 'session' } });
  return { cookie: cookiesOf(login) };
}

/** A session that its owner has ended. */
async function endedSession(url: string, email: string, password: string): Promise<Record<string, string>> {
  const headers = await session(url, email, password);
  await mustCall('POST', `${url}/auth/logout`, { headers, json: { mode: 'session' } });
  return headers;
}

/** Starts Directus from the folder made by setup.sh on a new SQLite database and seeds two customers. */
export async function start(dir: string, options: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('directus', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-directus-'));
  const node = (await readFile(join(dir, 'node-path'), 'utf8')).trim();
  const port = await freePort();
  const env = cleanEnvironment({
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: options.publicUrl ?? `http://127.0.0.1:${port}`,
    DB_CLIENT: 'sqlite3',
    DB_FILENAME: join(data, 'data.db'),
    STORAGE_LOCATIONS: 'local',
    STORAGE_LOCAL_ROOT: join(data, 'uploads'),
    EXTENSIONS_PATH: join(data, 'extensions'),
    SECRET: 'a-secret-for-a-loopback-lab-only',
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    TELEMETRY: 'false',
    IP_TRUST_PROXY: 'true',
    SESSION_COOKIE_SECURE: options.publicUrl?.startsWith('https:') ? 'true' : 'false',
    REFRESH_TOKEN_COOKIE_SECURE: options.publicUrl?.startsWith('https:') ? 'true' : 'false',
  });
  const cli = join(dir, 'node_modules/directus/cli.js');
  const forget = (): Promise<void> => rm(data, { recursive: true, force: true });
  try {
    await promisify(execFile)(node, [cli, 'bootstrap'], { cwd: dir, env });
    const app = await startApp({ command: node, args: [cli, 'start'], cwd: dir, env, port, readyPath: '/server/ping' });
    const close = async (): Promise<void> => {
      await app.stop();
      await forget();
    };
    try {
      await seedDirectus(app.url, options.broken === true);
      const { a, b } = content;
      return {
        url: app.url,
        env: auditorEnv({ a: [a.email, a.password], b: [b.email, b.password], admin: [admin.email, admin.password] }),
        privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
        sessions: {
          a: await session(app.url, a.email, a.password),
          b: await session(app.url, b.email, b.password),
          admin: await session(app.url, admin.email, admin.password),
          'a-signed-out': await endedSession(app.url, a.email, a.password),
        },
        dump: async () =>
          dumpSqlite(
            join(data, 'data.db'),
            /^directus_(sessions|activity|revisions)$|^directus_users\.(last_access|last_page)$/,
          ),
        close,
      };
    } catch (error) {
      await app.stop();
      throw error;
    }
  } catch (error) {
    await forget();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('directus', start);
