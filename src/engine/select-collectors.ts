import type { Collector } from '../collectors/collector.ts';
import { isSelected } from '../model/is-selected.ts';

/** Kinds that no check judges and the scorecard's coverage is read from, wherever the portal is walked. */
const coverageKinds = ['portal.operation', 'portal.coverage'];

/**
 * The collectors that the selected checks need, with those they use, those that clean up after them and those the coverage is read from; all of
 * them without `only`.
 */
export function selectCollectors(
  collectors: readonly Collector[],
  checks: readonly { readonly id: string; readonly needs: readonly string[]; readonly optional?: readonly string[] }[],
  only: readonly string[] | undefined,
): readonly Collector[] {
  if (!only || only.length === 0) return collectors;
  const kinds = new Set(
    checks.filter((check) => isSelected(check.id, only)).flatMap((c) => [...c.needs, ...(c.optional ?? [])]),
  );
  const wanted = new Set(collectors.filter((one) => one.produces.some((kind) => kinds.has(kind))).map((one) => one.id));
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const one of collectors) if (wanted.has(one.id)) for (const id of one.uses ?? []) wanted.add(id);
  }
  const walks = collectors.some(
    (one) => wanted.has(one.id) && one.produces.some((kind) => kind.startsWith('tenancy.')),
  );
  return collectors.filter(
    (one) =>
      wanted.has(one.id) ||
      (one.cleansUp !== undefined && wanted.has(one.cleansUp)) ||
      (walks && one.produces.some((kind) => coverageKinds.includes(kind))),
  );
}
