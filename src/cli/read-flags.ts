import { type Permit, permits } from '../model/permit.ts';
import { isChecklistId } from '../checklists/index.ts';
import { type ChecklistId, checklistIds } from '../model/checklist.ts';
import { unknownSelections } from './config/check-config.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';

/** The flags of `audit` and its halves as commander hands them over. */
export interface RunFlags {
  readonly config?: string;
  readonly checklist?: string;
  readonly account?: readonly string[];
  readonly repo?: string;
  readonly only?: readonly string[];
  readonly permit?: readonly string[];
  readonly out: string;
  readonly json?: boolean;
  readonly wait?: string;
  readonly budget?: string;
  readonly color: boolean;
}

export interface ReadFlags {
  readonly checklists?: readonly ChecklistId[];
  readonly only?: readonly string[];
  readonly permits: readonly Permit[];
  readonly requestsTotal?: number;
  readonly waitMs?: number;
  readonly problems: readonly Problem[];
}

/** The flags in a form that can be used, and everything that is wrong with them. */
export function readFlags(flags: Partial<RunFlags>): ReadFlags {
  const problems: Problem[] = [];
  const only = words(flags.only);
  problems.push(...unknownSelections(only));
  const asked = words(flags.permit === undefined ? undefined : flags.permit);
  const granted = asked.filter((word): word is Permit => (permits as readonly string[]).includes(word));
  for (const word of asked.filter((one) => !(granted as readonly string[]).includes(one))) {
    problems.push({ place: '--permit', says: `There is no permit "${word}".`, fix: didYouMean(word, permits) });
  }
  const lists = readChecklists(flags.checklist, problems);
  const requestsTotal = readBudget(flags.budget, problems);
  const waitMs = readDuration(flags.wait, problems);
  return {
    ...(lists ? { checklists: lists } : {}),
    ...(only.length > 0 ? { only } : {}),
    permits: granted,
    ...(requestsTotal === undefined ? {} : { requestsTotal }),
    ...(waitMs === undefined ? {} : { waitMs }),
    problems,
  };
}

/** `b2b-api`, `b2b-api,shop-api`, `all`. */
export function readChecklists(text: string | undefined, problems: Problem[]): readonly ChecklistId[] | undefined {
  if (text === undefined) return undefined;
  const asked = words([text]);
  if (asked.includes('all')) return checklistIds;
  for (const id of asked.filter((one) => !isChecklistId(one))) {
    const fix = didYouMean(id, [...checklistIds, 'all']);
    problems.push({ place: '--checklist', says: `There is no checklist "${id}".`, fix });
  }
  return [...new Set(asked.filter(isChecklistId))];
}

/** Comma-separated words of a flag that may be given several times. */
function words(values: readonly string[] | undefined): readonly string[] {
  const all = (values ?? []).flatMap((value) => value.split(',')).map((word) => word.trim());
  return [...new Set(all.filter((word) => word !== ''))];
}

function readBudget(text: string | undefined, problems: Problem[]): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  problems.push({
    place: '--budget',
    says: `"${text}" is no number of requests.`,
    fix: 'Write a whole number from 1.',
  });
  return undefined;
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `90s`, `15m`, `15min`, `1h` in milliseconds. */
function readDuration(text: string | undefined, problems: Problem[]): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^(\d{1,6})(s|m|min|h)$/.exec(text) ?? [];
  const factor = unitMs[unit ?? ''];
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  problems.push({ place: '--wait', says: `"${text}" is no duration.`, fix: 'Write 90s, 15m or 1h.' });
  return undefined;
}
