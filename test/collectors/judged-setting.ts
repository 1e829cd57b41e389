import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { networkChecks } from '../../src/checks/network.ts';
import { createLive } from '../../src/collectors/live.ts';
import { networkCollectors } from '../../src/collectors/network.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import type { World } from '../../src/world/world.ts';
import { type Setting, settingOf } from './network-setting.ts';

/** The whole network pass without a browser over a world whose answers the test gives, and what is judged of it. */
export async function judgedSetting(setting: Setting) {
  const { world: bare, target, asked } = settingOf(setting);
  const scope = {
    ...bare.scope,
    granted: ['look', 'guess'],
    hosts: target.config.target.hosts,
    isOrigin: () => true,
  };
  const world = {
    ...bare,
    scope,
    vault: { redact: (text: string) => text },
    usage: () => ({ sent: asked.length, perHost: {}, permitted: ['look'] }),
  } as unknown as World;
  const dossier = await collect({
    target,
    world,
    collectors: networkCollectors.filter(({ id }) => id !== 'visits' && id !== 'browser-start'),
    live: createLive(),
    run: 'test',
    tool: { name: 'launch-ready', version: '0' },
    fingerprintKey: 'test',
    signal: world.signal,
  });
  const card = judge(JSON.parse(JSON.stringify(dossier)), checklists['b2b-cyber'], {
    checks: networkChecks,
    catalogue,
    coverageOf,
  });
  const said = (check: string, subject = target.name) =>
    card.findings
      .filter((finding) => finding.check === check && finding.subject === subject)
      .map(({ status, code }) => `${status} ${code}`)
      .join(' + ');
  return { said, card, asked, dossier };
}
