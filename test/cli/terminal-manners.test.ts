import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { createOutput, type Sink } from '../../src/cli/output.ts';
import { showProgress } from '../../src/cli/progress.ts';
import { runCli, temporaryFolder } from './cli-process.ts';

const esc = '\u001b';

function sink(
  options: { readonly isTTY?: boolean; readonly columns?: number } = {},
): Sink & { readonly text: () => string } {
  let all = '';
  return {
    ...options,
    write: (text) => {
      all += text;
    },
    text: () => all,
  };
}

const outputWith = (env: Record<string, string>, isTTY: boolean, noColor = false) => {
  const [stdout, stderr] = [sink({ isTTY, columns: 50 }), sink({ isTTY, columns: 50 })];
  return { output: createOutput({ stdout, stderr, env, noColor }), stdout, stderr };
};

test('colour on a terminal only, never with NO_COLOR, --no-color or TERM=dumb', () => {
  const utf = { LANG: 'C.UTF-8' };
  expect(outputWith(utf, true).output.color).toBe(true);
  expect(outputWith(utf, false).output.color).toBe(false);
  expect(outputWith({ ...utf, NO_COLOR: '1' }, true).output.color).toBe(false);
  expect(outputWith(utf, true, true).output.color).toBe(false);
  expect(outputWith({ ...utf, TERM: 'dumb' }, true).output).toMatchObject({ color: false, live: false });
  expect(outputWith({ ...utf, FORCE_COLOR: '1' }, false).output.color).toBe(true);
  expect(outputWith({ ...utf, CI: 'true' }, true).output.live).toBe(false);
});

test('in a pipe progress is plain lines, each once, without control sequences', () => {
  const { output, stderr } = outputWith({ LANG: 'C.UTF-8' }, false);
  const view = showProgress({ output, sent: () => 3, monotonicMs: () => 0 });
  view.onProgress({ collector: 'crawl', subject: 'a', state: 'started' });
  view.onProgress({ collector: 'crawl', subject: 'b', state: 'started' });
  view.onProgress({ collector: 'crawl', subject: 'a', state: 'note', text: `5 pages${esc}[2J` });
  view.onProgress({ collector: 'crawl', subject: 'a', state: 'done' });
  view.close();
  expect(stderr.text().split('\n')).toEqual(['[  0 s] crawl: looking', '[  0 s] crawl a: 5 pages⟨U+001B⟩[2J', '']);
});

test('on a terminal progress is one line that never wraps and is gone at the end', () => {
  const { output, stderr } = outputWith({ LANG: 'C.UTF-8' }, true);
  const view = showProgress({ output, sent: () => 1234, monotonicMs: () => 61_000 });
  view.onProgress({ collector: 'crawl', subject: 'ａ'.repeat(60), state: 'note', text: 'x'.repeat(200) });
  view.draw();
  view.close();
  const drawn = stderr.text().split('\r').map(stripVTControlCharacters);
  expect(Math.max(...drawn.map((line) => stringWidth(line)))).toBeLessThan(50);
  expect(stderr.text()).toContain('1234 requests');
  expect(stderr.text().endsWith(`\r${esc}[2K`)).toBe(true);
});

test('what is printed passes the vault', () => {
  const { output, stdout, stderr } = outputWith({ LANG: 'C.UTF-8' }, false);
  output.useRedactor((text) => text.replaceAll('s3cret', '[A]'));
  output.print('a s3cret\n');
  output.note('b s3cret');
  expect(stdout.text() + stderr.text()).toBe('a [A]\nb [A]\n');
});

test('without UTF-8 everything is ASCII', async () => {
  const { output } = outputWith({ LANG: 'C' }, true);
  expect(output.unicode).toBe(false);
});

test('bad input: a reader that goes away (| head) → no trace, the own exit code', async () => {
  const { code, stderr } = await runCli(['explain'], { closeStdout: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a narrow terminal gets narrow lines', async () => {
  await using folder = await temporaryFolder();
  const { stdout } = await runCli(['explain', 'authz.read'], { env: { COLUMNS: '40' }, cwd: folder.path });
  expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
});

test('bad input: an out folder below a file, on a read-only file system → named before anything is sent, exit 64', async () => {
  await using folder = await temporaryFolder();
  for (const out of [join(process.execPath, 'out'), '/proc/launch-ready']) {
    const { code, stderr } = await runCli(['audit', 'http://127.0.0.1:9', '--out', out], { cwd: folder.path });
    expect(code).toBe(64);
    expect(stderr).toContain(`--out: ${out} cannot be written`);
  }
});
