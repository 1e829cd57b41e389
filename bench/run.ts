import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { targetNames } from './targets/target.ts';

/** `npm run bench -- NAME …`: NAME is a folder of `bench/` with a `run.ts`, else one of the applications in `bench/targets`. */
const [name] = process.argv.slice(2);
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'run.ts')))
  .map((entry) => entry.name);
if (name === undefined) {
  process.stderr.write(`Say which: ${[...folders.filter((one) => one !== 'targets'), ...targetNames].join(', ')}\n`);
  process.exit(64);
}
const own = folders.includes(name);
if (own) process.argv.splice(2, 1);
await import(pathToFileURL(join(import.meta.dirname, own ? name : 'targets', 'run.ts')).href);
