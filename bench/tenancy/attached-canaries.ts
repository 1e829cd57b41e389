import type { Live } from '../../src/collectors/live.ts';
import { canariesSlot, declaredCanary } from '../../src/collectors/portal/tenancy/canary.ts';

/** Registers values as B's canaries, as the collector does with those of a configuration. */
export function attachedCanaries(live: Live, values: readonly string[]): void {
  live.set(
    canariesSlot,
    values.map((value) => declaredCanary('b', value)),
  );
}
