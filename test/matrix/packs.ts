import { bare, casesTogether, type Entry, flawsTogether, standsApart } from './entries.ts';

type FlawEntry = Extract<Entry, { kind: 'flaw' }>;
const flipsOf = (entry: FlawEntry) => entry.flips.map(bare);

/**
 * Flaws behind the sign-in in the fewest walks: those of a pack flip different checks, or one at different operations, and none may change what another one
 * flips, so that each is still seen by its own check. A pack that does not come out right is taken apart by the runner.
 * What shows at the door is not packed with what needs a walk: looking at it by itself is cheap.
 * Entries that are no single flaws, and flaws of the sign-in, stay as they are.
 */
export function packed(
  entries: readonly Entry[],
  isPackable: (entry: Entry) => boolean,
  walks: (entry: Entry) => boolean,
): readonly Entry[] {
  const packs: FlawEntry[][] = [];
  const others: Entry[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'flaw' || !isPackable(entry) || flipsOf(entry).some(standsApart)) {
      others.push(entry);
      continue;
    }
    const pack = packs.find((members) =>
      members.every((member) => walks(member) === walks(entry) && goTogether(member, entry)),
    );
    if (pack) pack.push(entry);
    else packs.push([entry]);
  }
  return [...casesPacked(others), ...packs.map(packEntry)];
}

type CaseEntry = Extract<Entry, { kind: 'case' }>;

/** Circumstances that leave different checks open and are met on one recording go together as flaws do. */
function casesPacked(entries: readonly Entry[]): readonly Entry[] {
  const packs: CaseEntry[][] = [];
  const rest: Entry[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'case' || entry.recordedClean !== true) {
      rest.push(entry);
      continue;
    }
    const apart = (one: CaseEntry) =>
      !one.unproven.some((check) => entry.unproven.includes(check) || entry.may.includes(check)) &&
      !entry.unproven.some((check) => one.may.includes(check));
    const pack = packs.find((members) => members.every(apart));
    if (pack) pack.push(entry);
    else packs.push([entry]);
  }
  return [...rest, ...packs.flatMap((members) => (members.length === 1 ? members : [casesTogether(members)]))];
}

function goTogether(one: FlawEntry, other: FlawEntry): boolean {
  if ((one.recordedClean === true) !== (other.recordedClean === true)) return false;
  if (one.switches.edition !== other.switches.edition) return false;
  const touches = (entry: FlawEntry) => new Set([...flipsOf(entry), ...entry.may]);
  // What the same check finds at two operations is told apart by them.
  const apart = one.at !== undefined && other.at !== undefined && one.at !== other.at;
  const alike = (check: string) => apart && flipsOf(one).includes(check) && flipsOf(other).includes(check);
  const clash = (mine: FlawEntry, theirs: FlawEntry) =>
    flipsOf(mine).some((check) => touches(theirs).has(check) && !alike(check));
  return !clash(one, other) && !clash(other, one);
}

function packEntry(members: readonly FlawEntry[]): Entry {
  const [only] = members;
  if (members.length === 1 && only) return only;
  const together = flawsTogether(members);
  return { ...together, recordedClean: members[0]?.recordedClean === true, members };
}
