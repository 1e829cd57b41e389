import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../range/internet/authority.ts';
import { listen } from '../../range/internet/listener.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { checks } from '../../src/checks/index.ts';
import { createLive } from '../../src/collectors/live.ts';
import { moveCollector, webCollector } from '../../src/collectors/web/collect-web.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { explanations } from './explanations.ts';
import { askPeer, installPeer, peerVersion } from './peer.ts';
import { scenarios } from './scenarios.ts';

/** `npm run bench -- observatory [FOLDER]`: the same sites judged by us and by MDN's Observatory; every disagreement, with its reason. */
const pairs: Readonly<Record<string, string>> = {
  'content-security-policy': 'headers.csp',
  'x-frame-options': 'headers.frame',
  'x-content-type-options': 'headers.nosniff',
  'referrer-policy': 'headers.referrer',
  'strict-transport-security': 'https.hsts',
  redirection: 'https.redirect',
};
const hostOf = (name: string) => `${name}.observed.test`;
const page =
  '<!doctype html><html lang="en"><title>Portal</title><link rel="stylesheet" href="/a.css"><h1>Portal</h1><script src="/a.js"></script></html>';

const folder = mkdtempSync(join(tmpdir(), 'launch-observatory-'));
const peerFolder = process.argv[2] ?? join(folder, 'peer');
const authority = createAuthority(new Date());
const caFile = join(folder, 'root.pem');
writeFileSync(caFile, authority.rootPem);
const secure = await listen(
  createSecureServer(authority.leaf({ names: scenarios.map(({ name }) => hostOf(name)) }), (req, res) => {
    const scenario = scenarios.find(({ name }) => hostOf(name) === req.headers.host);
    for (const [name, value] of scenario?.headers ?? []) res.appendHeader(name, value);
    if (scenario?.reflects && req.headers.origin) {
      res.setHeader('access-control-allow-origin', req.headers.origin);
      res.setHeader('access-control-allow-credentials', 'true');
    }
    const isPage = req.url?.split('?')[0] === '/';
    res.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    res.end(isPage ? page : 'none');
  }),
);
const plain = await listen(
  createServer((req, res) => res.writeHead(301, { location: `https://${req.headers.host}${req.url}` }).end()),
);
try {
  if (process.argv[2] === undefined) installPeer(peerFolder);
  const portOf = (address: string) => Number(address.split(':')[1]);
  const hosts = scenarios.map(({ name }) => hostOf(name));
  const theirs = await askPeer(
    peerFolder,
    hosts,
    { secure: portOf(secure.address), plain: portOf(plain.address) },
    caFile,
  );
  const ours = await askUs(hosts);
  let same = 0;
  let unexplained = 0;
  for (const { name, reflects } of scenarios) {
    const peer = theirs[hostOf(name)] ?? {};
    if ('error' in peer) throw new Error(`${name}: ${String(peer.error)}`);
    for (const [test, check] of Object.entries(pairs)) {
      const status = ours.get(`${check} ${hostOf(name)}`) ?? 'not judged';
      const good = status === 'pass';
      if ((peer[test]?.pass ?? false) === good) same += 1;
      else
        unexplained += say(`${name} ${check}`, status, `${peer[test]?.pass ? 'pass' : 'fail'} (${peer[test]?.result})`);
    }
    const cors = peer['cross-origin-resource-sharing'];
    if (reflects)
      unexplained += say(
        `${name} cors.origin`,
        'nothing in this passive run (cors.origin asks with a session; the range shows it failing such a site)',
        `${cors?.pass ? 'pass' : 'fail'} (${cors?.result})`,
      );
  }
  console.log(
    `\nObservatory ${peerVersion}: the same word in ${same} of ${scenarios.length * Object.keys(pairs).length}; ${unexplained} disagreements without an explanation.`,
  );
  process.exitCode = unexplained > 0 ? 1 : 0;
} finally {
  await Promise.all([secure.close(), plain.close()]);
  rmSync(folder, { recursive: true, force: true });
}

function say(key: string, us: string, them: string): number {
  const why = explanations[key];
  console.log(`${key}: we say ${us}, it says ${them}\n    ${why ?? 'NOT EXPLAINED'}`);
  return why === undefined ? 1 : 0;
}

async function askUs(hosts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const map = hosts.flatMap((name) => [
    { name, port: 443, to: secure.address },
    { name, port: 80, to: plain.address },
  ]);
  const config = configSchema.parse({
    target: { hosts: hosts.map((name) => ({ name })) },
    lab: { ca: authority.rootPem, map },
  });
  const signal = AbortSignal.timeout(120_000);
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  try {
    const dossier = await collect({
      target: { name: 'observed', config },
      world,
      collectors: [webCollector, moveCollector],
      live: createLive(),
      run: 'observatory',
      tool: { name: 'launch-ready', version: 'bench' },
      fingerprintKey: 'bench',
      signal,
    });
    const card = judge(dossier, checklists['b2b-api'], { checks, catalogue, coverageOf });
    return new Map(card.findings.map(({ check, subject, status }) => [`${check} ${subject}`, status]));
  } finally {
    await world.close();
  }
}
