import type { EvidenceKind, EvidenceMap } from '../collectors/evidence-map.ts';
import type { Check } from '../model/check.ts';

/** Adds types to a check, nothing else. */
export function defineCheck<N extends EvidenceKind, Code extends string>(
  check: Check<EvidenceMap, N, Code>,
): Check<EvidenceMap, N, Code> {
  return check;
}

/** A check whose kinds and codes are no longer known to the compiler: what lists and the engine hold. */
export type AnyCheck = Check<EvidenceMap, EvidenceKind, string>;
