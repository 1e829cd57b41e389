import { decoys, flaws, unprovenCases } from '../flaws.ts';
import type { NetworkCaseId, NetworkDecoyId, NetworkFlawId } from '../flaws/network.ts';

export interface SwitchNames {
  readonly flaws?: readonly string[];
  readonly decoys?: readonly string[];
  readonly cases?: readonly string[];
}

/** What is switched on in one range. The typed questions belong to the network, the sets to the portal. */
export interface Switches {
  readonly flaw: (id: NetworkFlawId) => boolean;
  readonly decoy: (id: NetworkDecoyId) => boolean;
  readonly case: (id: NetworkCaseId) => boolean;
  readonly flaws: ReadonlySet<string>;
  readonly decoys: ReadonlySet<string>;
  readonly cases: ReadonlySet<string>;
  /** Replaces all that is on. What is asked on every request follows; what a server read when it started does not. */
  readonly switchTo: (names: SwitchNames) => void;
}

/** @throws where a name belongs to nothing that the range can do: a misspelt flaw would look like a missed one. */
export function createSwitches(names: SwitchNames): Switches {
  const on = {
    flaws: known('flaw', names.flaws, flaws),
    decoys: known('decoy', names.decoys, decoys),
    cases: known('case', names.cases, unprovenCases),
  };
  return {
    ...on,
    flaw: (id) => on.flaws.has(id),
    decoy: (id) => on.decoys.has(id),
    case: (id) => on.cases.has(id),
    switchTo: (next) => {
      refill(on.flaws, known('flaw', next.flaws, flaws));
      refill(on.decoys, known('decoy', next.decoys, decoys));
      refill(on.cases, known('case', next.cases, unprovenCases));
    },
  };
}

function refill(set: Set<string>, names: ReadonlySet<string>): void {
  set.clear();
  for (const name of names) set.add(name);
}

function known(kind: string, wanted: readonly string[] = [], all: readonly { readonly id: string }[]): Set<string> {
  const ids = new Set(all.map((entry) => entry.id));
  const unknown = wanted.filter((id) => !ids.has(id));
  if (unknown.length > 0) throw new Error(`Unknown ${kind} ${unknown.join(', ')}. Known: ${[...ids].join(', ')}`);
  return new Set(wanted);
}
