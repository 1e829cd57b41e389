import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checks } from '../../src/checks/index.ts';
import { chooseEntries } from './choose-entries.ts';
import { runMatrix } from './run-matrix.ts';
import { lineOf, tableOf, untested } from './summary.ts';

const usage =
  'npm run range -- [FILTER…] [--one-per-check] [--jobs N] [--blame] [--alone] [--json FILE] [--dossiers DIR]';

/** Prints the matrix as it goes; 0 when every flaw was caught and nothing else was said, 1 otherwise, 130 on Ctrl-C. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'one-per-check': { type: 'boolean' },
      // What runs at once: a network entry counts one, a portal entry three.
      jobs: { type: 'string', default: '12' },
      // Runs the decoys of a group that made a check speak once more, one by one.
      blame: { type: 'boolean', default: false },
      // Walks through the portal anew for every flaw, also where one recording would serve.
      alone: { type: 'boolean', default: false },
      json: { type: 'string' },
      dossiers: { type: 'string' },
    },
  });
  const words = positionals.flatMap((text) => text.split(',')).filter((word) => word !== '');
  const entries = chooseEntries(words, values['one-per-check'] === true);
  if (entries.length === 0) {
    console.error(`Nothing in the range is called ${words.join(' ')}.\n${usage}`);
    return 64;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  // Every range and browser under way listens for the end of the process.
  process.setMaxListeners(100);
  const crashes: string[] = [];
  process.on('uncaughtException', (error) => {
    crashes.push(error.message);
    console.error(`crashed: ${error.stack ?? error.message}`);
  });
  const began = performance.now();
  const { dossiers } = values;
  const results = await runMatrix(entries, {
    signal: stopping.signal,
    capacity: Math.max(1, Math.trunc(Number(values.jobs)) || 12),
    blame: values.blame,
    alone: values.alone,
    onResult: (result) => console.log(lineOf(result)),
    ...(dossiers === undefined
      ? {}
      : { onDossier: (id, dossier) => writeFile(join(dossiers, `${id.slice(0, 120)}.json`), JSON.stringify(dossier)) }),
  });
  if (stopping.signal.aborted) return 130;

  const ids = checks.map(({ id }) => id);
  const gaps = untested(ids);
  const problems = results.flatMap(({ entry, problems: own }) => own.map((one) => ({ entry: entry.id, ...one })));
  console.log(`\n${tableOf(results, ids)}\n`);
  for (const line of gaps) console.log(line);
  // Once more below the table: whoever reads only the end of a log sees what went wrong.
  for (const result of results) if (result.problems.length > 0) console.log(lineOf(result));
  if (values.json !== undefined) {
    const rows = results.map(({ entry, ms, skipped, problems: own }) => ({
      id: entry.id,
      kind: entry.kind,
      ms,
      skipped,
      problems: own,
    }));
    await writeFile(values.json, `${JSON.stringify({ rows, untested: gaps }, undefined, 2)}\n`);
  }
  const count = (kind: string) => problems.filter((one) => one.kind === kind).length;
  const seconds = Math.round((performance.now() - began) / 1000);
  const twice = results.filter(({ second }) => second).length;
  const without = results.filter(({ skipped }) => skipped).length;
  console.log(
    `${results.length - without} entries in ${seconds} s: ${count('missed')} missed, ${count('false alarm')} false alarms` +
      `${twice > 0 ? ` (${twice} looked at twice)` : ''}${without > 0 ? `, ${without} entries wait for a check` : ''}, ${gaps.length} checks not fully tested${crashes.length > 0 ? `, ${crashes.length} crashes` : ''}.`,
  );
  return problems.length + gaps.length + crashes.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
