import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Measured, measured } from './measure.ts';

export interface Peer {
  readonly name: string;
  /** Undefined where the peer cannot read a history. */
  readonly history?: (repository: string) => Measured & { readonly findings: number };
  readonly files: (folder: string) => Measured & { readonly findings: number };
}

const length = (report: string) =>
  existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as readonly unknown[]).length : 0;

/** gitleaks as installed, as named in GITLEAKS, or the newest release built by the Go of this machine into a temporary folder. */
function gitleaks(folder: string): Peer | undefined {
  const works = (one: string | undefined): one is string =>
    one !== undefined && spawnSync(one, ['version']).status === 0;
  const built = join(folder, 'go', 'bin', 'gitleaks');
  if (!works(process.env.GITLEAKS) && !works('gitleaks')) {
    const env = { ...process.env, GOPATH: join(folder, 'go') };
    spawnSync('go', ['install', 'github.com/zricethezav/gitleaks/v8@latest'], { env });
  }
  const command = [process.env.GITLEAKS, 'gitleaks', built].find(works);
  if (command === undefined) return undefined;
  const report = join(folder, 'gitleaks.json');
  const run = (args: readonly string[], place: string) => {
    const ran = measured(command, [...args, '--no-banner', '-r', report, place], folder);
    return { ...ran, findings: length(report) };
  };
  return {
    name: 'gitleaks',
    history: (repository) => run(['git', '--log-opts=--all'], repository),
    files: (place) => run(['dir'], place),
  };
}

/** secretlint with its recommended rules, from npm into a temporary folder; it reads files only. */
function secretlint(folder: string): Peer | undefined {
  const home = join(folder, 'secretlint');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  const packages = ['secretlint', '@secretlint/secretlint-rule-preset-recommend'];
  spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], { cwd: home });
  const command = join(home, 'node_modules', '.bin', 'secretlint');
  if (!existsSync(command)) return undefined;
  const rules = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] };
  writeFileSync(join(home, '.secretlintrc.json'), JSON.stringify(rules));
  return {
    name: 'secretlint',
    files(place) {
      const config = ['--secretlintrc', join(home, '.secretlintrc.json'), '--format', 'json', '--maskSecrets'];
      const ran = measured(command, [...config, `${place}/**/*`], home);
      const files = JSON.parse(ran.out || '[]') as readonly { readonly messages: readonly unknown[] }[];
      return { ...ran, findings: files.reduce((sum, file) => sum + file.messages.length, 0) };
    },
  };
}

export function findPeers(folder: string): readonly Peer[] {
  return [gitleaks(folder), secretlint(folder)].filter((peer) => peer !== undefined);
}
