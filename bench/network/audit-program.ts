import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createOutput } from '../../src/cli/output.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { Scorecard } from '../../src/model/scorecard.ts';

/** Reads a config from standard input, makes the whole `audit` of it, reports included, and prints what it took. */
let text = '';
for await (const chunk of process.stdin) text += String(chunk);
const folder = await mkdtemp(join(tmpdir(), 'network-audit-'));
const flags = process.argv.slice(2);
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
try {
  const file = join(folder, 'launch-ready.config.json');
  await writeFile(file, text);
  const output = createOutput({ stdout: nowhere, stderr: nowhere, env: {}, noColor: true });
  const began = performance.now();
  await runProgram(['audit', '--config', file, '--out', join(folder, 'out'), ...flags], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    cwd: folder,
    output,
  });
  const ms = Math.round(performance.now() - began);
  const card = JSON.parse(await readFile(join(folder, 'out/scorecard.json'), 'utf8')) as Scorecard;
  const subjects = Object.fromEntries(card.checks.map(({ id, subjects: of }) => [id, of]));
  process.stdout.write(
    JSON.stringify({
      ms,
      cpuMs: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      requests: card.requests.sent,
      durationsMs: card.durationsMs,
      certificate: subjects['https.valid-certificate'],
      subjects,
      bugs: card.findings.filter(({ gap }) => gap?.reason === 'our-bug').length,
      verdicts: card.findings.map(({ check, subject, status, code }) => `${check} ${subject} ${status} ${code}`).sort(),
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
