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
  // Several in one coded text, a file of settings in base64: they stand at the same place and are not the same.
  if (one.via.length > 0 && one.from === other.from && one.to === other.to && one.via.join() === other.via.join())
    return holdsCoded(one, other) || holdsCoded(other, one);
  return one.shaped !== other.shaped || one.via.length === other.via.length;
}

function better(one: RawHit, other: RawHit): boolean {
  if (one.shaped !== other.shaped) return one.shaped;
  // What was put together is the whole; a text that one of its pieces makes alone is a part.
  if (isPieceOf(one, other)) return false;
  if (isPieceOf(other, one)) return true;
  if (one.via.length !== other.via.length) return one.via.length < other.via.length;
  // A key of a provider behind `Authorization: Bearer`: what it is says more than where it stands.
  // Not more than when it ends by itself.
  if (other.until !== undefined) return false;
  return one.value.length >= other.value.length && weights.indexOf(one.weight) < weights.indexOf(other.weight);
}

function isPieceOf(part: RawHit, whole: RawHit): boolean {
  return (
    whole.via.at(-1) === 'joined' &&
    whole.via.length === part.via.length + 1 &&
    whole.value.length > part.value.length &&
    whole.value.startsWith(part.value)
  );
}

/** `"auth": "…"` of a registry is its user and password once more, in base64. */
function holdsCoded(outer: RawHit, inner: RawHit): boolean {
  return Buffer.from(outer.value, 'base64').toString('latin1').includes(inner.value);
}
