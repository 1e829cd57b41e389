import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../range/internet/authority.ts';
import { startDnsServer } from '../../range/internet/dns-server.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { checks } from '../../src/checks/index.ts';
import { remedies, remediesFor } from '../../src/checks/remedies/remedies.ts';
import { filledRemedy, type Stack } from '../../src/checks/remedies/remedy.ts';
import { collectors } from '../../src/collectors/index.ts';
import { createLive } from '../../src/collectors/live.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { selectCollectors } from '../../src/engine/select-collectors.ts';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import type { Status } from '../../src/model/status.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { freePort } from '../../range/internet/free-port.ts';
import { type Applied, type Place, programOf } from './stack-server.ts';

/**
 * `npm run remedies [-- --need-all]`: a flawed site behind a real nginx, Caddy and Express; the text of every remedy is put
 * into its configuration as it stands; audited before and after. 1 where a remedy does not repair its finding, or where
 * something else fails afterwards. A server that cannot be had is said; with --need-all that is a failure too.
 */
const domain = 'remedy.test';
const host = `portal.${domain}`;
const www = `www.${domain}`;
const beside = ['errors.no-internals', 'https.valid-certificate', 'domains.redirect-loops', 'domains.resolve'];
type Statuses = ReadonlyMap<string, Status>;

/** Remedies that go together: applied to one server, for these hosts of the config. */
interface Group {
  readonly hosts: NonNullable<ConfigInput['target']>['hosts'];
  readonly targets: readonly string[];
  /** Of the front page, in place of a sign-in. */
  readonly body?: string;
}
const apart: readonly Group[] = [
  { hosts: [{ name: domain }, { name: www }], targets: ['domains.canonical'] },
  {
    hosts: [{ name: host, environment: 'staging' }],
    targets: ['domains.staging-exposed'],
    body: `<h1>Invoices</h1>${'<p>Twelve invoices of this month are open, four are paid, and two are late.</p>'.repeat(6)}`,
  },
  { hosts: [{ name: host }], targets: ['errors.no-internals'] },
];
const listed = apart.flatMap(({ targets }) => targets);
const groups: readonly Group[] = [
  {
    hosts: [{ name: host, oldUrls: [{ from: '/services.html', to: `https://${host}/services` }] }],
    targets: [...new Set(remedies.map(({ check }) => check))].filter((check) => !listed.includes(check)),
  },
  ...apart,
];

async function audit(
  place: Place,
  { hosts, targets }: Group,
  ca: string,
  resolver: string,
): Promise<{ statuses: Statuses; says: (check: string) => string }> {
  const map = [host, domain, www].flatMap((name) => [
    { name, port: 443, to: `127.0.0.1:${place.secure}` },
    { name, port: 80, to: `127.0.0.1:${place.plain}` },
  ]);
  const config = configSchema.parse({ target: { hosts }, lab: { resolver, ca, map } });
  const only = [...new Set([...targets, ...beside])];
  const signal = AbortSignal.timeout(120_000);
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  try {
    const dossier = await collect({
      target: { name: host, config },
      world,
      collectors: selectCollectors(collectors, checks, only),
      live: createLive(),
      run: 'remedies',
      tool: { name: 'launch-ready', version: 'remedies' },
      fingerprintKey: 'remedies',
      signal,
    });
    const card = judge(dossier, checklists['b2b-api'], { checks, catalogue, coverageOf });
    const statuses = new Map(card.checks.filter(({ id }) => only.includes(id)).map(({ id, status }) => [id, status]));
    const says = (check: string) =>
      card.findings
        .flatMap((one) => (one.check === check && one.status !== 'pass' ? [`${one.subject}: ${one.says}`] : []))
        .join(' ');
    return { statuses, says };
  } finally {
    await world.close();
  }
}

function applied(stack: Stack, list: readonly string[]): Applied {
  const all = list.flatMap((check) => remediesFor(check, stack));
  const at = (place: 'inside' | 'beside' | 'last') =>
    all.filter((remedy) => (remedy.place ?? 'inside') === place).map((remedy) => filledRemedy(remedy, host, domain));
  return { inside: at('inside'), beside: at('beside'), last: at('last') };
}

type Run = (group: Group, list: readonly string[]) => ReturnType<typeof audit>;

async function tryGroup(stack: Stack, group: Group, run: Run): Promise<readonly string[]> {
  const problems: string[] = [];
  const before = await run(group, []);
  const after = await run(group, group.targets);
  for (const check of group.targets) {
    const [was, is] = [before.statuses.get(check), after.statuses.get(check)];
    const had = was === 'fail' || was === 'warn';
    // A stack that does nothing wrong by itself has nothing to repair (Caddy names no version and speaks no old TLS).
    const line = `${stack.padEnd(9)}${check.padEnd(26)}${was} → ${is}`;
    console.log(line);
    if (is !== 'pass') problems.push(`${line}: ${after.says(check)}`);
    if (!had && check !== 'headers.banners' && was !== 'pass')
      problems.push(`${line}: the flawed site was not found to be flawed`);
  }
  for (const check of beside)
    if (after.statuses.get(check) === 'fail' && before.statuses.get(check) !== 'fail')
      problems.push(`${stack}: ${check} fails now: ${after.says(check)}`);
  return problems;
}

async function tryStack(stack: Stack, needAll: boolean): Promise<number> {
  const program = programOf(stack);
  if ('missing' in program) {
    console.log(`${stack}: not applied: ${program.missing}`);
    return needAll ? 1 : 0;
  }
  const authority = createAuthority(new Date());
  const leaf = authority.leaf({ names: [host, domain, www] });
  const soa = { mname: `ns1.${domain}`, rname: `x.${domain}`, serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
  const dns = await startDnsServer({
    zones: [domain],
    records: [
      { type: 'SOA', name: domain, ttl: 60, data: soa },
      ...[host, domain, www].map((name) => ({ type: 'A' as const, name, ttl: 60, data: '127.0.0.1' })),
    ],
  });
  const folder = mkdtempSync(join(tmpdir(), 'launch-remedy-'));
  const problems: string[] = [];
  const run = async (group: Group, list: readonly string[]) => {
    const place: Place = {
      folder,
      hosts: [host, domain, www],
      secure: await freePort(),
      plain: await freePort(),
      cert: join(folder, 'cert.pem'),
      key: join(folder, 'key.pem'),
    };
    const body = group.body ?? '<h1>Portal</h1><form><input type="password" name="p"></form>';
    writeFileSync(
      join(folder, 'site/index.html'),
      `<!doctype html><html lang="en"><title>Portal</title><link rel="stylesheet" href="/site.css"><script src="/assets/app-3f9c2a71d8e4.js"></script>${body}</html>\n`,
    );
    let child: ChildProcess | undefined;
    try {
      child = await program.run(place, applied(stack, list));
      return await audit(place, group, authority.rootPem, dns.address);
    } finally {
      child?.kill();
    }
  };
  try {
    mkdirSync(join(folder, 'site/.git'), { recursive: true });
    writeFileSync(join(folder, 'cert.pem'), leaf.cert);
    writeFileSync(join(folder, 'key.pem'), leaf.key, { mode: 0o600 });
    writeFileSync(join(folder, 'site/site.css'), 'h1 { color: teal }\n');
    writeFileSync(join(folder, 'site/.git/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(folder, 'site/services'), 'What we do.\n');
    mkdirSync(join(folder, 'site/assets'));
    writeFileSync(join(folder, 'site/assets/app-3f9c2a71d8e4.js'), `${'// The application.\n'.repeat(200)}`);
    for (const group of groups) problems.push(...(await tryGroup(stack, group, run)));
  } finally {
    await dns.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const problem of problems) console.log(`  NOT REPAIRED ${problem}`);
  return problems.length;
}

let count = 0;
for (const stack of ['nginx', 'Caddy', 'Express'] as const)
  count += await tryStack(stack, process.argv.includes('--need-all'));
console.log(
  count === 0
    ? 'Every remedy that could be applied repairs its finding, and nothing else fails.'
    : `${count} problems.`,
);
process.exitCode = count === 0 ? 0 : 1;
