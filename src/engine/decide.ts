import type { Decision, Status } from '../model/status.ts';

export interface Required {
  readonly id: string;
  readonly status: Status;
  /** All its failed findings carry a valid waiver. */
  readonly waived: boolean;
}

/**
 * The decision (CONTRACT.md, Words): any failed required check or raised stop-ship flag → not-ready; otherwise anything
 * required unproven → unproven; a checklist that requires nothing is unproven too.
 */
export function decide(required: readonly Required[], stopShipRaised: boolean): Decision {
  if (stopShipRaised || required.some((one) => one.status === 'fail' && !one.waived)) return 'not-ready';
  if (required.length === 0 || required.some((one) => one.status === 'unproven')) return 'unproven';
  return 'ready';
}
