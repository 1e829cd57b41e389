import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Peer {
  readonly name: string;
  readonly command: string;
}

/** gitleaks as installed, as named in GITLEAKS, or the newest release built by the Go of this machine into a temporary folder. */
export function findPeers(folder: string): readonly Peer[] {
  const named = process.env.GITLEAKS;
  const known = [named, 'gitleaks'].find((one) => one !== undefined && spawnSync(one, ['version']).status === 0);
  if (known !== undefined) return [{ name: 'gitleaks', command: known }];
  const env = { ...process.env, GOPATH: join(folder, 'go') };
  spawnSync('go', ['install', 'github.com/zricethezav/gitleaks/v8@latest'], { env });
  const built = join(folder, 'go', 'bin', 'gitleaks');
  return existsSync(built) ? [{ name: 'gitleaks', command: built }] : [];
}

/** Wall time by the clock. */
export function runPeer(peer: Peer, repo: string, folder: string) {
  const report = join(folder, 'peer.json');
  const began = performance.now();
  spawnSync(peer.command, ['git', '--no-banner', '--log-opts=--all', '-r', report, repo]);
  const wallMs = Math.round(performance.now() - began);
  const findings = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as readonly unknown[]).length : 0;
  return { wallMs, findings };
}
