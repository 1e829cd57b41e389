import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EditionName } from './editions.ts';
import type { startRange } from './start.ts';

/** `node range/start.ts [--flaw ID]… [--decoy ID]… [--case ID]… [--edition NAME]`: runs a range until it is told to stop. */
export async function runAsProgram(start: typeof startRange, args: readonly string[]): Promise<void> {
  const many = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { flaw: many, decoy: many, case: many, edition: { type: 'string', default: 'service' } },
  });
  const edition = values.edition as EditionName;
  const range = await start({ flaws: values.flaw, decoys: values.decoy, cases: values.case, edition });
  const folder = await mkdtemp(join(tmpdir(), 'launch-range-config-'));
  const configFile = join(folder, 'launch-ready.config.json');
  await writeFile(configFile, JSON.stringify(range.config, undefined, 2), { mode: 0o600 });
  console.log(JSON.stringify({ configFile, config: range.config, env: range.env }, undefined, 2));

  const stop = async () => {
    await range.close();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}
