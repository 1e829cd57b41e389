import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../range/internet/authority.ts';
import { freePort } from '../../range/internet/free-port.ts';
import { untilItSays } from '../until-it-says.ts';

export interface Dovecot {
  readonly port: number;
  readonly securePort: number;
  /** PEM of the authority behind the certificate for mail.inbox.test. */
  readonly rootPem: string;
  readonly password: string;
  /** The Maildir of a user; `folder` as Dovecot names it on disk: '' or '.Junk'. */
  readonly maildir: (user: string, folder?: string) => string;
  readonly stop: () => Promise<void>;
}

const nobody = 65_534;

/** Where the program is; installs the Debian package where we are root. @throws with what to do where it cannot be had */
export function findDovecot(): string {
  const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot'];
  const found = () => places.find((path) => spawnSync(path, ['--version']).status === 0);
  const there = found();
  if (there !== undefined) return there;
  if (userInfo().uid === 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    const options = { stdio: 'ignore' as const, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd'], options);
    const installed = found();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'Dovecot is not installed. Install the Debian package dovecot-imapd (apt install dovecot-imapd), then run npm run imap again.',
  );
}

/** A real IMAP server on loopback, as a user without privileges, with its mail in a temporary folder. */
export async function startDovecot(): Promise<Dovecot> {
  const program = findDovecot();
  const folder = await mkdtemp(join(tmpdir(), 'imap-'));
  const { uid, username } = userInfo();
  const asRoot = uid === 0;
  const user = asRoot ? 'nobody' : username;
  const group = spawnSync('id', ['-gn', user], { encoding: 'utf8' }).stdout.trim();
  const [port, securePort] = [await freePort(), await freePort()];
  const authority = createAuthority(new Date());
  const { cert, key } = authority.leaf({ names: ['mail.inbox.test'], rsaBits: 2048 });
  const password = 'a-password-of-the-test';
  for (const name of ['run', 'state', 'mail', 'home']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key, { mode: 0o600 });
  await writeFile(join(folder, 'dovecot.conf'), config({ folder, user, group, port, securePort, password }));
  if (asRoot)
    for (const name of ['', 'run', 'state', 'mail', 'home', 'cert.pem', 'key.pem'])
      chownSync(join(folder, name), nobody, nobody);
  const child: ChildProcess = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(asRoot ? { uid: nobody, gid: nobody } : {}),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // Its ports are open by then.
    await untilItSays(child, /starting up for imap/);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    port,
    securePort,
    rootPem: authority.rootPem,
    password,
    maildir: (name, below = '') => join(folder, 'mail', name, below),
    stop,
  };
}

interface Wish {
  readonly folder: string;
  readonly user: string;
  readonly group: string;
  readonly port: number;
  readonly securePort: number;
  readonly password: string;
}

function config({ folder, user, group, port, securePort, password }: Wish): string {
  const services = [
    'anvil',
    'stats',
    'auth',
    'auth-worker',
    'dict',
    'imap',
    'indexer',
    'indexer-worker',
    'log',
    'config',
  ];
  return [
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    'log_path = /dev/stderr',
    'protocols = imap',
    'listen = 127.0.0.1',
    `default_internal_user = ${user}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${user}`,
    'first_valid_uid = 1',
    'first_valid_gid = 1',
    'disable_plaintext_auth = no',
    'auth_failure_delay = 0 secs',
    'ssl = yes',
    `ssl_cert = <${folder}/cert.pem`,
    `ssl_key = <${folder}/key.pem`,
    `mail_location = maildir:${folder}/mail/%u`,
    'namespace inbox {\n  inbox = yes\n  mailbox Junk {\n    special_use = \\Junk\n    auto = create\n  }\n}',
    `passdb {\n  driver = static\n  args = password=${password}\n}`,
    `userdb {\n  driver = static\n  args = home=${folder}/home/%u\n}`,
    `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = ${securePort}\n    ssl = yes\n  }\n}`,
    ...services.map((name) => `service ${name} {\n  chroot =\n  user = ${user}\n}`),
    '',
  ].join('\n');
}
