import type { AnyCheck } from './define-check.ts';
import { emailChecks } from './email.ts';
import { networkChecks } from './network.ts';
import { portalChecks } from './portal.ts';

/** Every check that this version examines, in one explicit list; the catalogue holds the others. */
export const checks: readonly AnyCheck[] = [...networkChecks, ...emailChecks, ...portalChecks];
