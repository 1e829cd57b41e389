import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchInterrupt } from '../../src/cli/interrupt.ts';
import { dossierSchema } from '../../src/model/dossier.ts';
import { runCli, startCli, temporaryFolder } from './cli-process.ts';
import { startTinyPortal } from './tiny-portal.ts';

function fakeSignals() {
  const listeners = new Map<NodeJS.Signals, () => void>();
  return {
    on: (signal: NodeJS.Signals, listener: () => void) => listeners.set(signal, listener),
    off: (signal: NodeJS.Signals) => listeners.delete(signal),
    send: (signal: NodeJS.Signals) => listeners.get(signal)?.(),
    held: () => listeners.size,
  };
}

test('the first Ctrl-C asks to stop, its echo through the launcher is the same one, the second quits', () => {
  const source = fakeSignals();
  const heard: string[] = [];
  let now = 1000;
  const watch = watchInterrupt({
    source,
    monotonicMs: () => now,
    onFirst: () => heard.push('first'),
    onSecond: () => heard.push('second'),
  });
  source.send('SIGINT');
  expect(watch.signal.aborted).toBe(true);
  now += 50;
  source.send('SIGINT');
  expect(heard).toEqual(['first']);
  now += 1000;
  source.send('SIGTERM');
  expect(heard).toEqual(['first', 'second']);
  watch.stop();
  expect(source.held()).toBe(0);
});

/** Command lines of processes that carry `text`. */
async function processesWith(text: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(text));
}

test.each([
  { hangs: '/', during: 'the first look' },
  { hangs: '/notes', during: 'the crawl' },
])(
  'bad input: Ctrl-C during $during → exit 130, a partial dossier that can be judged, nothing left behind',
  { timeout: 90_000 },
  async ({ hangs }) => {
    const account = { user: 'ann@tiny.example', password: 'correct-horse-42' };
    const portal = await startTinyPortal({ accounts: [account], hangs: [hangs] });
    await using folder = await temporaryFolder();
    await using scratch = await temporaryFolder();
    try {
      const env = { LR_A_USER: account.user, LR_A_PASSWORD: account.password, TMPDIR: scratch.path };
      const { child, result } = startCli(['audit', portal.url, '--out', folder.path], { cwd: folder.path, env });
      await portal.asked(hangs);
      child.kill('SIGINT');
      const { code, stderr } = await result;
      expect(code).toBe(130);
      expect(stderr).toContain('Stopping; what was seen is kept.');
      const path = join(folder.path, 'dossier.json');
      expect(stderr).toContain(path);
      expect(dossierSchema.parse(JSON.parse(await readFile(path, 'utf8'))).state).toBe('partial');
      const judged = await runCli(['judge', path, '--out', join(folder.path, 'again')]);
      expect([1, 2]).toContain(judged.code);
      expect(await processesWith(scratch.path)).toEqual([]);
      expect(await readdir(scratch.path)).toEqual([]);
      expect((await readdir(folder.path)).filter((name) => /probe|tmp/.test(name))).toEqual([]);
    } finally {
      await portal.close();
    }
  },
);
