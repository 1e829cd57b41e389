/** The words of a check's or finding's status (CONTRACT.md, Words). */
export const statuses = ['fail', 'unproven', 'warn', 'attested', 'pass', 'not-applicable'] as const;
export type Status = (typeof statuses)[number];

export const decisions = ['ready', 'not-ready', 'unproven'] as const;
export type Decision = (typeof decisions)[number];

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** `certain`: reproduced and controlled; `firm`: direct evidence seen once; `tentative`: inferred. */
export const confidences = ['certain', 'firm', 'tentative'] as const;
export type Confidence = (typeof confidences)[number];

const order: readonly Status[] = ['fail', 'unproven', 'warn', 'attested', 'pass'];

/**
 * The worst status of a list, in the contract's order. `not-applicable` does not count; a list of nothing
 * but `not-applicable` is `not-applicable`, and an empty list is `unproven`: what was not examined never passes.
 */
export function worstStatus(list: readonly Status[]): Status {
  const worst = order.find((status) => list.includes(status));
  if (worst !== undefined) return worst;
  return list.length > 0 ? 'not-applicable' : 'unproven';
}
