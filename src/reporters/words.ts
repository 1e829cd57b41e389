import type { ChecklistId } from '../model/checklist.ts';
import type { GapReason } from '../model/gap.ts';
import type { matrixCells } from '../model/scorecard.ts';
import type { Confidence, Decision, Status } from '../model/status.ts';

export const statusWords: Readonly<Record<Status, string>> = {
  fail: 'fail',
  unproven: 'unproven',
  warn: 'warning',
  attested: 'attested',
  pass: 'pass',
  'not-applicable': 'not applicable',
};

export const decisionWords: Readonly<Record<Decision, string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  unproven: 'Not proven yet',
};

export const answerWords = { yes: 'yes', no: 'no', unproven: 'not yet proven' } as const;

export type MatrixCell = (typeof matrixCells)[number];
export const cellWords: Readonly<Record<MatrixCell, string>> = {
  allowed: 'allowed',
  denied: 'denied',
  leaked: 'leaked',
  unproven: 'unproven',
  'not-tried': 'not tried',
};

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  certain: 'certain: reproduced and controlled',
  firm: 'firm: direct evidence, seen once',
  tentative: 'tentative: inferred',
};

export const gapWords: Readonly<Record<GapReason, string>> = {
  'no-consent': 'no consent',
  'not-configured': 'not configured',
  'not-collected': 'not collected',
  unreachable: 'unreachable',
  'timed-out': 'timed out',
  refused: 'refused',
  unreadable: 'unreadable',
  'nothing-to-compare': 'nothing to compare',
  inconclusive: 'inconclusive',
  'session-lost': 'session lost',
  'sign-in-failed': 'sign-in failed',
  'budget-spent': 'budget spent',
  interrupted: 'interrupted',
  'our-bug': 'our bug',
};

const owners: Readonly<Record<string, string>> = {
  owner: 'you, the owner',
  engineer: 'your engineer',
  hosting: 'your hosting provider',
  dns: 'whoever manages your DNS',
};

const identities: Readonly<Record<string, string>> = {
  anonymous: 'Not signed in',
  a: 'Customer A',
  b: 'Customer B',
  a2: 'Colleague of A',
  staff: 'Staff',
  admin: 'Admin',
  burner: 'Burner account',
};

/** What each checklist is for, in the words of its own definition. */
export const checklistWords: Readonly<Record<ChecklistId, { portal: string; lens: string; readyFor: string }>> = {
  'b2b-cyber': { portal: 'B2B service portal', lens: 'cyber security', readyFor: 'production traffic' },
  'b2b-api': { portal: 'B2B service portal', lens: 'API security', readyFor: 'production traffic' },
  'ops-cyber': { portal: 'Internal operations tool', lens: 'cyber security', readyFor: 'launch' },
  'ops-api': { portal: 'Internal operations tool', lens: 'API security', readyFor: 'conversion lift' },
  'shop-api': { portal: 'Founder-led shop', lens: 'API security', readyFor: 'production traffic' },
};

export function ownerWords(owner: string): string {
  return owners[owner] ?? owner;
}

export function identityWords(identity: string): string {
  return identities[identity] ?? identity;
}

/** `plural(1, 'check')` is "1 check", `plural(3, 'check')` is "3 checks". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** 12345 as 12,345; independent of the machine's locale. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A person's minutes: "5 min", "2 h", "2 h 30 min"; 0 is "no time of yours". */
export function minutesWords(minutes: number): string {
  const whole = Math.ceil(minutes);
  if (whole <= 0) return 'no time of yours';
  if (whole < 60) return `${whole} min`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} h` : `${Math.floor(whole / 60)} h ${rest} min`;
}

/** A machine's milliseconds: "340 ms", "12.3 s", "2 min 5 s". */
export function durationWords(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "21 Nov 2026, 22:51 UTC" from an ISO 8601 moment in UTC; anything else is returned as it is. */
export function momentWords(iso: string): string {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}).*Z$/.exec(iso) ?? [];
  const monthName = months[Number(month) - 1];
  if (monthName === undefined) return iso;
  return `${Number(day)} ${monthName} ${year}, ${hour}:${minute} UTC`;
}
