import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as network from '../../range/flaws/network.ts';
import type { RunningLaunch } from '../../range/internet/launch.ts';
import { createSwitches, type SwitchNames } from '../../range/internet/switches.ts';
import { startBareLaunch } from './bare-launch.ts';
import { type Probe, probeOf } from './probe.ts';
import { caseWitnesses, decoyWitnesses, flawWitnesses, type Witness } from './witnesses.ts';

let clean: RunningLaunch;
let probe: Probe;
beforeAll(async () => {
  clean = await startBareLaunch();
  probe = probeOf(clean);
});
afterAll(() => clean.close());

describe('every flaw, decoy and case can be seen from outside, and only when it is on', () => {
  const seenWhen =
    (names: (id: string) => SwitchNames, witnesses: Readonly<Record<string, Witness>>) => async (id: string) => {
      const witness = witnesses[id];
      if (!witness) throw new Error(`nobody knows what ${id} looks like`);
      expect(await witness(probe)).toBe(false);
      const launch = await startBareLaunch(names(id));
      try {
        expect(await witness(probeOf(launch))).toBe(true);
      } finally {
        await launch.close();
      }
    };
  test.each(network.flaws.map(({ id }) => id))(
    'flaw %s',
    seenWhen((id) => ({ flaws: [id] }), flawWitnesses),
  );
  test.each(network.decoys.map(({ id }) => id))(
    'decoy %s',
    seenWhen((id) => ({ decoys: [id] }), decoyWitnesses),
  );
  test.each(network.unprovenCases.map(({ id }) => id))(
    'case %s',
    seenWhen((id) => ({ cases: [id] }), caseWitnesses),
  );
});

test('an unknown name is refused, with the known ones', () => {
  expect(() => createSwitches({ flaws: ['cert-expird'] })).toThrow(/Unknown flaw cert-expird.*cert-expired/);
});

test('all decoys together still make a launch that answers', async () => {
  const launch = await startBareLaunch({ decoys: network.decoys.map(({ id }) => id) });
  try {
    const own = probeOf(launch);
    for (const [url, status] of [
      ['https://app.northline.test/', 200],
      ['https://www.northline.test/services', 200],
      ['https://northline.test/services', 301],
      ['https://staging.northline.test/', 302],
    ] as const) {
      expect((await own.get(url)).status, url).toBe(status);
    }
  } finally {
    await launch.close();
  }
});
