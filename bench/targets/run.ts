import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ComparisonRow, compareWithTruth, scorecardSchema, verdicts } from './compare-with-truth.ts';
import { differences } from './dump-data.ts';
import { installFolder } from './install-folder.ts';
import { tableRow } from './table-row.ts';
import { loadTarget, targetName } from './target.ts';
import { startTlsFront } from './tls-front.ts';
import { readTruth } from './truth.ts';

type Audit = {
  readonly url: string;
  readonly configFile: string;
  readonly only: string;
  readonly out: string;
  readonly env: Readonly<Record<string, string>>;
  readonly permits: readonly string[];
};

/** Runs the product as a customer would and returns its exit code; its output goes to this terminal. */
async function audit(run: Audit): Promise<number> {
  const cli = fileURLToPath(new URL('../../bin/launch-ready.js', import.meta.url));
  const flags = ['--config', run.configFile, '--only', run.only, '--out', run.out, '--no-color'];
  for (const permit of run.permits) flags.push('--permit', permit);
  const child = spawn(process.execPath, [cli, 'audit', run.url, ...flags], {
    env: { ...process.env, ...run.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code, signal) => done(code ?? (signal === null ? 1 : 130)));
  });
}

/** Where an account signs in, for those that do so on a page of their own. */
function accountsOf(signInAt: Readonly<Record<string, string>>, url: string) {
  return Object.fromEntries(
    Object.entries(signInAt).map(([name, path]) => [name, { signIn: { url: url + path }, testAccount: true }]),
  );
}

function printComparison(rows: readonly ComparisonRow[]): void {
  const line = (text: string): boolean => process.stdout.write(`${text}\n`);
  line('');
  for (const verdict of verdicts) line(`${verdict.padEnd(16)} ${rows.filter((row) => row.verdict === verdict).length}`);
  for (const verdict of verdicts.filter((one) => one !== 'not collected')) {
    for (const row of rows.filter((one) => one.verdict === verdict)) {
      const fact = row.fact === '' ? '' : ` [${row.fact}]`;
      const expected = row.expected === '' ? '' : `, the truth file says ${row.expected}`;
      line(`${verdict.padEnd(16)} ${row.check}  ${row.subject}  ${row.found}${expected}${fact}`);
      if (verdict !== 'agrees') line(`${' '.repeat(17)}${row.detail}`);
    }
  }
}

/** Starts a target behind the TLS front, audits it with its URL and accounts only, and compares with its truth file. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      dir: { type: 'string' },
      only: { type: 'string', default: 'auth,authz,journeys' },
      broken: { type: 'boolean', default: false },
      canaries: { type: 'boolean', default: false },
      permit: { type: 'string', multiple: true, default: [] },
    },
  });
  const name = targetName(positionals[0]);
  const truth = await readTruth(name, values.broken);
  const host = `${name}.target.test`;
  const out = resolve(values.out ?? (await mkdtemp(join(tmpdir(), `audit-${name}-`))));
  await mkdir(out, { recursive: true });
  const start = await loadTarget(name);
  const target = await start(values.dir ?? installFolder(name), {
    publicUrl: `https://${host}`,
    broken: values.broken,
    sessions: false,
  });
  const front = await startTlsFront({ names: [host], upstreamPort: Number(new URL(target.url).port) });
  const folder = await mkdtemp(join(tmpdir(), 'target-config-'));
  try {
    // Nothing of the product that is audited: its name, and how to reach that name on this machine.
    const lists = { a: [...target.privateValues.a], b: [...target.privateValues.b] };
    const canaries = { a: lists.a.filter((one) => one.length >= 8), b: lists.b.filter((one) => one.length >= 8) };
    const config = {
      target: { hosts: [{ name: host, role: 'app' }] },
      lab: front.lab,
      ...(target.signInAt ? { accounts: accountsOf(target.signInAt, front.url) } : {}),
      // What an owner may declare of the test data: what only its customer may ever see.
      ...(values.canaries ? { canaries } : {}),
    };
    const configFile = join(folder, 'launch-ready.config.json');
    await writeFile(configFile, JSON.stringify(config, null, 2));
    const before = await target.dump?.();
    const started = Date.now();
    const code = await audit({
      url: front.url,
      configFile,
      only: values.only,
      out,
      env: target.env,
      permits: values.permit,
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    const scorecard = scorecardSchema.parse(JSON.parse(await readFile(join(out, 'scorecard.json'), 'utf8')));
    const rows = compareWithTruth(scorecard, truth);
    printComparison(rows);
    await writeFile(join(out, 'comparison.json'), `${JSON.stringify(rows, null, 2)}\n`);
    const differs = before && target.dump ? differences(before, await target.dump()) : undefined;
    if (differs) {
      await writeFile(join(out, 'data-differs.txt'), differs.map((line) => `${line}\n`).join(''));
      process.stdout.write(`\nstored data: ${before?.length} rows before, ${differs.length} lines differ after\n`);
      for (const line of differs.slice(0, 20)) process.stdout.write(`  ${line.slice(0, 300)}\n`);
    }
    process.stdout.write(`\n${await tableRow(name, out, rows, seconds)}\n`);
    process.stdout.write(
      `\n${name}: exit code ${code}, decision ${scorecard.decision}, ${seconds} s, results in ${out}\n`,
    );
    const wrong = rows.filter((row) =>
      ['false alarm', 'false warning', 'missed', 'unlisted alarm'].includes(row.verdict),
    );
    process.exitCode = wrong.length === 0 && (differs ?? []).length === 0 ? 0 : 1;
  } finally {
    await front.close();
    await target.close();
    await rm(folder, { recursive: true, force: true });
  }
}

// node bench/targets/run.ts NAME [--out DIR] [--dir INSTALL FOLDER] [--only AREAS] [--broken] [--canaries] [--permit write]
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
await main();
