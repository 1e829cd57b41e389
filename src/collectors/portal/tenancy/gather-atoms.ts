import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { blankIndexes } from '../operations/operation-map.ts';
import type { Atom } from '../../portal-evidence.ts';
import { hintOf, holds, isAtomLike, isContact, type RawAtom, stableLeaves } from './atoms.ts';
import { sumLine } from './file-text.ts';
import type { Canary } from './canary.ts';
import type { RawView } from './view.ts';

export interface AtomSources {
  readonly ownerViews: readonly [RawView, RawView];
  readonly canaries: readonly Canary[];
  /** User name and e-mail of the owner's account. */
  readonly self: readonly string[];
  /** Values the asker (and nobody) meets anyway: subtracted from inferred atoms. */
  readonly knownElsewhere: (value: string) => boolean;
  /** What the cross request carries. */
  readonly sent: readonly string[];
}

const atomLimit = 120;

/** The owner's private atoms in one answer: canaries, the account's own names, stable leaves that nobody else meets. */
export function gatherAtoms({
  ownerViews: [first, second],
  canaries,
  self,
  knownElsewhere,
  sent,
}: AtomSources): RawAtom[] {
  const atoms = new Map<string, RawAtom>();
  for (const canary of canaries)
    if (!isEcho(canary.proof, sent) && holds(first.content.text, canary.proof))
      atoms.set(canary.proof, { value: canary.proof, path: '', type: 'string', source: 'canary' });
  // The words of a refusal are nobody's data: the asker's refusal says the same.
  if (first.outcome !== 'data' || second.outcome !== 'data') return [...atoms.values()];
  const leaves =
    first.content.leaves.length > 0
      ? stableLeaves(first.content.leaves, second.content.leaves)
      : stableLines(first, second);
  for (const leaf of leaves) {
    if (atoms.size >= atomLimit) break;
    if (atoms.has(leaf.value) || !isAtomLike(leaf) || isEcho(leaf.value, sent) || knownElsewhere(leaf.value)) continue;
    atoms.set(leaf.value, {
      value: leaf.value,
      path: leaf.path,
      type: leaf.type,
      source: isContact(leaf, self) ? 'contact' : 'leaf',
    });
  }
  return independent([...atoms.values()]);
}

/** A value that holds another one proves nothing more: a name, and a title made of the name, are one atom. */
function independent(atoms: readonly RawAtom[]): RawAtom[] {
  const kept: RawAtom[] = [];
  for (const atom of [...atoms].sort((one, other) => one.value.length - other.value.length)) {
    const repeats =
      atom.source !== 'canary' &&
      kept.some((one) => one.source !== 'canary' && atom.value.toLowerCase().includes(one.value.toLowerCase()));
    if (!repeats) kept.push(atom);
  }
  return kept;
}

export function isEcho(given: string, sent: readonly string[]): boolean {
  // In a link the reference may stand as an address writes it: `id=team%3Aplans`.
  const value = percentDecoded(given);
  if (
    sent.some(
      (one) => one === value || (one.length >= 4 && value.includes(one)) || (value.length >= 5 && one.includes(value)),
    )
  )
    return true;
  // A link that repeats the reference says nothing of the record, however short the reference is.
  const link = /^(\/|\?|#|https?:)/.test(value);
  if (!link) return false;
  if (value.split(/[/?#&=]+/).some((part) => part !== '' && sent.includes(part))) return true;
  // As the portal writes it: in small letters, with other signs between the words.
  return sent.some((one) => bare(one).length >= 5 && bare(value).includes(bare(one)));
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Text without structure (files, plain text): its lines are the leaves. */
function stableLines(first: RawView, second: RawView) {
  const again = new Set(second.content.text.split('\n').map((line) => line.trim()));
  return [...new Set(first.content.text.split('\n').map((line) => line.trim()))]
    .filter((line) => line.length >= 5 && again.has(line) && !sumLine.test(line))
    .slice(0, 400)
    .map((value, at) => ({ path: `line ${at + 1}`, type: 'string' as const, value }));
}

export function toAtom(atom: RawAtom, mark: (value: string) => string): Atom {
  return {
    mark: mark(atom.value),
    source: atom.source,
    path: maskPath(atom.path),
    type: atom.type,
    length: atom.parts?.length ?? atom.value.length,
    hint: atom.parts ? '' : hintOf(atom.value),
    ...(isSentence(atom) ? { sentence: true as const } : {}),
    sent: false,
  };
}

/**
 * One value that proves alone, where it came by its own reference and not by an absent one. What a page says of itself ("No
 * entries yet") seldom has a number in it and stands on other pages as well; data without pages seldom hold sentences of theirs.
 */
export function isSentence({ value, path, source, parts }: RawAtom): boolean {
  if (source !== 'leaf' || parts || value.length < 16 || value.length > 400) return false;
  const words = (value.match(/\p{L}{2,}/gu) ?? []).length;
  if (/\d/.test(value)) return words >= 3;
  const inPage = path.startsWith('>') || path.startsWith('line ');
  return !inPage && words >= 5 && value.length >= 28;
}

/**
 * Words without a number, where the asker's own record has other words at the same place: what people wrote there, and no label of
 * the page. What says that there is nothing is a label, whoever sees it.
 */
export function isWritten({ value, path, source, parts }: RawAtom, own: RawView | undefined): boolean {
  if (source !== 'leaf' || parts || value.length < 20 || value.length > 400) return false;
  if ((value.match(/\p{L}{2,}/gu) ?? []).length < 4 || saysNothing.test(value)) return false;
  const place = blankIndexes(path);
  return (own?.content.leaves ?? []).some((leaf) => {
    const text = leaf.value.trim();
    return blankIndexes(leaf.path) === place && text.length >= 12 && text !== value && !saysNothing.test(text);
  });
}

const saysNothing =
  /(?<!\p{L})(no|not|none|nothing|nobody|never|without|yet|empty|cannot|can't|don't|kein\w*|nicht\w*|noch|aucun\w*|rien|pas|ningun\w*|nada|aún|nessun\w*|niente|nenhum\w*|ainda|geen|niets|brak|nic|nie)(?!\p{L})|ない|ません|なし|没有|暂无|無|无/iu;

/** Keys can be customers' values too (maps keyed by e-mail or id): those are blanked. */
function maskPath(path: string): string {
  return path
    .split('.')
    .map((key) => (key.includes('@') || looksLikeId(key.replace(/\[\d+\]/g, '')) || key.length > 40 ? '*' : key))
    .join('.')
    .slice(0, 120);
}
