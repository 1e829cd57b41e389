import { describe, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { inertiaNewVersion } from '../../bench/tenancy/shapes/inertia.ts';

/** What is said of reads at the end. */
async function readsOf(flawed: boolean, says = true) {
  const { told } = await proveShape(inertiaNewVersion(says), flawed);
  return [...new Set(told.filter(({ check }) => check === 'authz.read').map(({ is }) => is))].sort();
}

describe('a portal whose scripts were built anew after the walk, so that what its former pages ask is answered 409', () => {
  it('its present version is learnt from the page, and the proof goes on', async () => {
    expect(await readsOf(true)).toContain('fail');
    expect(await readsOf(false)).toEqual(['pass']);
  });
  it('bad input: a page that does not say its version: nothing is proven either way', async () => {
    expect(await readsOf(true, false)).toEqual(['unproven']);
  });
});
