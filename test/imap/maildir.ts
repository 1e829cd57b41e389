import { chownSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from './dovecot.ts';

const nobody = 65_534;
/** Dovecot reads mail as nobody where the test is run as root. */
export const own = (path: string) => {
  if (userInfo().uid === 0) chownSync(path, nobody, nobody);
};

/** A Maildir as a delivery agent makes it; answers its path. */
export async function makeBox(dovecot: Dovecot, user: string, folder = ''): Promise<string> {
  const path = dovecot.maildir(user, folder);
  for (const name of ['', 'tmp', 'new', 'cur']) {
    await mkdir(join(path, name), { recursive: true });
    own(join(path, name));
  }
  if (folder !== '') await makeBox(dovecot, user);
  return path;
}

/** Puts one message into a Maildir, whole or not at all. */
export async function deliver(path: string, name: string, raw: Buffer): Promise<void> {
  await writeFile(join(path, 'tmp', name), raw);
  own(join(path, 'tmp', name));
  await rename(join(path, 'tmp', name), join(path, 'new', name));
}
