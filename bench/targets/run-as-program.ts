import { installFolder } from './install-folder.ts';
import type { Start } from './target.ts';

/** Runs one target by hand: prints where it is and its accounts, then stays until Ctrl-C. */
export async function runAsProgram(name: string, start: Start): Promise<void> {
  const dir = process.argv[2] ?? installFolder(name);
  const publicUrl = process.env.PUBLIC_URL;
  const target = await start(dir, publicUrl === undefined ? {} : { publicUrl });
  process.stdout.write(`url ${target.url}\n`);
  for (const [key, value] of Object.entries(target.env)) process.stdout.write(`export ${key}='${value}'\n`);
  process.stdout.write('Runs until Ctrl-C.\n');
  await untilInterrupted();
  await target.close();
}

/** Resolves at the first SIGINT or SIGTERM. */
export async function untilInterrupted(): Promise<void> {
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  clearInterval(alive);
}
