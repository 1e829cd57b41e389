import type { AnyCheck } from './define-check.ts';
import { emailChecks } from './email.ts';
import { limitsChecks } from './limits.ts';
import { mailedChecks } from './mailed.ts';
import { networkChecks } from './network.ts';
import { operationChecks } from './operation.ts';
import { portalChecks } from './portal.ts';
import { secretsChecks } from './secrets.ts';

/** Every check that this version examines, in one explicit list; the catalogue holds the others. */
export const checks: readonly AnyCheck[] = [
  ...networkChecks,
  ...emailChecks,
  ...operationChecks,
  ...portalChecks,
  ...limitsChecks,
  ...mailedChecks,
  ...secretsChecks,
];
