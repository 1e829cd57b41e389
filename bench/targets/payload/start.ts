import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorEnv } from '../auditor-env.ts';
import { mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { StartedTarget } from '../target.ts';
import { admin, content, privateValuesOf } from './content.ts';
import { seedPayload, signIn } from './seed.ts';

/** Starts the Payload application built by setup.sh on a copy of its empty database and seeds two customers. */
export async function start(dir: string): Promise<StartedTarget> {
  requireInstalled('payload', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-payload-'));
  const node = (await readFile(join(dir, 'node-path'), 'utf8')).trim();
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await copyFile(join(dir, 'template.db'), join(data, 'data.db'));
    const port = await freePort();
    const app = await startApp({
      command: node,
      args: [join(dir, 'node_modules/next/dist/bin/next'), 'start', '-H', '127.0.0.1', '-p', String(port)],
      cwd: dir,
      env: cleanEnvironment({
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        DATABASE_URI: `file:${join(data, 'data.db')}`,
      }),
      port,
      readyPath: '/api/users/me',
    });
    stop = app.stop;
    await seedPayload(app.url);
    const { a, b } = content;
    const ended = await signIn(app.url, a.email, a.password);
    await mustCall('POST', `${app.url}/api/users/logout`, { headers: ended });
    const asA = await signIn(app.url, a.email, a.password);
    return {
      url: app.url,
      env: auditorEnv({ a: [a.email, a.password], b: [b.email, b.password], admin: [admin.email, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: asA,
        b: await signIn(app.url, b.email, b.password),
        admin: await signIn(app.url, admin.email, admin.password),
        'a-signed-out': ended,
        'a-with-tenant-of-b': { cookie: `${asA.cookie}; payload-tenant=2` },
      },
      // Sessions are kept with the users, and what a user last looked at as preferences.
      dump: async () =>
        dumpSqlite(
          join(data, 'data.db'),
          /^(users_sessions|payload_preferences.*|payload_locked.*)$|^users\.updated_at$/,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('payload', start);
