import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { remedies, remediesFor, stackSteps } from '../../src/checks/remedies/remedies.ts';
import { stacks } from '../../src/checks/remedies/remedy.ts';

const targets = [...new Set(remedies.map(({ check }) => check))];

describe.each(targets)('the remedies of %s', (id) => {
  test('are what a person is told to do', () => {
    const steps = checks.find((check) => check.id === id)?.fix.steps ?? [];
    expect(stackSteps(id).filter((step) => !steps.includes(step))).toEqual([]);
  });

  test('cover every stack', () => {
    expect(stacks.filter((stack) => remediesFor(id, stack).length === 0)).toEqual([]);
  });
});
