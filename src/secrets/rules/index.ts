import type { Rule } from '../rule.ts';
import { aiRules } from './ai.ts';
import { cloudRules } from './cloud.ts';
import { codeHostRules } from './code-hosts.ts';
import { dataStoreRules } from './data-stores.ts';
import { identityRules } from './identity.ts';
import { keyRules } from './keys.ts';
import { messagingRules } from './messaging.ts';
import { operationsRules } from './operations.ts';
import { paymentRules } from './payment.ts';
import { writtenOutRules } from './written-out.ts';

/** Every secret of known shape, in one explicit list. Where two match the same text the earlier one names it. */
export const rules: readonly Rule[] = [
  ...paymentRules,
  ...cloudRules,
  ...dataStoreRules,
  ...aiRules,
  ...codeHostRules,
  ...messagingRules,
  ...operationsRules,
  ...identityRules,
  ...keyRules,
  ...writtenOutRules,
];
