import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { auditorEnv } from '../auditor-env.ts';
import { call, cookiesOf, field, mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { Customer, Person, StartedTarget } from '../target.ts';
import { accounts, content, privateValuesOf } from './content.ts';

type Headers = Readonly<Record<string, string>>;

/** A session belongs to the browser that it was made in, which names itself in a header. */
const browserOf = (who: Person): Headers => ({
  'browser-id': `00000000-0000-4000-8000-00000000000${who.length}${who[0]}`,
});

async function signIn(url: string, who: Person): Promise<Headers> {
  const { mail, password } = accounts[who];
  const headers = browserOf(who);
  const answer = await mustCall('POST', `${url}/rest/login`, { headers, json: { emailOrLdapLoginId: mail, password } });
  return { ...headers, cookie: cookiesOf(answer) };
}

/** The operator's account, and one for each customer by an invitation. */
async function makeAccounts(url: string): Promise<void> {
  const { admin } = accounts;
  const names = (who: Person) => ({ firstName: accounts[who].first, lastName: accounts[who].last });
  const made = await mustCall('POST', `${url}/rest/owner/setup`, {
    headers: browserOf('admin'),
    json: { email: admin.mail, password: admin.password, ...names('admin') },
  });
  const inviterId = field(made, 'data.id');
  const headers = await signIn(url, 'admin');
  for (const who of ['a', 'b'] as const) {
    const { mail, password } = accounts[who];
    const json = [{ email: mail, role: 'global:member' }];
    const id = field(await mustCall('POST', `${url}/rest/invitations`, { headers, json }), 'data.0.user.id');
    const accepted = { inviterId, password, ...names(who) };
    await mustCall('POST', `${url}/rest/invitations/${id}/accept`, { headers: browserOf(who), json: accepted });
  }
}

async function seed(url: string, who: Customer, headers: Headers): Promise<Record<string, string>> {
  const { flows, login } = content[who];
  const ids: string[] = [];
  for (const { name, note } of flows) {
    const sticky = { id: 'n1', name: 'Note', type: 'n8n-nodes-base.stickyNote', typeVersion: 1, position: [0, 0] };
    const nodes = [{ ...sticky, parameters: { content: note } }];
    const json = { name, active: false, nodes, connections: {}, settings: {} };
    ids.push(field(await mustCall('POST', `${url}/rest/workflows`, { headers, json }), 'data.id'));
  }
  const data = { user: login.user, password: login.password };
  const kept = { name: login.name, type: 'httpBasicAuth', data };
  const credential = field(await mustCall('POST', `${url}/rest/credentials`, { headers, json: kept }), 'data.id');
  const project = field(await mustCall('GET', `${url}/rest/projects/personal`, { headers }), 'data.id');
  return { [`${who}-flow`]: ids[0] ?? '', [`${who}-credential`]: credential, [`${who}-project`]: project };
}

/** Starts n8n with an empty SQLite file and enters both customers' workflows and credentials. */
export async function start(dir: string): Promise<StartedTarget> {
  requireInstalled('n8n', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-n8n-'));
  const node = (await readFile(join(dir, 'node-path'), 'utf8')).trim();
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const app = await startApp({
      command: node,
      args: [join(dir, 'node_modules/n8n/bin/n8n'), 'start'],
      cwd: dir,
      env: cleanEnvironment({
        N8N_PORT: String(port),
        N8N_LISTEN_ADDRESS: '127.0.0.1',
        N8N_USER_FOLDER: data,
        // The front speaks TLS; hand-made requests of the truth file do not.
        N8N_SECURE_COOKIE: 'false',
        N8N_PROXY_HOPS: '1',
        N8N_DIAGNOSTICS_ENABLED: 'false',
        N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
        N8N_TEMPLATES_ENABLED: 'false',
        N8N_PERSONALIZATION_ENABLED: 'false',
      }),
      port,
      readyPath: '/rest/settings',
      timeoutMs: 240_000,
    });
    stop = app.stop;
    // It answers every address with a word until it is ready.
    for (let look = 0; look < 240 && !(await call('GET', `${app.url}/rest/settings`)).text.startsWith('{'); look++)
      await wait(500);
    await makeAccounts(app.url);
    const [a, b, admin] = [await signIn(app.url, 'a'), await signIn(app.url, 'b'), await signIn(app.url, 'admin')];
    const references = { ...(await seed(app.url, 'a', a)), ...(await seed(app.url, 'b', b)) };
    return {
      url: app.url,
      env: auditorEnv({
        a: [accounts.a.mail, accounts.a.password],
        b: [accounts.b.mail, accounts.b.password],
        admin: [accounts.admin.mail, accounts.admin.password],
      }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: { a, b, admin, 'a-elsewhere': { ...a, 'browser-id': 'another-browser' } },
      references,
      dump: async () =>
        dumpSqlite(
          join(data, '.n8n/database.sqlite'),
          /^(invalid_auth_token|migrations)$|^user\.(lastActiveAt|settings|updatedAt)$/,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('n8n', start);
