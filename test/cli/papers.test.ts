import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { planSchema } from '../../src/model/plan.ts';
import { dossierOf } from '../engine/dossier-fixture.ts';
import { runCli, temporaryFolder } from './cli-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder.path, 'dossier.json'), JSON.stringify(dossierOf([])));
  await runCli(['judge', folder.path, '--out', folder.path]);
});
afterAll(() => folder[Symbol.asyncDispose]());

const read = (name: string) => readFile(join(folder.path, name), 'utf8');

test('plan: the owner’s rate changes the money and nothing else', async () => {
  const cheap = await runCli(['plan', folder.path, '--rate', '50', '--currency', 'EUR', '--json']);
  const dear = await runCli(['plan', folder.path, '--rate', '100', '--json']);
  const [one, two] = [cheap, dear].map(({ stdout }) => planSchema.parse(JSON.parse(stdout)));
  expect(cheap.code).toBe(0);
  expect(two?.totals.minutes).toEqual(one?.totals.minutes);
  expect(Math.abs((two?.totals.cost.low ?? 0) - 2 * (one?.totals.cost.low ?? 0))).toBeLessThanOrEqual(1);
  expect(await read('plan.md')).toContain('# Launch plan for');
});

test('bad input: an hourly rate that is no number → what to write, exit 64', async () => {
  const { code, stderr } = await runCli(['plan', folder.path, '--rate', 'cheap']);
  expect(code).toBe(64);
  expect(stderr).toContain('--rate 120');
});

test('handover: Markdown, HTML and a PDF of several pages', async () => {
  const { code, stdout } = await runCli(['handover', folder.path]);
  expect(code).toBe(0);
  expect(stdout).toContain('MISSING: Support hours');
  expect(await read('handover.md')).toContain('MISSING (owner: ?)');
  expect(await read('handover.html')).toContain('<title>Handover of');
  const pdf = await readFile(join(folder.path, 'handover.pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(1);
});

test('bad input: plan of a folder without an audit → what to name, exit 64', async () => {
  const { code, stderr } = await runCli(['plan', join(folder.path, 'nowhere')]);
  expect(code).toBe(64);
  expect(stderr).toContain('does not exist');
});
