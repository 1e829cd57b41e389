import { describe, expect, test } from 'vitest';
import { decoys, flaws, unprovenCases } from '../../range/flaws.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { networkChecks } from '../../src/checks/network.ts';

const known = new Set(catalogue.map(({ id }) => id));
const bare = (flip: string) => flip.replace(/^warn:/, '');

/** What is judged without an account, and of the edge with one: no check of these may come without its three kinds of proof. */
const judged = networkChecks.map(({ id }) => id);

describe('the lists of the range', () => {
  test('ids are unique and in kebab case', () => {
    const ids = [...flaws, ...decoys, ...unprovenCases].map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test('every check that they name is in the catalogue', () => {
    const named = [
      ...flaws.flatMap(({ flips, may }) => [...flips.map(bare), ...may]),
      ...decoys.flatMap(({ guards }) => guards),
      ...unprovenCases.flatMap(({ unproven, may }) => [...unproven, ...may]),
    ];
    expect([...new Set(named)].filter((id) => !known.has(id))).toEqual([]);
  });

  test('each entry concerns at least one check, and none is both certain and possible', () => {
    for (const { id, flips, may } of flaws) {
      expect(flips.length, id).toBeGreaterThan(0);
      expect(
        flips.map(bare).filter((check) => may.includes(check)),
        id,
      ).toEqual([]);
    }
    for (const { id, guards } of decoys) expect(guards.length, id).toBeGreaterThan(0);
    for (const { id, unproven, may } of unprovenCases) {
      expect(unproven.length, id).toBeGreaterThan(0);
      expect(
        unproven.filter((check) => may.includes(check)),
        id,
      ).toEqual([]);
    }
  });

  test.each([...judged, 'edge.cache-private'])('%s has a flaw, a decoy and an unproven case', (check) => {
    expect(flaws.some(({ flips }) => flips.map(bare).includes(check))).toBe(true);
    expect(decoys.some(({ guards }) => guards.includes(check))).toBe(true);
    expect(unprovenCases.some(({ unproven }) => unproven.includes(check))).toBe(true);
  });
});
