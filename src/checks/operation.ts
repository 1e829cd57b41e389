import type { AnyCheck } from './define-check.ts';
import { rollback } from './deploy/rollback/check.ts';
import { runbook } from './handover/runbook/check.ts';
import { alertDrill } from './monitoring/alert-drill/check.ts';
import { healthHonest } from './monitoring/health-honest/check.ts';

/** Judges of how the portal is run: drills and the handover. */
export const operationChecks: readonly AnyCheck[] = [alertDrill, healthHonest, rollback, runbook];
