import { compareWithTestssl } from './testssl-agreement.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { look } from './look.ts';
import { agreement } from './openssl-agreement.ts';
import { byOpenssl, bySslscan, byTestssl, installPeers, opensslNames, type Peers } from './peers.ts';
import { firstLine, largeLaunch, passOver, program, row, say, seconds } from './passes.ts';
import type { LabServer } from './tls-lab.ts';

interface Lab {
  readonly servers: readonly LabServer[];
  readonly rootPem: string;
}
/** Suites that the product found, by OpenSSL's names; those that this machine's openssl does not know are left out. */
function found(dossier: Dossier, name: string, names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const one = dossier.evidence.find((each) => each.kind === 'net.ciphers' && each.subject === name);
  const offers = one?.seen ? (one.value as unknown as EvidenceMap['net.ciphers']).offers : [];
  const own = new Map([...names].map(([openssl, iana]) => [iana, openssl]));
  return new Set(
    offers.flatMap(({ version, suites }) =>
      suites.flatMap((suite) => (own.has(suite) ? [`${version} ${own.get(suite)}`] : [])),
    ),
  );
}

async function compareTls(lab: Lab, peers: Peers, testsslRounds: number): Promise<void> {
  const names = await opensslNames();
  const real = lab.servers.filter((server) => server.real);
  await look(real.slice(0, 1), lab.rootPem);
  say('\n### The same TLS facts: protocols, every suite, the certificate\n');
  row(
    'server',
    'Launch Ready',
    'sslscan',
    'ratio',
    'suites: both',
    'ours alone',
    'its alone',
    'openssl confirms ours alone',
  );
  row('---', '---:', '---:', '---:', '---:', '---:', '---:', '---:');
  const sums = { ours: 0, theirs: 0, both: 0, ours1: 0, theirs1: 0 };
  for (const server of real) {
    const began = performance.now();
    const dossier = await look([server], lab.rootPem);
    const ms = performance.now() - began;
    const mine = found(dossier, server.name, names);
    sums.ours += ms;
    if (!peers.sslscan) continue;
    const peer = await bySslscan(peers.sslscan, server.name, server.port);
    sums.theirs += peer.ms;
    const alone = [...mine].filter((one) => !peer.suites.has(one));
    const missed = [...peer.suites].filter((one) => !mine.has(one));
    const confirmed: boolean[] = [];
    for (const one of alone) {
      const [version = '', suite = ''] = one.split(' ');
      confirmed.push(await byOpenssl(server.name, server.port, version, suite));
    }
    const shared = mine.size - alone.length;
    sums.both += shared;
    sums.ours1 += alone.length;
    sums.theirs1 += missed.length;
    const yes = alone.length === 0 ? '' : `${confirmed.filter(Boolean).length} of ${alone.length}`;
    row(
      server.name.split('.')[0] ?? '',
      `${Math.round(ms)} ms`,
      `${Math.round(peer.ms)} ms`,
      (peer.ms / ms).toFixed(1),
      shared,
      alone.length,
      missed.length,
      yes,
    );
  }
  row(
    '**all**',
    `${Math.round(sums.ours)} ms`,
    `${Math.round(sums.theirs)} ms`,
    (sums.theirs / sums.ours).toFixed(1),
    sums.both,
    sums.ours1,
    sums.theirs1,
    '',
  );
  await compareWithOpenssl(lab, real, names);
  if (!peers.testssl || testsslRounds === 0) return;
  say('\n### Beside testssl.sh (protocols, each suite of each protocol, server defaults)\n');
  row('server', 'Launch Ready', 'testssl.sh', 'ratio', 'versions alike', 'suites alike', 'otherwise');
  row('---', '---:', '---:', '---:', '---:', '---:', '---');
  for (const server of real.slice(0, testsslRounds)) {
    const began = performance.now();
    const dossier = await look([server], lab.rootPem);
    const ms = performance.now() - began;
    const theirs = await byTestssl(peers, server.name, server.port);
    const alike = compareWithTestssl(server.name, dossier, theirs);
    const ratio = Math.round(theirs.ms / ms);
    const name = server.name.split('.')[0] ?? '';
    const { versions, suites, otherwise } = alike;
    row(name, `${Math.round(ms)} ms`, seconds(theirs.ms), ratio, versions, suites, otherwise.join('; '));
  }
}

async function compareWithOpenssl(lab: Lab, real: readonly LabServer[], names: ReadonlyMap<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'network-root-'));
  const rootFile = join(folder, 'root.pem');
  await writeFile(rootFile, lab.rootPem);
  const sums = { versions: 0, suites: 0, nothingMore: 0, certificate: 0 };
  const otherwise: string[] = [];
  try {
    for (const server of real) {
      const one = await agreement(server, await look([server], lab.rootPem), rootFile, names);
      for (const key of ['versions', 'suites', 'nothingMore', 'certificate'] as const) sums[key] += one[key];
      otherwise.push(...one.otherwise);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  say('\n### Held against openssl s_client\n');
  row('statement', 'openssl agrees');
  row('---', '---:');
  row('a version is taken, or it is not', sums.versions);
  row('a suite is taken', sums.suites);
  row('of a version that is taken: no other suite that openssl knows is', sums.nothingMore);
  row('the certificate verifies for the name, or it does not', sums.certificate);
  row('**says otherwise**', otherwise.length);
  for (const one of otherwise) say(`\n- ${one}`);
}

/** `npm run bench -- network [--testssl N] [--hosts N] [--domains N]`; 0 leaves that part out */
async function main(): Promise<void> {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      testssl: { type: 'string', default: '1' },
      hosts: { type: 'string', default: '300' },
      domains: { type: 'string', default: '0' },
    },
  });
  const peers = await installPeers();
  const child = program('lab-program.ts');
  try {
    await compareTls(JSON.parse(await firstLine(child)) as Lab, peers, Number(values.testssl));
  } finally {
    child.stdin.end();
    if (peers.folder) await rm(peers.folder, { recursive: true, force: true });
  }
  say('\n### The whole network pass on loopback\n');
  row(
    'hosts',
    'time',
    'processor time',
    'requests',
    'memory at its peak',
    'certificates proven',
    'bugs',
    'a second run',
  );
  row('---:', '---:', '---:', '---:', '---:', '---:', '---:', '---');
  for (const hosts of Number(values.hosts) > 0 ? [...new Set([6, Number(values.hosts)])] : []) {
    const [first, second] = [await passOver(hosts), await passOver(hosts)];
    const { proven = 0, total = 0 } = first.certificate ?? {};
    const changed = first.verdicts.filter((one) => !second.verdicts.includes(one));
    for (const one of changed.slice(0, 10)) process.stderr.write(`not said again: ${one}\n`);
    const differing = changed.length;
    row(
      hosts,
      seconds(first.ms),
      seconds(first.cpuMs),
      first.requests,
      `${first.rssMb} MB`,
      `${proven} of ${total}`,
      first.bugs,
      differing === 0 ? 'same verdicts' : `${differing} verdicts differ`,
    );
  }
  if (Number(values.domains) > 0) await largeLaunch(Number(values.hosts), Number(values.domains));
}

await main();
