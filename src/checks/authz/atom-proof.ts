import type { Alive, Atom, View } from '../../collectors/portal-evidence.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { type Gap, gap } from '../../model/gap.ts';

/** Whether the held marks prove that the owner's data arrived: a canary, or two inferred atoms that are no contact. */
export function proves(atoms: readonly Atom[], held: readonly string[]): 'leak' | 'one-atom' | 'contact' | 'nothing' {
  const found = atoms.filter((atom) => held.includes(atom.mark) && !atom.sent);
  if (found.some(({ source }) => source === 'canary' || source === 'credential' || source === 'together'))
    return 'leak';
  const leaves = found.filter((atom) => atom.source === 'leaf').length;
  if (leaves >= 2) return 'leak';
  // A name beside an e-mail address is still a directory entry.
  if (leaves === 1 && found.length > 1) return 'contact';
  if (leaves === 1) return 'one-atom';
  return found.length > 0 ? 'contact' : 'nothing';
}

/** Whether the one value of the owner's that is no contact is a sentence with a number in it, and came. */
export function provesBySentence(atoms: readonly Atom[], held: readonly string[]): boolean {
  const [only, ...more] = atoms.filter((atom) => atom.source === 'leaf');
  return more.length === 0 && only?.sentence === true && held.includes(only.mark);
}

/** Whether the held marks prove that the owner's data arrived, by whatever rule. */
export function leaks(atoms: readonly Atom[], held: readonly string[]): boolean {
  return provesBySentence(atoms, held) || proves(atoms, held) === 'leak';
}

/** What is left of the proof when what nobody is given as well is taken away: what a page says to everybody is no leak to A. */
export function leaksBeyond(
  atoms: readonly Atom[],
  held: readonly string[],
  nobody: View | undefined,
): 'more' | 'as-open' | 'part-open' {
  const open = nobody?.holds ?? [];
  if (leaks(atoms, open)) return 'as-open';
  const alone = held.filter((mark) => !open.includes(mark));
  return leaks(atoms, alone) ? 'more' : 'part-open';
}

/** Whether the owner's answer holds enough to recognise a leak by. */
export function canProve(atoms: readonly Atom[]): boolean {
  return (
    atoms.some(({ source }) => source === 'canary' || source === 'together') ||
    atoms.filter((atom) => atom.source === 'leaf').length >= 2
  );
}

/** Whether the owner's answer holds anything of its own at all: enough to believe a plain refusal. */
export function holdsOwn(atoms: readonly Atom[]): boolean {
  return atoms.some((atom) => atom.source !== 'contact');
}

export function allAlive(alive: readonly Alive[]): boolean {
  return alive.length > 0 && alive.every((one) => one.before && one.after);
}

export function inBoth(views: readonly View[]): string[] {
  const [first, second] = views;
  return first && second ? first.holds.filter((mark) => second.holds.includes(mark)) : [];
}

/** Of two answers one alone proves a leak: the other one then refuses nothing. Its outcome, for a person. */
export function provesOnce(atoms: readonly Atom[], views: readonly View[]): string | undefined {
  const proven = ({ holds }: View) => leaks(atoms, holds);
  const other = views.find((view) => !proven(view));
  return other && views.some(proven)
    ? `two different answers, one with the owner's values and one without (HTTP ${other.status}, ${other.outcome})`
    : undefined;
}

export function describeView(label: string, view: View | undefined): EvidenceItem[] {
  if (!view) return [];
  const held = view.holds.length > 0 ? `, ${view.holds.length} of the owner's values` : '';
  const what =
    view.status === 0
      ? 'no answer'
      : `HTTP ${view.status}, ${view.outcome}, ${view.bytes} bytes ${view.contentType}${held}`;
  return [{ label, value: what, at: view.at }];
}

/** An answer that is neither data nor refusal: what it was, and what would settle it. */
export function unsettled(outcome: string): { readonly data: { readonly outcome: string }; readonly gap: Gap } {
  const limited = /rate-limited/.test(outcome);
  return {
    data: { outcome },
    gap: gap(
      'inconclusive',
      `The request ended in ${outcome}.`,
      limited
        ? 'Raise the rate limit for the test accounts, or lower budget.requestsPerSecond, and run again.'
        : 'Send the printed request by hand; repair what fails, then run again.',
      10,
    ),
  };
}

/** What came back of B's is too little to prove anything, or what is left of it beside what nobody is given too. */
export const oneValue = gap(
  'inconclusive',
  "One value of B's in A's answer proves nothing either way.",
  'Look at the two answers by hand, or permit a planted canary with --permit write.',
  10,
);

/** B's record came back, and A's own search finds it as well: shared by all, or two doors that are open. */
export const sharedOrSearched: ReturnType<typeof unsettled> = {
  data: { outcome: "B's record, which A's own search finds too" },
  gap: gap(
    'inconclusive',
    "A reads B's record, and A's own search finds it too: it is shared by all customers, or neither is kept apart.",
    'Declare it shared in the policy (scope: shared), or permit planted canaries with --permit write, which prove it.',
    3,
  ),
};

/** B's record came back, and it is of a kind that portals keep for all: goods, words of help, the portal's own people. */
export const sharedByKind: ReturnType<typeof unsettled> = {
  data: { outcome: "B's record, of a kind that all customers usually share" },
  gap: gap(
    'inconclusive',
    "A reads what B's own records refer to, and by its name it is of a kind that all customers usually share (goods, help, the portal's own people).",
    'Look at the record: declare it shared in the policy (scope: shared) if it is, else check its tenant like that of any other record.',
    3,
  ),
};

/** Where the leaked values stood: path, type and length; never the value. */
export function describeAtoms(atoms: readonly Atom[], held: readonly string[]): EvidenceItem[] {
  return atoms
    .filter((atom) => held.includes(atom.mark))
    .slice(0, 6)
    .map((atom) => ({
      label: atom.source === 'canary' ? 'planted canary' : "owner's value",
      value:
        atom.type === 'file'
          ? 'the whole file, byte for byte'
          : atom.source === 'together'
            ? `${atom.length} short values, all of them at their places`
            : `${atom.path === '' ? 'in the answer' : atom.path}: ${atom.type} of ${atom.length} characters${atom.hint === '' ? '' : `, begins "${atom.hint}"`}`,
    }));
}

export function describeAlive(alive: readonly Alive[]): EvidenceItem {
  return {
    label: 'sessions',
    value: alive
      .map((one) => `${one.identity} ${one.before && one.after ? 'proved alive before and after' : 'lost'}`)
      .join(', '),
  };
}
