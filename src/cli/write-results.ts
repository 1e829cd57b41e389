import { join } from 'node:path';
import { draftPolicy } from '../checks/draft-policy.ts';
import type { ChecklistId } from '../model/checklist.ts';
import type { Dossier } from '../model/dossier.ts';
import type { Plan } from '../model/plan.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { renderEach, renderOpenApi } from '../reporters/index.ts';
import { renderPolicyDraft } from '../reporters/policy-draft.ts';
import { FileError, writeFileAtomically } from '../world/files.ts';
import { usage } from './problem.ts';
import { redactStrings } from './redact-strings.ts';

type Redact = (text: string) => string;

/** `dossier.json`, whole or not at all, with `openapi.json` and `policy.draft.json` where a portal was walked; returns the dossier's path. */
export async function writeDossier(folder: string, dossier: Dossier, redact: Redact): Promise<string> {
  const path = join(folder, 'dossier.json');
  // Evidence was masked when it was taken; the rest passes here.
  const safe: Dossier = { ...dossier, config: redactStrings(dossier.config, redact) };
  await write(path, `${JSON.stringify(safe)}\n`);
  const seen = renderOpenApi(safe);
  if (seen !== undefined) await write(join(folder, 'openapi.json'), seen);
  const policy = renderPolicyDraft(draftPolicy(safe));
  if (policy !== undefined) await write(join(folder, 'policy.draft.json'), policy);
  return path;
}

/** What one checklist made of a dossier. */
export interface Judgement {
  readonly card: Scorecard;
  readonly plan: Plan;
  /** handover.md */
  readonly runbook: string;
}

/**
 * Every report of each scorecard. The first one's go to the folder itself, the others' to a subfolder named after their
 * checklist. Returns the path of the report for people.
 */
export async function writeReports(folder: string, cards: readonly Judgement[]): Promise<string> {
  for (const [index, { card, plan, runbook }] of cards.entries()) {
    const place = folderOf(folder, card.checklist.id, index);
    for (const [name, parts] of renderEach(card, plan)) await write(join(place, name), parts);
    await write(join(place, 'handover.md'), runbook);
  }
  return join(folder, 'report.html');
}

export function folderOf(folder: string, id: ChecklistId, index: number): string {
  return index === 0 ? folder : join(folder, id);
}

/** One text file of the results, whole or not at all. Throws UsageError. */
export async function writeText(folder: string, name: string, text: string): Promise<void> {
  await write(join(folder, name), text);
}

export async function writeBytes(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await write(join(folder, name), bytes);
}

async function write(path: string, text: string | Uint8Array | Iterable<string>): Promise<void> {
  try {
    await writeFileAtomically(path, text);
  } catch (error) {
    if (error instanceof FileError) throw usage('--out', error.message, '');
    throw error;
  }
}
