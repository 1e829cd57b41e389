import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm test`: types, lint, then every ring of tests. The first step that fails ends the run, and its own summary is the
 * last thing printed.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (...path: string[]) => join(root, 'node_modules', ...path);
const steps = [
  { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '-p', root] },
  { name: 'lint', args: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'] },
  { name: 'tests', args: [bin('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)] },
] as const;

for (const { name, args } of steps) {
  const began = performance.now();
  const { status, signal } = spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' });
  const seconds = Math.round((performance.now() - began) / 1000);
  if (status !== 0) {
    if (name !== 'tests') console.log(`npm test: ${name} failed after ${seconds} s`);
    process.exit(signal ? 130 : 1);
  }
  if (name !== 'tests') console.log(`npm test: ${name} in order, ${seconds} s`);
}
