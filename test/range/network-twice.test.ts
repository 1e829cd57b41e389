import { expect, test } from 'vitest';
import { rangeDomains, rangeHosts } from '../../range/config.ts';
import type { RunningLaunch } from '../../range/internet/launch.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { networkChecks } from '../../src/checks/network.ts';
import { createLive } from '../../src/collectors/live.ts';
import { networkCollectors } from '../../src/collectors/network.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { startBareLaunch } from './bare-launch.ts';

const withoutBrowser = networkCollectors.filter(({ id }) => id !== 'visits' && id !== 'browser-start');

/** What is said of a launch, one line a finding; `turned`: hosts and looks in the opposite order. */
async function saidOf(launch: RunningLaunch, turned: boolean): Promise<readonly string[]> {
  const inOrder = <T>(list: readonly T[]) => (turned ? list.toReversed() : [...list]);
  const { resolver, rootPem, map } = launch;
  const config = configSchema.parse({
    target: { hosts: inOrder(rangeHosts(new Map(), launch.plan.records)), domains: rangeDomains('mail') },
    lab: { resolver, ca: rootPem, map: [...map] },
  });
  const { signal } = new AbortController();
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  try {
    const dossier = await collect({
      target: { name: 'launch', config },
      world,
      collectors: inOrder(withoutBrowser),
      live: createLive(),
      run: 'run',
      tool: { name: 'launch-ready', version: '0' },
      fingerprintKey: 'key',
      signal,
    });
    const card = judge(dossier, checklists['ops-cyber'], { checks: networkChecks, catalogue, coverageOf });
    const ids = new Set(networkChecks.map(({ id }) => id));
    return card.findings
      .filter(({ check }) => ids.has(check))
      .map(({ check, subject, status, code, says }) => `${check} · ${subject} · ${status} · ${code} · ${says}`)
      .sort();
  } finally {
    await world.close();
  }
}

test('a second run in the opposite order says the same of every host, word for word', {
  timeout: 120_000,
}, async () => {
  const flaws = ['hsts-none', 'http-redirect-drops-path', 'exposed-env', 'cert-expires-in-5-days'] as const;
  const launch = await startBareLaunch({ flaws: [...flaws] });
  try {
    const first = await saidOf(launch, false);
    expect(first.filter((line) => line.includes('· fail ·')).length).toBeGreaterThan(flaws.length - 1);
    expect(await saidOf(launch, true)).toEqual(first);
  } finally {
    await launch.close();
  }
});
