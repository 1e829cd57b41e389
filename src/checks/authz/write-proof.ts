import type { WriteTrial } from '../../collectors/write-evidence.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { type Gap, gap } from '../../model/gap.ts';

/** What a write was answered, and what whoever owns the record read afterwards: only that counts. */
export function describeTrial({ status, outcome, changed }: Omit<WriteTrial, 'way'>): string {
  const read = changed === null ? 'nothing that settles it' : changed ? 'the change' : 'its own value';
  return `answered HTTP ${status}, ${outcome}; the owner then read ${read}`;
}

/** A refusal around which a session died proves nothing. */
export function sessionLost(
  evidence: readonly EvidenceItem[],
  around: string,
): { readonly code: 'session-lost'; readonly evidence: readonly EvidenceItem[]; readonly gap: Gap } {
  return {
    code: 'session-lost',
    evidence,
    gap: gap('session-lost', `A session was lost around ${around}.`, 'Run again; raise limits for the test accounts.'),
  };
}
