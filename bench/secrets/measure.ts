import { spawnSync } from 'node:child_process';

export interface Measured {
  readonly wallMs: number;
  /** User and system time of the command and of everything that it started. */
  readonly cpuMs: number;
  readonly out: string;
  readonly ended: number;
}

/** Runs a command in the shell's own stop-watch, so that all are measured by the same clock. */
export function measured(command: string, args: readonly string[], cwd: string): Measured {
  const script = 'TIMEFORMAT="clock %R %U %S"; time "$@"';
  const ran = spawnSync('bash', ['-c', script, 'bash', command, ...args], { cwd, encoding: 'utf8', maxBuffer: 512e6 });
  const [, wall = '0', user = '0', system = '0'] = /^clock ([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(ran.stderr) ?? [];
  const ms = (seconds: string) => Math.round(Number(seconds) * 1000);
  return { wallMs: ms(wall), cpuMs: ms(user) + ms(system), out: ran.stdout, ended: ran.status ?? -1 };
}
