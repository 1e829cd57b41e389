import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorEnv } from '../auditor-env.ts';
import { field, mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpFolder } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { StartedTarget } from '../target.ts';
import { admin, content, privateValuesOf, shared } from './content.ts';
import { publish } from './publish.ts';

/** A private registry without uplinks: each scope belongs to one user, everything else to every signed-in user. */
const config = (data: string): string => `storage: ${data}/storage
plugins: ${data}/plugins
web:
  title: Package portal
auth:
  htpasswd:
    file: ${data}/htpasswd
    max_users: 3
uplinks: {}
packages:
  '@acme/*':
    access: acme
    publish: acme
    unpublish: acme
  '@globex/*':
    access: globex
    publish: globex
    unpublish: globex
  '**':
    access: $authenticated
    publish: operator
    unpublish: operator
server:
  keepAliveTimeout: 60
  trustProxy: loopback
middlewares:
  audit:
    enabled: false
log:
  type: stdout
  format: json
  level: warn
`;

/** Registers a user the way `npm adduser` does and returns the header of that session. */
async function addUser(url: string, name: string, password: string, email: string): Promise<Record<string, string>> {
  const json = { _id: `org.couchdb.user:${name}`, name, password, email, type: 'user', roles: [] };
  const answer = await mustCall('PUT', `${url}/-/user/org.couchdb.user:${name}`, { json });
  return { authorization: `Bearer ${field(answer, 'token')}` };
}

/** Signs in the way the web interface does: its token is another one than that of the command line. */
async function webSession(url: string, username: string, password: string): Promise<Record<string, string>> {
  const answer = await mustCall('POST', `${url}/-/verdaccio/sec/login`, { json: { username, password } });
  return { authorization: `Bearer ${field(answer, 'token')}` };
}

/** Starts Verdaccio from the folder made by setup.sh on empty storage, with two customers and their packages. */
export async function start(dir: string): Promise<StartedTarget> {
  requireInstalled('verdaccio', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-verdaccio-'));
  const file = join(data, 'config.yaml');
  await writeFile(file, config(data));
  const port = await freePort();
  const bin = join(dir, 'node_modules/verdaccio/bin/verdaccio');
  const args = [bin, '-c', file, '-l', `127.0.0.1:${port}`];
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const app = await startApp({
      command: process.execPath,
      args,
      cwd: data,
      env: cleanEnvironment({}),
      port,
      readyPath: '/-/ping',
    });
    stop = app.stop;
    const { a, b } = content;
    const commandLine = {
      a: await addUser(app.url, a.user, a.password, a.email),
      b: await addUser(app.url, b.user, b.password, b.email),
      admin: await addUser(app.url, admin.user, admin.password, admin.email),
    };
    for (const one of a.packages) await publish(app.url, commandLine.a, one);
    for (const one of b.packages) await publish(app.url, commandLine.b, one);
    await publish(app.url, commandLine.admin, shared);
    return {
      url: app.url,
      env: auditorEnv({ a: [a.user, a.password], b: [b.user, b.password], admin: [admin.user, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: await webSession(app.url, a.user, a.password),
        b: await webSession(app.url, b.user, b.password),
        admin: await webSession(app.url, admin.user, admin.password),
        'a-cli': commandLine.a,
        'b-cli': commandLine.b,
      },
      dump: () => dumpFolder(data, /^(config\.yaml|plugins\/|\.npm)/),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('verdaccio', start);
