import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import type { StartedTarget, StartOptions } from '../target.ts';
import { content, type Own, privateValuesOf } from './content.ts';

async function signIn(url: string, { mail, password }: Own): Promise<Readonly<Record<string, string>>> {
  const opened = await call('GET', `${url}/control/login`);
  const token = /name="csrfmiddlewaretoken" value="([^"]*)"/.exec(opened.text)?.[1] ?? '';
  const answer = await call('POST', `${url}/control/login`, {
    headers: { cookie: cookiesOf(opened), referer: `${url}/control/login` },
    form: { csrfmiddlewaretoken: token, email: mail, password },
  });
  if (answer.status !== 302) throw new Error(`sign-in of ${mail} failed: ${answer.status}`);
  return { cookie: cookiesOf(answer) };
}

/** Starts pretix on a copy of the empty database and enters both organizers. There is no operator's account: none is given. */
export async function start(dir: string, { publicUrl, sessions = true }: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('pretix', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-pretix-'));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const database = join(data, 'db.sqlite3');
    await copyFile(join(dir, 'template/db.sqlite3'), database);
    const port = await freePort();
    const settings = join(data, 'pretix.cfg');
    await writeFile(
      settings,
      [
        '[pretix]',
        'instance_name=Ticket office',
        `url=${publicUrl ?? `http://127.0.0.1:${port}`}`,
        `datadir=${data}`,
        'registration=off',
        'trust_x_forwarded_for=on',
        'trust_x_forwarded_proto=on',
        '[database]',
        'backend=sqlite3',
        `name=${database}`,
        '[django]',
        'secret=for-this-measurement-only-8841',
        '',
      ].join('\n'),
    );
    const references = join(data, 'references.json');
    const env = cleanEnvironment({
      PRETIX_CONFIG_FILE: settings,
      PRETIX_CONTENT: JSON.stringify(content),
      PRETIX_REFERENCES: references,
    });
    const python = join(dir, 'env/bin/python');
    const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    const seed = `exec(open(${JSON.stringify(here('./seed.py'))}).read())`;
    await promisify(execFile)(python, ['-m', 'pretix', 'shell', '-c', seed], { env, cwd: data });
    const app = await startApp({
      command: python,
      args: [here('./serve.py'), String(port)],
      cwd: data,
      env,
      port,
      readyPath: '/control/login',
      timeoutMs: 120_000,
    });
    stop = app.stop;
    return {
      url: app.url,
      env: auditorEnv({ a: [content.a.mail, content.a.password], b: [content.b.mail, content.b.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: sessions
        ? { a: await signIn(app.url, content.a), b: await signIn(app.url, content.b), admin: {} }
        : { a: {}, b: {}, admin: {} },
      references: z.record(z.string(), z.string()).parse(JSON.parse(await readFile(references, 'utf8'))),
      // The root is a public page: who works here enters at /control/.
      signInAt: { a: '/control/', b: '/control/' },
      dump: async () =>
        dumpSqlite(
          database,
          /^(django_session|pretixbase_(logentry|cachedfile|cachedcombinedticket|cachedticket|loginsource|userknownloginsource).*|pretixbase_user\.(last_login|session_token))$/,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('pretix', start);
