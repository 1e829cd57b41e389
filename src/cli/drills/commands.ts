import { spawn } from 'node:child_process';
import type { CommandRun } from '../../drills/rollback-drill.ts';

const mostOutput = 64 * 1024;
/** What a command of the owner's needs from the environment; the audit's credentials are not among it. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TERM|TMPDIR|TZ|SYSTEMROOT|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|SSH_AUTH_SOCK|KUBECONFIG|DOCKER_HOST)$/i;

/**
 * Runs an owner's command in a shell, in the project folder, with a clean environment. The whole group ends with it: a
 * command that does not end is stopped after `timeoutMs`. Never throws.
 */
export function runCommand(
  command: string,
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly timeoutMs: number;
    readonly redact: (text: string) => string;
    readonly signal: AbortSignal;
  },
): Promise<CommandRun> {
  const env = Object.fromEntries(Object.entries(options.env).filter(([name]) => passedOn.test(name)));
  return new Promise((done) => {
    let output = '';
    let timedOut = false;
    const child = spawn(command, {
      shell: true,
      cwd: options.cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const stop = () => {
      if (child.pid === undefined) return;
      try {
        if (process.platform === 'win32') child.kill();
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended in the meantime.
        timedOut = false;
      }
    };
    const late = setTimeout(() => {
      timedOut = true;
      stop();
    }, options.timeoutMs);
    options.signal.addEventListener('abort', stop, { once: true });
    const take = (chunk: Buffer) => {
      if (output.length < mostOutput) output += chunk.toString('utf8');
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    const finish = (ok: boolean, said: string) => {
      clearTimeout(late);
      options.signal.removeEventListener('abort', stop);
      done({ ok: ok && !timedOut, timedOut, line: options.redact(firstLine(said)).slice(0, 200) });
    };
    child.once('error', (error) => finish(false, error.message));
    child.once('close', (code) =>
      finish(code === 0, code === 0 ? output : `${firstLine(output)} (exit ${code ?? 'signal'})`),
    );
  });
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? ''
  );
}
