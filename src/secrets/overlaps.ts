import type { Weight } from './rule.ts';
import type { RawHit } from './search-text.ts';

const weights: readonly Weight[] = ['critical', 'high', 'medium', 'low'];

/** Where two overlap, the known shape names the secret; a text and its decoded form are one. */
export function withoutOverlaps(hits: readonly RawHit[]): RawHit[] {
  const ordered = [...hits].sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: RawHit[] = [];
  // Only the last few can still reach this far.
  const most = 24;
  for (const hit of ordered) {
    const rivals = kept.slice(-most).filter((one) => one.to > hit.from && sameText(one, hit));
    if (rivals.some((one) => !better(hit, one))) continue;
    for (const one of rivals) kept.splice(kept.lastIndexOf(one), 1);
    kept.push(hit);
  }
  return kept.sort((a, b) => a.from - b.from);
}

function sameText(one: RawHit, other: RawHit): boolean {
  if (one.value.includes(other.value) || other.value.includes(one.value)) return true;
  return one.shaped !== other.shaped || one.via.length === other.via.length;
}

function better(one: RawHit, other: RawHit): boolean {
  if (one.shaped !== other.shaped) return one.shaped;
  if (one.via.length !== other.via.length) return one.via.length < other.via.length;
  // A key of a provider behind `Authorization: Bearer`: what it is says more than where it stands.
  // Not more than when it ends by itself.
  if (other.until !== undefined) return false;
  return one.value.length >= other.value.length && weights.indexOf(one.weight) < weights.indexOf(other.weight);
}
