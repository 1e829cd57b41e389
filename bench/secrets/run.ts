import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createSecretReader } from '../../src/world/secrets/secret-reader.ts';
import { findPeers, runPeer } from './peers.ts';

/**
 * `npm run bench -- secrets [REPOSITORY]`: wall and CPU time on a repository, ours beside the peers that this machine can run, and what
 * each finds in the generated corpus. The corpus is one author's idea of reality; nothing here is fitted to it.
 */
const [repository] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bench-secrets-'));
const signal = new AbortController().signal;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function ours(repo: string, files?: string) {
  const before = process.cpuUsage();
  const began = performance.now();
  const reader = createSecretReader({ env: {} });
  const history = await reader.history(repo, { signal });
  const tree = files === undefined ? undefined : await reader.files(files, 'all', { signal });
  const used = process.cpuUsage(before);
  return {
    wallMs: Math.round(performance.now() - began),
    cpuMs: Math.round((used.user + used.system) / 1000),
    memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    megabytes: history.found ? Math.round(history.scan.bytes / 1e6) : 0,
    found: [...(history.found ? history.scan.secrets : []), ...(tree?.secrets ?? [])],
  };
}

try {
  const peers = findPeers(folder);
  if (repository !== undefined) {
    const mine = await ours(resolve(repository));
    say(
      `launch-ready  ${mine.wallMs} ms wall, ${mine.cpuMs} ms CPU without git, ${mine.memoryMb} MB, ${mine.megabytes} MB searched, ${mine.found.length} secrets`,
    );
    for (const peer of peers) {
      const other = runPeer(peer, resolve(repository), folder);
      say(
        `${peer.name}  ${other.wallMs} ms wall, ${other.findings} findings: ${(other.wallMs / mine.wallMs).toFixed(1)} times our wall`,
      );
    }
  }
  const generator = resolve(import.meta.dirname, '../../../shared/corpora/secrets/gen-corpus.mjs');
  if (!existsSync(generator)) say('The corpus generator is not beside this checkout; recall was not measured.');
  for (const seed of existsSync(generator) ? [1, 20_261_121, 77] : []) {
    const out = join(folder, `corpus-${seed}`);
    spawnSync(process.execPath, [generator, out, String(seed), '1000']);
    const mine = await ours(join(out, 'repo'), join(out, 'artifacts'));
    const truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as {
      readonly secrets: readonly { readonly path: string }[];
    };
    const wanted = Map.groupBy(truth.secrets, ({ path }) => path.replace('<commit message>', 'commit message'));
    let hit = 0;
    let extra = 0;
    const claimed = new Map<string, number>();
    for (const one of mine.found) {
      const place = [...wanted.keys()].find((path) => one.path === path || one.path.startsWith(path)) ?? '';
      claimed.set(place, (claimed.get(place) ?? 0) + 1);
    }
    for (const [place, list] of wanted) hit += Math.min(list.length, claimed.get(place) ?? 0);
    for (const [place, count] of claimed) extra += Math.max(0, count - (wanted.get(place)?.length ?? 0));
    say(`corpus ${seed}: ${hit} of ${truth.secrets.length} planted, ${extra} others, by place`);
    for (const peer of peers)
      say(`  ${peer.name}: ${runPeer(peer, join(out, 'repo'), folder).findings} findings in the repository alone`);
  }
  say(`left in ${folder}: ${readdirSync(folder).length} entries, removed now`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
