import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { largeInputs } from './large-inputs.ts';
import { measured } from './measure.ts';
import type { OurReport } from './ours.ts';
import { findPeers, type Peer } from './peers.ts';

/**
 * `npm run bench -- secrets [REPOSITORY] [--quick] [--part=repository|generated|large] [--seed=N]`: wall time, processor time and findings on a repository, ours beside the peers that this
 * machine can run, and what each finds in generated repositories. Those are one author's idea of reality; nothing here is
 * fitted to them. `--quick` takes one small generated repository and leaves the largest inputs out; `--part` and `--seed` take one
 * piece of the whole, for machines that end long commands.
 */
const quick = process.argv.includes('--quick');
const [repository] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
const option = (name: string) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const part = option('part');
const wanted = (one: string) => part === undefined || part === one;
const seed = option('seed');
const seeds = seed !== undefined ? [Number(seed)] : quick ? [1] : [1, 20_261_121, 77];
const commits = quick ? '200' : '1000';
const folder = mkdtempSync(join(tmpdir(), 'bench-secrets-'));
const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function ours(part: 'history' | 'tree' | 'files', place: string) {
  const report = join(folder, 'ours.json');
  const ran = measured(process.execPath, [join(import.meta.dirname, 'ours.ts'), part, place, report], folder);
  return { ...ran, ...(JSON.parse(readFileSync(report, 'utf8')) as OurReport) };
}
type Ours = ReturnType<typeof ours>;

function sayOurs(mine: Ours): void {
  say(
    `  launch-ready  ${seconds(mine.wallMs)} wall, ${seconds(mine.cpuMs)} CPU, ${mine.memoryMb} MB, ${mine.megabytes} MB searched, ${mine.found.length} secrets, ${mine.warned.length} warnings`,
  );
}
function sayPeer(peer: Peer, other: ReturnType<Peer['files']>, mine: Ours): void {
  const times = (one: number, by: number) => (one / by).toFixed(1);
  say(
    `  ${peer.name}  ${seconds(other.wallMs)} wall (${times(other.wallMs, mine.wallMs)} of ours), ${seconds(other.cpuMs)} CPU (${times(other.cpuMs, mine.cpuMs)} of ours), ${other.findings} findings`,
  );
}

function beside(place: string, peers: readonly Peer[]): void {
  say('history:');
  const mine = ours('history', place);
  sayOurs(mine);
  for (const peer of peers) if (peer.history) sayPeer(peer, peer.history(place), mine);
  const files = join(folder, 'files');
  mkdirSync(files);
  const script = 'git -C "$1" archive HEAD | tar x -C "$2"';
  spawnSync('bash', ['-c', script, 'bash', place, files]);
  say('files of the newest commit:');
  const now = ours('tree', files);
  sayOurs(now);
  for (const peer of peers) sayPeer(peer, peer.files(files), now);
}

/** Counts by place: how many of the planted were found, and how many others. */
function corpus(out: string): { readonly hit: number; readonly planted: number; readonly extra: number } {
  const found = [...ours('history', join(out, 'repo')).found, ...ours('files', join(out, 'artifacts')).found];
  const truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as {
    readonly secrets: readonly { readonly path: string }[];
  };
  const wanted = Map.groupBy(truth.secrets, ({ path }) => path.replace('<commit message>', 'commit message'));
  const claimed = new Map<string, number>();
  for (const one of found) {
    const within = [...wanted.keys()].filter((path) => one.startsWith(path)).sort((a, b) => b.length - a.length);
    const place = within[0] ?? '';
    claimed.set(place, (claimed.get(place) ?? 0) + 1);
  }
  let hit = 0;
  let extra = 0;
  for (const [place, list] of wanted) hit += Math.min(list.length, claimed.get(place) ?? 0);
  for (const [place, count] of claimed) extra += Math.max(0, count - (wanted.get(place)?.length ?? 0));
  return { hit, planted: truth.secrets.length, extra };
}

// As the command does it: code that was compiled once is kept. All programs of this bench that run in Node may use it.
process.env.NODE_COMPILE_CACHE ??= join(folder, 'code');
mkdirSync(join(folder, 'empty'));
ours('files', join(folder, 'empty'));

try {
  const peers = wanted('large') && part !== undefined ? [] : findPeers(folder);
  say(`peers: ${peers.map(({ name }) => name).join(', ') || 'none'}; load ${loadavg()[0]?.toFixed(1)}`);
  if (repository !== undefined && wanted('repository')) beside(resolve(repository), peers);
  const generator = resolve(import.meta.dirname, '../../../shared/corpora/secrets/gen-corpus.mjs');
  if (!existsSync(generator)) say('The corpus generator is not beside this checkout; recall was not measured.');
  for (const seed of existsSync(generator) && wanted('generated') ? seeds : []) {
    const out = join(folder, `corpus-${seed}`);
    spawnSync(process.execPath, [generator, out, String(seed), commits]);
    const { hit, planted, extra } = corpus(out);
    say(`generated, seed ${seed}: ${hit} of ${planted} planted, ${extra} others, by place`);
    for (const peer of peers) {
      const history = peer.history?.(join(out, 'repo')).findings;
      const files = peer.files(join(out, 'artifacts')).findings;
      say(`  ${peer.name}: ${history ?? 'no look'} in the history, ${files} in the build and recordings`);
    }
  }
  if (!quick && wanted('large')) for (const line of largeInputs(folder, (place) => ours('files', place))) say(line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
