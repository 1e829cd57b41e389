import { join } from 'node:path';
import type { ChecklistId } from '../model/checklist.ts';
import type { Dossier } from '../model/dossier.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { renderAll } from '../reporters/index.ts';
import { FileError, writeFileAtomically } from '../world/files.ts';
import { usage } from './problem.ts';
import { redactStrings } from './redact-strings.ts';

type Redact = (text: string) => string;

/** `dossier.json`, whole or not at all; returns its path. */
export async function writeDossier(folder: string, dossier: Dossier, redact: Redact): Promise<string> {
  const path = join(folder, 'dossier.json');
  // Evidence was masked when it was taken; the rest passes here.
  const safe: Dossier = { ...dossier, config: redactStrings(dossier.config, redact) };
  await write(path, `${JSON.stringify(safe)}\n`);
  return path;
}

/**
 * Every report of each scorecard. The first one's go to the folder itself, the others' to a subfolder named after their
 * checklist. Returns the path of the report for people.
 */
export async function writeReports(folder: string, cards: readonly Scorecard[]): Promise<string> {
  for (const [index, card] of cards.entries()) {
    const place = folderOf(folder, card.checklist.id, index);
    for (const [name, text] of Object.entries(renderAll(card))) await write(join(place, name), text);
  }
  return join(folder, 'report.html');
}

export function folderOf(folder: string, id: ChecklistId, index: number): string {
  return index === 0 ? folder : join(folder, id);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomically(path, text);
  } catch (error) {
    if (error instanceof FileError) throw usage('--out', error.message, '');
    throw error;
  }
}
