import type { EditionName } from './editions.ts';
import * as mail from './flaws/mail.ts';
import * as operation from './flaws/operation.ts';
import { opsFlaws } from './flaws/ops.ts';
import { shopDecoys, shopFlaws } from './flaws/shop.ts';
import * as network from './flaws/network.ts';
import * as portal from './flaws/portal.ts';
import * as secrets from './flaws/secrets.ts';

/** Something wrong with the launch that can be switched on by itself. */
export interface Flaw {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  /** Check ids that must turn to fail, or to warn where the id is prefixed with `warn:`. */
  readonly flips: readonly string[];
  /** Check ids that may change as well; a change of any other check is a false alarm. */
  readonly may: readonly string[];
  /** The answer that holds the proof. */
  readonly proof: string;
  /**
   * Ordinary use by its own customers looks the same with and without it, so the recording of a clean portal serves, and
   * the range may be switched over while it runs.
   */
  readonly unseenInUse?: boolean;
  /** The application that can have it; the portal of a service business by default. See `editions.ts`. */
  readonly edition?: EditionName;
  /** Shows only with time: whoever looks has to be given hours, by the clock of the range. */
  readonly needsHours?: boolean;
  /** Where the template of the operation ends (with a first `/`), or what is in its name or in what is said, where it shows: flaws of one check that show at different ones may share a range. */
  readonly at?: string;
}

/** Something that looks wrong and is fine: the guarded checks stay as they are in the clean build. */
export interface Decoy {
  readonly id: string;
  readonly title: string;
  readonly guards: readonly string[];
  /** The application that has it, in its clean build already; the portal of a service business by default. */
  readonly edition?: EditionName;
}

/** Circumstances in which the named checks cannot be answered, so that they must say `unproven`. */
export interface UnprovenCase {
  readonly id: string;
  readonly title: string;
  readonly unproven: readonly string[];
  readonly may: readonly string[];
  /** As of a flaw: only who looks into it meets it. */
  readonly unseenInUse?: boolean;
}

export const flaws: readonly Flaw[] = [
  ...network.flaws,
  ...mail.flaws,
  ...operation.flaws,
  ...portal.flaws,
  ...secrets.flaws,
  ...opsFlaws,
  ...shopFlaws,
];
export const decoys: readonly Decoy[] = [
  ...network.decoys,
  ...mail.decoys,
  ...operation.decoys,
  ...portal.decoys,
  ...secrets.decoys,
  ...shopDecoys,
];
export const unprovenCases: readonly UnprovenCase[] = [
  ...network.unprovenCases,
  ...mail.unprovenCases,
  ...operation.unprovenCases,
  ...portal.unprovenCases,
  ...secrets.unprovenCases,
];
