import type { Checklist } from '../model/checklist.ts';
import type { Config } from '../model/config.ts';
import type { Scorecard } from '../model/scorecard.ts';

/**
 * The limits in force: the checklist's, tightened or (with a written reason) loosened by the config. A loosened limit
 * without a reason is ignored and said.
 */
export function limitsInForce(checklist: Checklist, config: Config): Scorecard['limits'] {
  return Object.entries(checklist.limits).map(([id, limit]) => {
    const base = { id, value: limit.value, unit: limit.unit, source: limit.source };
    const asked = config.thresholds?.[id];
    if (asked === undefined) return base;
    const value = typeof asked === 'number' ? asked : asked.value;
    const looser = limit.stricter === 'lower' ? value > limit.value : value < limit.value;
    const reason = typeof asked === 'number' ? undefined : asked.reason;
    if (looser && !reason) return { ...base, changed: `${value} was asked without a reason: kept at ${limit.value}` };
    return {
      ...base,
      value,
      changed: `${looser ? 'loosened' : 'tightened'} from ${limit.value}${reason ? `: ${reason}` : ''}`,
    };
  });
}
