import { inGeneral } from '../../model/fill-says.ts';
import { checklists } from '../../checklists/index.ts';
import { catalogue } from '../../checks/catalogue.ts';
import { checks } from '../../checks/index.ts';
import { expandChecks } from '../../engine/judge.ts';
import type { Outcome } from '../../model/check.ts';
import type { Fix } from '../../model/finding.ts';
import type { Permit } from '../../model/permit.ts';

/** Everything there is to say about a check, from its own fields. */
export interface Explanation {
  readonly id: string;
  readonly question: string;
  readonly permit: Permit;
  readonly cites: readonly string[];
  /** Checklists that require it. */
  readonly requiredBy: readonly string[];
  /** Undefined where this version does not examine it yet. */
  readonly details?: {
    readonly why: string;
    readonly breaks: string;
    readonly proof: string;
    readonly outcomes: readonly Outcome[];
    readonly fix: Fix;
  };
}

const order: readonly Outcome['is'][] = ['pass', 'warn', 'fail', 'unproven', 'not-applicable'];

/** Undefined where no check has this id. */
export function explanationOf(id: string): Explanation | undefined {
  const row = catalogue.find((one) => one.id === id);
  const check = checks.find((one) => one.id === id);
  if (!row) return undefined;
  const requiredBy = Object.values(checklists)
    .filter(({ rows, gates }) => [...rows.flatMap((one) => expandChecks(one.checks, catalogue)), ...gates].includes(id))
    .map((list) => list.id);
  const { question, permit, cites } = check ?? row;
  return {
    id,
    question,
    permit,
    cites,
    requiredBy,
    ...(check
      ? {
          details: {
            why: check.why,
            breaks: check.breaks,
            proof: check.proof,
            outcomes: Object.values(check.outcomes)
              .map((one) => ({ ...one, says: inGeneral(one.says) }))
              .sort((x, y) => order.indexOf(x.is) - order.indexOf(y.is)),
            fix: check.fix,
          },
        }
      : {}),
  };
}

const asvs = /^v5\.0\.0-(\d+)\.(\d+)\.(\d+)$/;
const topTen = /^API(\d+):2023$/;

/** A citation in words: the standard, and its place in it. */
export function citationWords(cite: string): string {
  if (asvs.test(cite)) return `OWASP ASVS ${cite}`;
  return topTen.test(cite) ? `OWASP API Security Top 10, ${cite}` : cite;
}

export const permitWords: Readonly<Record<Permit, string>> = {
  look: 'A look that any visitor may take; needs nothing.',
  guess: 'Asks for addresses that no page links to; needs proof of ownership.',
  'sign-in': 'Signs in as a declared test account; needs its credentials.',
  'cross-tenant': 'Reads one test account’s data as another; needs ownership and two test accounts.',
  write: 'Changes objects of declared test accounts and puts them back; needs ownership and --permit write.',
  abuse: 'Sends bursts or odd input; needs ownership and --permit abuse.',
  load: 'Sends traffic at a fixed rate; needs ownership and --permit load.',
  'read-repo': 'Reads the repository or build on this machine; needs its folder.',
  'read-env': 'Reads environment files on this machine; needs their paths in the config.',
  'read-logs': 'Reads log files on this machine; needs their paths in the config.',
};
