import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { type Dossier, dossierSchema, dossierSchemaId } from '../../src/model/dossier.ts';
import { scorecardSchema } from '../../src/model/scorecard.ts';
import { reportFiles } from '../../src/reporters/index.ts';
import { runCli, temporaryFolder } from './cli-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const empty: Dossier = dossierSchema.parse({
  schema: dossierSchemaId,
  tool: { name: 'launch-ready', version: '0.1.0' },
  run: 'r1',
  startedAt: '2026-11-01T10:00:00.000Z',
  finishedAt: '2026-11-01T10:01:00.000Z',
  state: 'complete',
  target: 'app.example.com',
  config: { target: { hosts: [{ name: 'app.example.com' }] } },
  permits: ['look'],
  fingerprintKey: 'ab',
  evidence: [],
  requests: { sent: 0, perHost: {}, permitted: [] },
  durationsMs: {},
});

async function file(name: string, content: string | object): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const judge = (path: string, ...more: string[]) => runCli(['judge', path, '--out', join(folder.path, 'out'), ...more]);

test('an empty run is unproven, exit 2, with every report written', async () => {
  const { code, stdout } = await judge(await file('empty.json', empty));
  expect(code).toBe(2);
  expect(stdout).toMatch(/NOT PROVEN YET/);
  expect((await readdir(join(folder.path, 'out'))).sort()).toEqual([...reportFiles, 'handover.md'].sort());
  const card = scorecardSchema.parse(JSON.parse(await readFile(join(folder.path, 'out', 'scorecard.json'), 'utf8')));
  expect(card.checklist.id).toBe('b2b-api');
  expect(card.rows.map((row) => row.status)).toEqual(Array(10).fill('unproven'));
});

test('judging twice gives the same bytes, and the folder of a dossier stands for it', async () => {
  const path = await file('dossier.json', empty);
  const [first, second] = [await judge(path, '--json'), await judge(folder.path, '--json')];
  expect(first.stdout).toBe(second.stdout);
  expect(scorecardSchema.parse(JSON.parse(first.stdout)).decision).toBe('unproven');
});

test('several checklists: the first in the folder itself, the others beside it by name', async () => {
  const { code, stdout } = await judge(await file('all.json', empty), '--checklist', 'all', '--json');
  expect(code).toBe(2);
  expect((JSON.parse(stdout) as { checklist: { id: string } }[]).map((card) => card.checklist.id)).toHaveLength(5);
  const read = async (...path: string[]) =>
    scorecardSchema.parse(JSON.parse(await readFile(join(folder.path, 'out', ...path, 'scorecard.json'), 'utf8')));
  expect((await read()).checklist.id).toBe('b2b-cyber');
  expect((await read('shop-api')).checklist.id).toBe('shop-api');
});

test('an old dossier is judged by its own clock, and its age is said', async () => {
  const { stderr } = await judge(await file('old.json', { ...empty, finishedAt: '2020-01-01T00:00:00.000Z' }));
  expect(stderr).toMatch(/days old; judged as of 2020-01-01/);
});

const refused = async (path: string) => {
  const { code, stdout, stderr } = await judge(path);
  expect(code).toBe(64);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/at .*\.ts:\d+/);
  return stderr;
};

test('bad input: a dossier that is garbage → not JSON, exit 64', async () => {
  expect(await refused(await file('garbage.json', '\u0000\u0001not json'))).toContain(
    'is not JSON, so it is no dossier',
  );
});

test('bad input: a dossier cut off in the middle → not JSON, copy it again, exit 64', async () => {
  const text = JSON.stringify(empty);
  expect(await refused(await file('cut.json', text.slice(0, text.length / 2)))).toContain('copy it again');
});

test('bad input: JSON that is something else → says which schema is missing, exit 64', async () => {
  expect(await refused(await file('else.json', '[1, 2]'))).toContain('does not say "schema": "launch-ready/dossier@1"');
});

test('bad input: a scorecard where a dossier is needed → says so, exit 64', async () => {
  const path = await file('card.json', { schema: 'launch-ready/scorecard@1' });
  expect(await refused(path)).toContain('is a scorecard, and a dossier is needed');
});

test('bad input: a dossier of another version → both versions, exit 64', async () => {
  const path = await file('v9.json', { ...empty, schema: 'launch-ready/dossier@9' });
  expect(await refused(path)).toMatch(/format launch-ready\/dossier@9; launch-ready .* reads launch-ready\/dossier@1/);
});

test('bad input: a dossier that was changed by hand → the places, exit 64', async () => {
  const path = await file('changed.json', { ...empty, evidence: [{ kind: 1 }], extra: true });
  expect(await refused(path)).toMatch(/evidence/);
});

test('bad input: a dossier larger than 256 MiB → its size, nothing is read, exit 64', async () => {
  const path = await file('large.json', '{}');
  await truncate(path, 300 * 1024 * 1024);
  expect(await refused(path)).toContain('300 MiB');
});

test('bad input: a dossier that does not exist → its path, exit 64', async () => {
  expect(await refused(join(folder.path, 'none', 'dossier.json'))).toContain('does not exist');
});

test('bad input: control sequences in a stored target name → shown as text, not obeyed', async () => {
  const { stdout } = await judge(await file('evil.json', { ...empty, target: 'a\u001b]0;owned\u0007\u001b[2Jb' }));
  expect(stdout).not.toContain('\u001b');
  expect(stdout).toContain('⟨U+001B⟩');
});

test('compare: the same run has nothing worse; a lost proof is worse, exit 1', async () => {
  await mkdir(join(folder.path, 'before'), { recursive: true });
  const { stdout } = await judge(await file('compare.json', empty), '--json');
  const before = JSON.parse(stdout) as { findings: { status: string }[] };
  const path = await file(join('before', 'scorecard.json'), before);
  expect((await runCli(['compare', path, join(folder.path, 'before')])).code).toBe(0);
  const [first, ...others] = before.findings;
  const better = await file('better.json', { ...before, findings: [{ ...first, status: 'pass' }, ...others] });
  const worse = await runCli(['compare', better, path]);
  expect(worse.code).toBe(1);
  expect(worse.stdout).toMatch(/Worse: 1\n.*pass to unproven/);
  expect((await runCli(['compare', path, better, '--json'])).code).toBe(0);
});
