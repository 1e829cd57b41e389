import type { FunctionTrial } from '../../write-evidence.ts';
import { policyFor } from '../policy.ts';
import type { Setting } from '../tenancy/setting.ts';

/** What every trial of an ordinary user (A2) at what its customer's owner (A) may do has in common: it is a change, not a read. */
export function withinTrial({ context }: Setting, method: string, template: string) {
  const rule = policyFor(context.target.config.policy, method, template);
  return {
    privileged: 'a',
    asker: 'a2',
    telling: 0,
    attempts: [],
    pageHides: null,
    declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
  } as const satisfies Partial<FunctionTrial>;
}
