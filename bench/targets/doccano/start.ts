import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { auditorEnv } from '../auditor-env.ts';
import { call, cookiesOf } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import { sitePackages } from '../site-packages.ts';
import type { StartedTarget, StartOptions } from '../target.ts';
import { type Account, accounts, content, privateValuesOf } from './content.ts';

async function signIn(url: string, { login, password }: Account): Promise<Readonly<Record<string, string>>> {
  const answer = await call('POST', `${url}/v1/auth/login/`, { json: { username: login, password } });
  if (answer.status !== 200) throw new Error(`sign-in of ${login} failed: ${answer.status}`);
  const cookie = cookiesOf(answer);
  return { cookie, 'x-csrftoken': /csrftoken=([^;]+)/.exec(cookie)?.[1] ?? '' };
}

/** Starts doccano on a copy of the empty database and enters both customers' projects; its settings are the usual ones. */
export async function start(dir: string, { sessions = true }: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('doccano', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-doccano-'));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const database = join(data, 'db.sqlite3');
    await copyFile(join(dir, 'template/db.sqlite3'), database);
    await mkdir(join(data, 'media'));
    const references = join(data, 'references.json');
    const env = cleanEnvironment({
      DJANGO_SETTINGS_MODULE: 'config.settings.production',
      DATABASE_URL: `sqlite:///${database}`,
      MEDIA_ROOT: join(data, 'media'),
      SECRET_KEY: 'for-this-measurement-only-8841-and-never-elsewhere',
      DEBUG: 'False',
      STANDALONE: 'True',
      DOCCANO_CONTENT: JSON.stringify({ ...content, admin: accounts.admin }),
      DOCCANO_REFERENCES: references,
    });
    const backend = join(await sitePackages(dir), 'backend');
    const seed = `exec(open(${JSON.stringify(fileURLToPath(new URL('./seed.py', import.meta.url)))}).read())`;
    await promisify(execFile)(join(dir, 'env/bin/python'), ['manage.py', 'shell', '-c', seed], { env, cwd: backend });
    const port = await freePort();
    const app = await startApp({
      command: join(dir, 'env/bin/gunicorn'),
      args: ['--bind', `127.0.0.1:${port}`, '--workers', '2', '--chdir', backend, 'config.wsgi'],
      cwd: data,
      env,
      port,
      readyPath: '/v1/me',
    });
    stop = app.stop;
    const { a, b, admin } = accounts;
    const none = { a: {}, b: {}, admin: {} };
    return {
      url: app.url,
      env: auditorEnv({ a: [a.login, a.password], b: [b.login, b.password], admin: [admin.login, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: sessions
        ? { a: await signIn(app.url, a), b: await signIn(app.url, b), admin: await signIn(app.url, admin) }
        : none,
      references: z.record(z.string(), z.string()).parse(JSON.parse(await readFile(references, 'utf8'))),
      dump: async () =>
        dumpSqlite(
          database,
          /^(django_session|authtoken_token|kombu_\w+|django_celery_results_\w+)$|^auth_user\.last_login$/,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('doccano', start);
