import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorEnv } from '../auditor-env.ts';
import { mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { Customer, StartedTarget } from '../target.ts';
import { formOf, post, type Session, signIn } from './browse.ts';
import { admin, content, privateValuesOf } from './content.ts';

/** Enters everything of one customer through the application's own forms. */
async function fill(url: string, customer: Customer, session: Session): Promise<void> {
  const own = content[customer];
  const base = `/projects/${own.project}`;
  for (const issue of own.issues) {
    const fields = {
      'issue[tracker_id]': '1',
      'issue[subject]': issue.subject,
      'issue[description]': issue.description,
    };
    await post(
      url,
      `${base}/issues`,
      session,
      formOf({ ...fields, 'issue[priority_id]': '2', 'issue[status_id]': '1' }),
    );
  }
  const { title, text } = own.news;
  await post(
    url,
    `${base}/news`,
    session,
    formOf({ 'news[title]': title, 'news[summary]': title, 'news[description]': text }),
  );
  const file = formOf({ 'attachments[1][description]': '' });
  file.set('attachments[1][file]', new Blob([own.file.text], { type: 'text/plain' }), own.file.name);
  await post(url, `${base}/files`, session, file);
  const document = { 'document[title]': own.document.title, 'document[description]': own.document.description };
  await post(url, `${base}/documents`, session, formOf({ ...document, 'document[category_id]': '6' }));
  const wiki = { 'content[text]': own.wiki, 'content[version]': '0', _method: 'put' };
  await post(url, `${base}/wiki/Wiki`, session, formOf(wiki));
}

/** Starts Debian's Redmine on a copy of the database made by setup.sh and enters the customers' content over HTTP. */
export async function start(dir: string): Promise<StartedTarget> {
  requireInstalled('redmine', dir);
  const data = await realpath(await mkdtemp(join(tmpdir(), 'target-redmine-')));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await cp(join(dir, 'template'), data, { recursive: true });
    const database = `production:\n  adapter: sqlite3\n  database: ${join(data, 'redmine.db')}\n  encoding: utf8\n`;
    await writeFile(join(data, 'config/database.yml'), database);
    const port = await freePort();
    const app = await startApp({
      command: 'puma',
      args: ['-e', 'production', '-t', '2:4', '-b', `tcp://127.0.0.1:${port}`, 'config.ru'],
      cwd: '/usr/share/redmine',
      env: cleanEnvironment({
        X_DEBIAN_SITEID: `../../../../../..${data}`,
        RAILS_ENV: 'production',
        RAILS_SERVE_STATIC_FILES: '1',
      }),
      port,
      readyPath: '/login',
    });
    stop = app.stop;
    const { a, b } = content;
    const sessions = {
      a: await signIn(app.url, a.login, a.password),
      b: await signIn(app.url, b.login, b.password),
      admin: await signIn(app.url, admin.login, admin.password),
    };
    await fill(app.url, 'a', sessions.a);
    await fill(app.url, 'b', sessions.b);
    const ended = await signIn(app.url, a.login, a.password);
    await mustCall('POST', `${app.url}/logout`, { headers: ended.headers, form: {} });
    return {
      url: app.url,
      env: auditorEnv({ a: [a.login, a.password], b: [b.login, b.password], admin: [admin.login, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: sessions.a.headers,
        b: sessions.b.headers,
        admin: sessions.admin.headers,
        'a-signed-out': ended.headers,
        'a-with-token-of-b': { ...sessions.a.headers, 'x-csrf-token': sessions.b.headers['x-csrf-token'] ?? '' },
      },
      dump: async () =>
        dumpSqlite(
          join(data, 'redmine.db'),
          /^(tokens|ar_internal_metadata)$|^users\.(last_login_on|updated_on)$|^attachments\.downloads$/,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('redmine', start);
