import { silence } from '../../src/engine/silence.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import type { Problem } from './compare.ts';

/**
 * Looks that came back without a word. In the clean build there are none: one that has nothing to say there leaves a check unproven on
 * every portal that is as it should be.
 */
export function silentLooks({ evidence }: Pick<Dossier, 'evidence'>): readonly Problem[] {
  return evidence.flatMap((one): Problem[] =>
    !one.seen && one.gap.detail === silence(one.by, one.subject).detail
      ? [{ kind: 'missed', check: one.kind, what: one.gap.detail, wrong: true }]
      : [],
  );
}
