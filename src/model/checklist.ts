import type { Severity } from './status.ts';

export const checklistIds = ['b2b-cyber', 'b2b-api', 'ops-cyber', 'ops-api', 'shop-api'] as const;
export type ChecklistId = (typeof checklistIds)[number];

/** `origin`: the checklist itself says so; `ours`: our choice. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly source: 'origin' | 'ours';
  readonly asOf: string;
  /** Which direction is stricter, so that a loosened limit needs a reason. */
  readonly stricter: 'lower' | 'higher';
}

/** A row passes only if every check listed for it passes. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly string[];
}

export interface SelfTestQuestion {
  readonly question: string;
  /** Checks that answer it: yes only when all of them pass. */
  readonly checks: readonly string[];
}

export interface RedFlag {
  readonly id: string;
  readonly title: string;
  readonly stopShip: boolean;
  /** Checks whose `fail` raises the flag. Empty: only the questionnaire can tell. */
  readonly raisedBy: readonly string[];
}

export interface FixToday {
  readonly id: string;
  readonly title: string;
  /** Checks that prove it done. */
  readonly provedBy: readonly string[];
}

export interface PlanItem {
  readonly id: string;
  readonly title: string;
  readonly hours?: { readonly from: number; readonly to: number };
  readonly rows: readonly string[];
  readonly outsideSprint?: boolean;
}

/** Policy as data: rows, gates, limits with their source, questions, red flags, fix-today, plan (ROWS.md). */
export interface Checklist {
  readonly id: ChecklistId;
  readonly version: string;
  readonly title: string;
  readonly portal: string;
  readonly lens: string;
  readonly readyFor: string;
  readonly rows: readonly Row[];
  readonly gates: readonly string[];
  readonly limits: Readonly<Record<string, Limit>>;
  readonly severities: Readonly<Record<string, Severity>>;
  readonly selfTest: readonly SelfTestQuestion[];
  readonly redFlags: readonly RedFlag[];
  readonly fixToday: readonly FixToday[];
  readonly plan: readonly PlanItem[];
}

export function defineChecklist(checklist: Checklist): Checklist {
  return checklist;
}
