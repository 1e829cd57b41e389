import type { AlertReceipt, HealthReceipt, RollbackReceipt } from '../model/receipt.ts';

/** What the owner wrote for the handover (subject: the target). Labels and places; the words themselves stay in the config. */
export interface HandoverFacts {
  readonly facts: readonly {
    readonly section: string;
    readonly label: string;
    readonly place: string;
    readonly given: boolean;
  }[];
  /** Lines and widest line of the rollback instructions, as written. */
  readonly rollbackLines: number;
}

/** Evidence about running the portal after launch: drills and what the owner wrote down. */
export interface OperationEvidence {
  readonly 'drill.alert': AlertReceipt;
  readonly 'drill.alert-negative': AlertReceipt;
  readonly 'drill.rollback': RollbackReceipt;
  readonly 'drill.health': HealthReceipt;
  readonly 'handover.facts': HandoverFacts;
}
