import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorEnv } from '../auditor-env.ts';
import { call, cookiesOf, mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { StartedTarget, StartOptions } from '../target.ts';
import { content, type Own, privateValuesOf } from './content.ts';

/** Everything by the program's own JSON interface, with the budget's id and code as Basic credentials. */
async function seed(url: string, { id, name, password, mail, members, bills }: Own): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}` };
  // Three of that letter stand for "no currency" (ISO 4217).
  await mustCall('POST', `${url}/api/projects`, {
    form: { name, id, password, contact_email: mail, default_currency: 'X'.repeat(3) },
  });
  const ids: string[] = [];
  for (const member of members) {
    const added = await mustCall('POST', `${url}/api/projects/${id}/members`, { headers, form: { name: member } });
    ids.push(added.text.trim());
  }
  const [payer = ''] = ids;
  for (const { what, amount, date } of bills) {
    const form = new URLSearchParams({ date, what, payer, amount, bill_type: 'Expense' });
    for (const one of ids) form.append('payed_for', one);
    const answer = await fetch(`${url}/api/projects/${id}/bills`, { method: 'POST', headers, body: form });
    if (answer.status >= 400) throw new Error(`seeding ${what}: ${answer.status} ${await answer.text()}`);
  }
}

async function signIn(url: string, { id, password }: Own): Promise<Readonly<Record<string, string>>> {
  const opened = await call('GET', `${url}/authenticate`);
  const token = /name="csrf_token"[^>]* value="([^"]*)"/.exec(opened.text)?.[1] ?? '';
  const answer = await call('POST', `${url}/authenticate`, {
    headers: { cookie: cookiesOf(opened) },
    form: { csrf_token: token, id, password },
  });
  if (answer.status !== 302) throw new Error(`sign-in of ${id} failed: ${answer.status}`);
  return { cookie: cookiesOf(answer) };
}

/** Starts I Hate Money on an empty SQLite file and enters both budgets. There is no operator's account: none is given. */
export async function start(dir: string, { sessions = true }: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('ihatemoney', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-ihatemoney-'));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const settings = join(data, 'settings.py');
    await writeFile(
      settings,
      [
        `SQLALCHEMY_DATABASE_URI = "sqlite:///${join(data, 'budgets.db')}"`,
        'SECRET_KEY = "for-this-measurement-only-8841"',
        // The front speaks TLS; hand-made requests of the truth file do not.
        'SESSION_COOKIE_SECURE = False',
        'ACTIVATE_DEMO_PROJECT = False',
        'MAIL_SUPPRESS_SEND = True',
        'TESTING = False',
        '',
      ].join('\n'),
    );
    const port = await freePort();
    const app = await startApp({
      command: join(dir, 'env/bin/flask'),
      args: ['--app', 'ihatemoney.run:create_app()', 'run', '--host', '127.0.0.1', '--port', String(port)],
      cwd: data,
      env: cleanEnvironment({ IHATEMONEY_SETTINGS_FILE_PATH: settings }),
      port,
      readyPath: '/healthcheck',
    });
    stop = app.stop;
    for (const own of [content.a, content.b]) await seed(app.url, own);
    return {
      url: app.url,
      env: auditorEnv({ a: [content.a.id, content.a.password], b: [content.b.id, content.b.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      // Three tries a minute: the auditor needs them.
      sessions: sessions
        ? { a: await signIn(app.url, content.a), b: await signIn(app.url, content.b), admin: {} }
        : { a: {}, b: {}, admin: {} },
      dump: async () => dumpSqlite(join(data, 'budgets.db'), /^(transaction|alembic_version)$/),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('ihatemoney', start);
