import { describe, expect, it } from 'vitest';
import { compareTimes } from '../../src/parse/compare-times.ts';
import { sharedName } from '../../src/parse/shared-name.ts';

describe('times compared by ranks', () => {
  it('tells samples that do not overlap', () => {
    const known = [101, 99, 104, 98, 120, 97, 103, 99, 105, 102, 100, 98];
    const compared = compareTimes(
      known,
      known.map((ms) => ms - 60),
    );
    expect(compared?.greater).toBe(1);
    expect(compared?.byChance).toBeLessThan(0.0001);
    expect(compared?.firstMedian).toBe(100.5);
    expect(compared?.secondMedian).toBe(40.5);
  });

  it('is not misled by one slow answer, as a mean would be', () => {
    const compared = compareTimes([10, 11, 9, 10, 900, 11, 10, 9], [10, 9, 11, 10, 10, 11, 9, 10]);
    expect(compared?.greater).toBeGreaterThan(0.4);
    expect(compared?.greater).toBeLessThan(0.7);
    expect(compared?.byChance).toBeGreaterThan(0.2);
  });

  it('sees nothing in equal samples, and says nothing of two values', () => {
    expect(compareTimes([5, 5, 5, 5], [5, 5, 5, 5])).toMatchObject({ greater: 0.5, spread: 0 });
    expect(compareTimes([5, 5, 5, 5], [5, 5, 5, 5])?.byChance).toBeCloseTo(1);
    expect(compareTimes([5, 6], [1, 2, 3])).toBeUndefined();
  });
});

describe('names that nobody has alone', () => {
  it.each([
    ['office@one.example', '', 'group'],
    ['IT-Support2@one.example', 'IT', 'group'],
    ['équipe@one.example', '', 'group'],
    ['admin@one.example', 'Administrator', 'role'],
    ['admin.team@one.example', '', 'group'],
    ['root', '', 'role'],
    ['admin@one.example', 'Jane Smith', undefined],
    ['adminova@one.example', '', undefined],
    ['jane.admin@one.example', '', undefined],
    ['beatrix.holloway@one.example', 'Beatrix Holloway', undefined],
    ['', '', undefined],
  ] as const)('%s (%s) is %s', (user, shown, kind) => {
    expect(sharedName(user, shown)).toBe(kind);
  });
});
