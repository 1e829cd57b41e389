import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expandTemplate, seeded } from './templates.ts';

/** A folder that goes away with the test. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'launch-secrets-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function put(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

export function git(folder: string, ...args: readonly string[]): string {
  const settings = ['-c', 'user.name=Robin Vale', '-c', 'user.email=robin@example.com', '-c', 'commit.gpgsign=false'];
  const ran = spawnSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout.trim();
}

export function startRepository(folder: string): void {
  git(folder, 'init', '-q', '-b', 'main', '.');
}

export function commitAll(folder: string, message: string): string {
  git(folder, 'add', '-A', '-f');
  git(folder, 'commit', '-q', '-m', message);
  return git(folder, 'rev-parse', 'HEAD');
}

const random = seeded(20_261_122);
/** A value of the form that a template tells, other at each call. */
export const drawn = (template: string) => expandTemplate(template, random);
