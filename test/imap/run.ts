import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findDovecot } from './dovecot.ts';

/** `npm run imap`: mail by IMAP against Dovecot. Says what is missing where the server cannot be had. */
const root = fileURLToPath(new URL('../..', import.meta.url));
try {
  findDovecot();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [vitest, 'run', '--config', join(root, 'test', 'imap', 'vitest.config.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
