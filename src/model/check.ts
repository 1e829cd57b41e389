import type { EvidenceItem, Finding, Fix } from './finding.ts';
import type { Gap } from './gap.ts';
import type { Permit } from './permit.ts';
import type { Confidence, Severity } from './status.ts';

/** Everything `judge` can answer for one subject; `{name}` in `says` is filled from the answer's `data`. */
export interface Outcome {
  readonly is: 'pass' | 'warn' | 'fail' | 'unproven' | 'not-applicable';
  readonly says: string;
}

export interface Answer<Code extends string = string> {
  readonly code: Code;
  /** Fills `{name}` placeholders of the outcome's text. Text from a portal is data: reporters escape it. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** What was seen, masked, newest last. A pass has evidence too. */
  readonly evidence: readonly EvidenceItem[];
  /** A command that a person can run to see the same: curl, dig, openssl. Redacted. */
  readonly reproduce?: string;
  readonly confidence?: Confidence;
  /** Only with an outcome that `is: 'unproven'`. */
  readonly gap?: Gap;
  readonly operation?: { readonly method: string; readonly template: string };
  readonly identities?: readonly string[];
  /** Overrides the evidence's subject (a finding about one path below a host, say). */
  readonly subject?: string;
  /** Overrides the check's general fix where the evidence tells more. */
  readonly fix?: Partial<Fix>;
  /** A place in a file; the subject then is `path:line`. */
  readonly location?: Finding['location'];
  /** What id and fingerprint are made from instead of the subject: the same thing has it after its line has moved. */
  readonly sameAs?: string;
  /** Of a fail: overrides the checklist's severity where the evidence tells how bad it is. */
  readonly severity?: Severity;
}

/** What judgement may know besides evidence. `now` is the dossier's clock. */
export interface JudgeContext {
  readonly now: Date;
  readonly limits: Readonly<Record<string, number>>;
  /** The environment that the config gives the subject's host; `production` where it says nothing. */
  readonly environmentOf: (host: string) => string;
}

/** A pure, synchronous judgement over evidence of the kinds in `needs`, per subject of the first kind. */
export interface Check<Map, N extends keyof Map & string, Code extends string = string> {
  /** `area.name`, the same as its folder: checks/area/name/check.ts. */
  readonly id: string;
  /** Its yes is always good. */
  readonly question: string;
  readonly why: string;
  /** What breaks for the business when the answer is no. */
  readonly breaks: string;
  /** How it is proven, in two or three plain sentences (for `explain`). */
  readonly proof: string;
  readonly permit: Permit;
  /** `v5.0.0-8.2.2` (ASVS), `API1:2023`, `RFC 6797 §6.1`. */
  readonly cites: readonly string[];
  /** Evidence kinds; the first one's subjects are the check's subjects, the others are looked up by the same subject. */
  readonly needs: readonly [N, ...N[]];
  /** Kinds that may be missing for a subject: handed over as undefined, no gap. */
  readonly optional?: readonly N[];
  /** Every answer it can ever give. */
  readonly outcomes: Readonly<Record<Code, Outcome>>;
  readonly fix: Fix;
  judge(
    values: { readonly [K in N]: Map[K] },
    context: JudgeContext & { readonly subject: string },
  ): Answer<Code> | readonly Answer<Code>[];
}

/** What every check of the catalogue has, implemented or not. */
export interface CatalogueEntry {
  readonly id: string;
  readonly question: string;
  /** Shown, never required by a row's `area.*`. */
  readonly advice?: boolean;
  readonly cites: readonly string[];
}
