import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Pass {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly requests: number;
  readonly durationsMs: Readonly<Record<string, number>>;
  readonly certificate?: { readonly total: number; readonly proven: number };
  readonly bugs: number;
  readonly verdicts: readonly string[];
}

export const say = (text: string) => process.stdout.write(`${text}\n`);
export const row = (...cells: readonly (string | number)[]) => say(`| ${cells.join(' | ')} |`);
export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** Started as the command line is: the same flags, compiled code kept. */
export function program(file: string, ...args: readonly string[]): ChildProcessWithoutNullStreams {
  const launcher = join(import.meta.dirname, '..', '..', 'bin', 'run-in-node.js');
  const child = spawn(process.execPath, [launcher, join(import.meta.dirname, file), ...args]);
  child.stderr.pipe(process.stderr);
  return child;
}
export async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('the program ended before it said anything');
}

/** Looks at so many hosts from a process of its own. */
export async function passOver(hosts: number, domains = 0, what = ['pass-program.ts']): Promise<Pass> {
  const fleet = program('hosts-program.ts', String(hosts), String(domains));
  try {
    const config = await firstLine(fleet);
    const [file = '', ...flags] = what;
    const child = program(file, ...flags);
    child.stdin.end(config);
    let text = '';
    for await (const chunk of child.stdout) text += String(chunk);
    return JSON.parse(text) as Pass;
  } finally {
    fleet.stdin.end();
  }
}

/** Three closed hosts, three with a foreign certificate, five domains for which everybody may send: the whole launch in one config. */
export async function largeLaunch(hosts: number, domains: number): Promise<void> {
  say(`\n### ${hosts} hosts of ${domains} domains in one config, trouble among them\n`);
  row(
    'what',
    'time',
    'processor time',
    'requests',
    'memory at its peak',
    'certificates proven',
    'bugs',
    'a second run',
  );
  row('---', '---:', '---:', '---:', '---:', '---:', '---:', '---');
  const kinds: readonly (readonly [string, string[]])[] = [
    ['network pass', ['pass-program.ts']],
    ['`audit`, every collector and all reports', ['audit-program.ts']],
    [
      '`audit --only https.mixed-content --wait 5m`',
      ['audit-program.ts', '--only', 'https.mixed-content', '--wait', '5m'],
    ],
  ];
  for (const [title, what] of kinds) {
    const [first, second] = [await passOver(hosts, domains, what), await passOver(hosts, domains, what)];
    const { proven = 0, total = 0 } = first.certificate ?? {};
    const differing = first.verdicts.filter((one) => !second.verdicts.includes(one));
    const same = differing.length === 0 ? 'same verdicts' : `${differing.length} verdicts differ`;
    const proof = total > 1 ? `${proven} of ${total}` : '';
    row(title, seconds(first.ms), seconds(first.cpuMs), first.requests, `${first.rssMb} MB`, proof, first.bugs, same);
    // A verdict that is not the same twice is a mistake: which one is said, so that it can be looked for.
    for (const one of differing) process.stderr.write(`not the same in the second run: ${one}\n`);
    if (differing.length > 0) process.exitCode = 1;
  }
}
