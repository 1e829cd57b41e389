import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDnsServer } from '../../range/internet/dns-server.ts';
import { lookUp as zoneLookUp } from '../../range/internet/zone.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { emailChecks } from '../../src/checks/email.ts';
import { createLive } from '../../src/collectors/live.ts';
import { mailCollectors } from '../../src/collectors/mail.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import { checkHost } from '../../src/parse/spf/check-host.ts';
import type { SpfLookUp } from '../../src/parse/spf/look-up.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { spfScenarios } from '../../test/conformance/spf-suite.ts';
import { compareMessages, explained } from './compare-messages.ts';
import { benchZone } from './domains.ts';
import { peerSpf } from './peer-spf.ts';
import { compareOnRandomRecords } from './random-records.ts';

const limitMs = 20_000;
const suite = join(import.meta.dirname, '../../../shared/vectors/spf/rfc7208-tests.yml');

/** `npm run bench -- mail [DOMAINS]`: all record checks of that many domains against a resolver on loopback, then SPF beside mailauth. */
async function main([asked]: readonly string[]): Promise<number> {
  const count = Number(asked ?? 150);
  const { domains, ...zone } = benchZone(count);
  const ms = await timeAudit(domains, zone);
  console.log(`${count} domains in ${(ms / 1000).toFixed(1)} s (limit ${limitMs / 1000} s for 150)`);

  const look: SpfLookUp = async (name, type) => {
    const { rcode, answers } = zoneLookUp(zone, name, type);
    const texts = answers.flatMap((answer) => {
      if (answer.type !== type || !('data' in answer)) return [];
      if (type === 'TXT') return [[answer.data].flat().join('')];
      const { data } = answer as { readonly data: unknown };
      if (type !== 'MX') return [String(data)];
      const { preference, exchange } = data as { readonly preference: number; readonly exchange: string };
      return [`${preference} ${exchange}`];
    });
    return { status: rcode === 'NXDOMAIN' ? 'nxdomain' : texts.length > 0 ? 'ok' : 'nodata', records: texts };
  };
  const ips = ['192.0.2.25', '198.51.20.9', '203.0.113.5', '2001:db8:3::7'];
  let same = 0;
  const differences = new Map<string, number>();
  for (const { name } of domains)
    for (const ip of ips) {
      const question = { ip, helo: `out.${name}`, sender: `portal@${name}` };
      const [ours, theirs] = [(await checkHost(question, look)).result, await peerSpf(question, look, true)];
      if (ours === theirs) same += 1;
      else
        differences.set(
          `${ours} where mailauth says ${theirs}: ${await recordOf(name, look)}`,
          (differences.get(`${ours} ${theirs}`) ?? 0) + 1,
        );
    }
  console.log(
    `SPF of ${domains.length} domains from ${ips.length} addresses: ${same} of ${domains.length * ips.length} as mailauth (strict) says`,
  );
  for (const [what] of [...differences].slice(0, 20)) console.log(`  ${what}`);
  const random = await compareOnRandomRecords(12_000, 2026);
  console.log(
    `random records: ${random.asked - random.differences.length} of ${random.asked} as mailauth (strict) says`,
  );
  for (const one of random.differences.slice(0, 10)) console.log(`  ${one}`);
  await compareOnSuite();
  await compareOnMessages();
  return ms <= limitMs * Math.max(1, count / 150) ? 0 : 1;
}

async function recordOf(name: string, look: SpfLookUp): Promise<string> {
  return (await look(name, 'TXT')).records.find((text) => text.startsWith('v=spf1')) ?? 'no record';
}

async function timeAudit(
  domains: ReturnType<typeof benchZone>['domains'],
  zone: Pick<ReturnType<typeof benchZone>, 'zones' | 'records'>,
): Promise<number> {
  const server = await startDnsServer(zone);
  const signal = new AbortController().signal;
  const config = configSchema.parse({ target: { domains }, lab: { resolver: server.address, map: [] } });
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  const began = performance.now();
  try {
    const dossier = await collect({
      target: { name: 'bench', config },
      world,
      collectors: mailCollectors,
      live: createLive(),
      run: 'bench',
      tool: { name: 'launch-ready', version: 'bench' },
      fingerprintKey: 'bench',
      signal,
    });
    const card = judge(dossier, checklists['b2b-api'], { checks: emailChecks, catalogue, coverageOf });
    const ms = performance.now() - began;
    const found = card.findings.filter((one) => one.area === 'email' && emailChecks.some(({ id }) => id === one.check));
    const many = (status: string) => found.filter((one) => one.status === status).length;
    console.log(
      `findings: ${many('pass')} pass, ${many('warn')} warn, ${many('fail')} fail, ${many('unproven')} unproven`,
    );
    return ms;
  } finally {
    await world.close();
    await server.close();
  }
}

/** Messages as receivers see them: signature and SPF by us, by mailauth, and as the standards have it. */
async function compareOnMessages(): Promise<void> {
  const rows = await compareMessages();
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${'message'.padEnd(width)}  ${'ours'.padEnd(26)}  mailauth`);
  for (const { what, ours, theirs } of rows) console.log(`${what.padEnd(width)}  ${ours.padEnd(26)}  ${theirs}`);
  const many = (right: (row: (typeof rows)[number]) => boolean) => `${rows.filter(right).length} of ${rows.length}`;
  console.log(
    `messages: ours right ${many((one) => one.ours === one.right)}, mailauth right ${many((one) => one.theirs === one.right)}, alike ${many((one) => one.ours === one.theirs)}`,
  );
  for (const { what, ours, theirs } of rows)
    if (ours !== theirs) console.log(`  ${what}: ${explained[what] ?? 'not explained'}`);
}

/** Both against the expected results of the RFC 7208 suite, where it is there. */
async function compareOnSuite(): Promise<void> {
  if (!existsSync(suite)) {
    console.log('The RFC 7208 suite is not there: npm run conformance says where it comes from.');
    return;
  }
  const right = { ours: 0, strict: 0, usual: 0 };
  let cases = 0;
  for (const { name, question, expected, lookUp } of spfScenarios(readFileSync(suite, 'utf8'))) {
    cases += 1;
    const results = {
      ours: (await checkHost(question, lookUp)).result as string,
      strict: await peerSpf(question, lookUp, true),
      usual: await peerSpf(question, lookUp, false),
    };
    for (const key of ['ours', 'strict', 'usual'] as const) if (expected.includes(results[key])) right[key] += 1;
    if (!expected.includes(results.strict) || !expected.includes(results.ours))
      console.log(`  ${name}: ours ${results.ours}, mailauth ${results.strict}, expected ${expected.join(' or ')}`);
  }
  console.log(
    `RFC 7208 suite, results only: ours ${right.ours}, mailauth strict ${right.strict}, mailauth ${right.usual} of ${cases}`,
  );
}

process.exitCode = await main(process.argv.slice(2));
