import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds dist/ for `npm pack`: Node does not strip types below node_modules, so an installed package needs JavaScript.
 * The range comes along because the demonstration starts it.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const ran = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
if (ran.status !== 0) {
  rmSync(dist, { recursive: true, force: true });
  process.exit(1);
}
cpSync(join(root, 'range', 'portal', 'web'), join(dist, 'range', 'portal', 'web'), { recursive: true });
// Types are published for what a config imports; the others would only weigh.
for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const isPublic = relative('src', file) === 'public.d.ts' || file.startsWith(join('src', 'model'));
  if (file.endsWith('.d.ts') && !isPublic) rmSync(join(dist, file));
}
