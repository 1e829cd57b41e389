import { type EditionName, editions } from '../../range/editions.ts';
import { decoys, flaws, unprovenCases } from '../../range/flaws.ts';
import { allAtOnce, decoyGroups } from './decoy-groups.ts';
import { pairs } from './pairs.ts';

interface Common {
  readonly id: string;
  readonly areas: readonly string[];
  readonly switches: {
    readonly flaws?: readonly string[];
    readonly decoys?: readonly string[];
    readonly cases?: readonly string[];
    readonly edition?: EditionName;
  };
  /** What has to be looked at so that the entry can be judged. */
  readonly concerns: readonly string[];
  /** Whether the recording of a clean portal serves: see `unseenInUse` of a flaw. */
  readonly recordedClean?: boolean;
  /** The single flaws of a pack: see packs.ts. */
  readonly members?: readonly Entry[];
  /** The run is given hours of the shared clock (`--wait`). */
  readonly hours?: boolean;
  /** In the name of the operation where a flaw has to show. */
  readonly at?: string;
}

/** One run of the matrix: what is switched on, and what has to come out. */
export type Entry = Common &
  (
    | { readonly kind: 'clean' }
    | { readonly kind: 'flaw'; readonly flips: readonly string[]; readonly may: readonly string[] }
    | { readonly kind: 'decoys'; readonly guards: Readonly<Record<string, readonly string[]>> }
    | { readonly kind: 'case'; readonly unproven: readonly string[]; readonly may: readonly string[] }
  );

export const bare = (flip: string) => flip.replace(/^warn:/, '');
const areaOf = (check: string) => check.slice(0, check.indexOf('.'));
const areasOf = (checks: readonly string[]) => [...new Set(checks.map(areaOf))];

export function cleanEntry(id: string, concerns: readonly string[]): Entry {
  return { kind: 'clean', id, areas: [], switches: {}, concerns };
}

/** Several flaws in one range: what any of them flips must come out, and what any of them may change is allowed. */
export function flawsTogether(entries: readonly Entry[]): Entry {
  const members = entries.filter((entry) => entry.kind === 'flaw');
  const flips = [...new Set(members.flatMap((entry) => entry.flips))];
  const together = {
    id: members.map(({ id }) => id).join('+'),
    areas: [...new Set(members.flatMap(({ areas }) => areas))],
    switches: {
      flaws: members.flatMap(({ switches }) => switches.flaws ?? []),
      decoys: members.flatMap(({ switches }) => switches.decoys ?? []),
      ...ofEdition(members[0]?.switches.edition),
    },
    concerns: [...new Set(members.flatMap(({ concerns }) => concerns))],
    hours: members.some(({ hours }) => hours),
    flips,
    may: [...new Set(members.flatMap(({ may }) => may))].filter((check) => !flips.map(bare).includes(check)),
  };
  return { kind: 'flaw', ...together };
}

/** Several circumstances on one recording: what any of them leaves open must be unproven. */
export function casesTogether(members: readonly Extract<Entry, { kind: 'case' }>[]): Entry {
  const unproven = [...new Set(members.flatMap((entry) => entry.unproven))];
  return {
    kind: 'case',
    id: members.map(({ id }) => id).join('+'),
    areas: [...new Set(members.flatMap(({ areas }) => areas))],
    switches: { cases: members.flatMap(({ switches }) => switches.cases ?? []) },
    concerns: [...new Set(members.flatMap(({ concerns }) => concerns))],
    recordedClean: true,
    members,
    unproven,
    may: [...new Set(members.flatMap(({ may }) => may))].filter((check) => !unproven.includes(check)),
  };
}

/** Flaws of the sign-in itself, or of a certificate, keep everything else from being seen. */
export const standsApart = (check: string) => check === 'journeys.login' || check.startsWith('https.');

const ofEdition = (edition: EditionName | undefined) => (edition === undefined ? {} : { edition });

export const flawEntries: readonly Entry[] = flaws.map(
  ({ id, area, flips, may, unseenInUse, needsHours, edition, at }) => ({
    kind: 'flaw',
    id,
    areas: [area],
    switches: { flaws: [id], ...ofEdition(edition) },
    // Where nobody gets in, or nobody should, a walk shows nothing more.
    concerns: [...flips.map(bare), ...(flips.map(bare).some(standsApart) ? [] : may)],
    recordedClean: unseenInUse === true,
    hours: needsHours === true,
    ...(at === undefined ? {} : { at }),
    flips,
    may,
  }),
);

export const pairEntries: readonly Entry[] = pairs.map(({ flaws: ids, decoys: beside = [], unseenInUse }) => {
  const together = flawsTogether(flawEntries.filter(({ id }) => ids.includes(id)));
  return {
    ...together,
    id: [...ids, ...beside].join('+'),
    switches: { ...together.switches, decoys: beside },
    recordedClean: unseenInUse === true,
  };
});

export const caseEntries: readonly Entry[] = unprovenCases.map(({ id, unproven, may, unseenInUse }) => ({
  kind: 'case',
  id,
  areas: areasOf(unproven),
  switches: { cases: [id] },
  recordedClean: unseenInUse === true,
  // What a case may change besides is not what it is about: a sign-in that is only allowed to suffer is not tried.
  concerns: unproven,
  unproven,
  may,
}));

/** The other editions as they are, with their own decoys: nothing of what their flaws are about may fail. */
export const editionEntries: readonly Entry[] = Object.keys(editions)
  .filter((name): name is EditionName => name !== 'service')
  .map((edition) => {
    const own = flawEntries.filter(({ switches }) => switches.edition === edition);
    const ownDecoys = decoys.filter((one) => one.edition === edition).map(({ id }) => id);
    const clean = cleanEntry(`clean-${edition}`, [...new Set(own.flatMap(({ concerns }) => concerns))]);
    return {
      ...clean,
      areas: [...new Set(own.flatMap(({ areas }) => areas))],
      switches: { edition, decoys: ownDecoys },
    };
  });

/** One run for several decoys at once, or for one; of those that are not `exact` only that nothing fails has to come out. */
export function decoyEntry(ids: readonly string[], id = ids.join('+'), exact = ids): Entry {
  const members = decoys.filter((decoy) => ids.includes(decoy.id));
  const concerns = [...new Set(members.flatMap(({ guards }) => guards))];
  return {
    kind: 'decoys',
    id,
    areas: areasOf(concerns),
    switches: { decoys: ids, ...ofEdition(members[0]?.edition) },
    concerns,
    guards: Object.fromEntries(members.filter((one) => exact.includes(one.id)).map((one) => [one.id, one.guards])),
  };
}

/** Decoys of the network alone, those of the portal in groups whose members do not hide one another, then all that can be on at once. */
export const decoyEntries: readonly Entry[] = [
  ...decoyGroups().map((ids, at) => decoyEntry(ids, ids.length > 1 ? `decoys-${at + 1}` : undefined)),
  allDecoys(),
];

function allDecoys(): Entry {
  const { exact, others } = allAtOnce();
  return decoyEntry([...exact, ...others], 'all-decoys', exact);
}
