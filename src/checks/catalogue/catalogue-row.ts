import type { CatalogueEntry } from '../../model/check.ts';
import type { Permit } from '../../model/permit.ts';

/** How a check is proven: passive, active (needs consent), repo or files, log-ins, or a person's word. */
export type Proof = 'P' | 'A' | 'R' | 'L' | 'attested';

/** A row of the catalogue; what an implemented check says itself (question, cites) wins over it. */
export interface CatalogueRow extends CatalogueEntry {
  readonly proofs: readonly Proof[];
  readonly permit: Permit;
}

type Extra = { readonly advice?: boolean };

/** Makes the rows of one area: name, how it is proven, permit, question whose yes is good, citations. */
export function area(
  id: string,
  rows: readonly (readonly [
    name: string,
    proofs: readonly Proof[],
    permit: Permit,
    question: string,
    cites: readonly string[],
    extra?: Extra,
  ])[],
): readonly CatalogueRow[] {
  return rows.map(([name, proofs, permit, question, cites, extra]) => ({
    id: `${id}.${name}`,
    proofs,
    permit,
    question,
    cites,
    ...extra,
  }));
}
