import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorEnv } from '../auditor-env.ts';
import { call, cookiesOf } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpFolder } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import type { Customer, StartedTarget, StartOptions } from '../target.ts';
import { admin, content, privateValuesOf, shared } from './content.ts';

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const spaces = { a: 'acme', b: 'globex' } as const;

/** Nobody reads without signing in; each customer's namespace is its own, `shared` is for every customer. */
const accessList = [
  '* @ALL 0',
  '* @user 0',
  'start @user 1',
  'shared:* @user 1',
  'acme:* @acme 8',
  'globex:* @globex 8',
];
/** One line too many, twice: every signed-in customer reads globex, and anybody the boiler room of acme. */
const brokenList = [...accessList, 'globex:* @user 1', 'acme:boiler @ALL 1'];
const settings = `<?php
$conf['title'] = 'Customer handbook'; $conf['useacl'] = 1; $conf['superuser'] = '@admin'; $conf['disableactions'] = 'register,resendpwd';
$conf['sneaky_index'] = 1; $conf['updatecheck'] = 0; $conf['usewordblock'] = 0;
`;

async function write(data: string, broken: boolean): Promise<void> {
  const { a, b } = content;
  const people = [
    `${a.login}:${sha1(a.password)}:${a.name}:${a.mail}:acme,user`,
    `${b.login}:${sha1(b.password)}:${b.name}:${b.mail}:globex,user`,
    `${admin.login}:${sha1(admin.password)}:Wiki Operator:operator@handbook.example:admin,user`,
  ];
  // Data lie beside what the server serves, as the package has it.
  await cp(join(data, 'www/data'), join(data, 'store'), { recursive: true });
  await rm(join(data, 'www/data'), { recursive: true });
  const conf = join(data, 'www/conf');
  await writeFile(join(conf, 'local.php'), `${settings}$conf['savedir'] = '${join(data, 'store')}';\n`);
  await writeFile(
    join(conf, 'acl.auth.php'),
    `${(broken ? brokenList : accessList).map((line) => line.replaceAll(' ', '\t')).join('\n')}\n`,
  );
  await writeFile(join(conf, 'users.auth.php'), `${people.join('\n')}\n`);
  const page = async (space: string, name: string, text: string) => {
    await mkdir(join(data, 'store/pages', space), { recursive: true });
    await writeFile(join(data, 'store/pages', space, `${name}.txt`), text);
  };
  await page(
    '',
    'start',
    '====== Handbook ======\nWelcome. Help for everybody: [[shared:help|help]]. Your own pages are in the [[?do=index|index]].',
  );
  await page('shared', 'help', shared);
  for (const customer of ['a', 'b'] as const satisfies readonly Customer[]) {
    const own = content[customer];
    const space = spaces[customer];
    for (const [name, text] of Object.entries(own.pages)) await page(space, name, text);
    await mkdir(join(data, 'store/media', space), { recursive: true });
    await writeFile(join(data, 'store/media', space, own.file.name), own.file.text);
  }
}

async function signIn(url: string, user: string, password: string): Promise<Readonly<Record<string, string>>> {
  const opened = await call('GET', `${url}/doku.php?id=start&do=login`);
  const first = cookiesOf(opened);
  const token = /name="sectok" value="([^"]*)"/.exec(opened.text)?.[1] ?? '';
  const answer = await call('POST', `${url}/doku.php?id=start&do=login`, {
    headers: { cookie: first },
    form: { sectok: token, id: 'start', do: 'login', u: user, p: password },
  });
  const given = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const jar = new Map([...first.split('; '), ...given].map((pair) => [pair.split('=')[0] ?? '', pair]));
  if (![...jar.keys()].some((name) => /^DW/.test(name))) throw new Error(`sign-in of ${user} failed: ${answer.status}`);
  return { cookie: [...jar.values()].join('; ') };
}

/** Starts Debian's DokuWiki on a copy of the template made by setup.sh, with every page and account written beforehand. */
export async function start(dir: string, options: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('dokuwiki', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-dokuwiki-'));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await cp(join(dir, 'template'), join(data, 'www'), { recursive: true });
    await write(data, options.broken === true);
    const port = await freePort();
    const app = await startApp({
      command: 'php',
      args: ['-S', `127.0.0.1:${port}`, '-t', join(data, 'www')],
      cwd: join(data, 'www'),
      env: cleanEnvironment({ PHP_CLI_SERVER_WORKERS: '4' }),
      port,
      readyPath: '/doku.php',
    });
    stop = app.stop;
    const { a, b } = content;
    return {
      url: app.url,
      env: auditorEnv({ a: [a.login, a.password], b: [b.login, b.password], admin: [admin.login, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: await signIn(app.url, a.login, a.password),
        b: await signIn(app.url, b.login, b.password),
        admin: await signIn(app.url, admin.login, admin.password),
      },
      dump: () => dumpFolder(join(data, 'store'), /^(cache|index|locks|log|tmp)\/|^meta\/.*\.(indexed|meta)$|^meta\/_/),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('dokuwiki', start);
