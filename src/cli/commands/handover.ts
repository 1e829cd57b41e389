import { resolve } from 'node:path';
import { compare } from '../../engine/compare.ts';
import { makeHandover } from '../../handover/make-handover.ts';
import type { Handover } from '../../model/handover.ts';
import { renderHandoverHtml, renderHandoverMarkdown } from '../../reporters/index.ts';
import { printPdf } from '../../world/print-pdf.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { readDossier, readScorecard } from '../read-stored.ts';
import { writeBytes, writeText } from '../write-results.ts';
import { folderOf } from './plan.ts';

export interface HandoverFlags {
  readonly out?: string;
  /** The first audit's folder or scorecard. */
  readonly since?: string;
  readonly pdf?: boolean;
}

/** Writes the runbook of a stored audit: handover.md, handover.html, and handover.pdf where a browser can be started. */
export async function handover(path: string, flags: HandoverFlags, context: CommandContext): Promise<number> {
  const { output, env } = context;
  const card = readScorecard(path);
  const dossier = readDossier(folderOf(path));
  const changes = flags.since === undefined ? undefined : compare(readScorecard(flags.since), card);
  const made = makeHandover({ card, dossier, ...(changes ? { changes } : {}) });
  const folder = await prepareOutFolder(flags.out ?? folderOf(path));
  const page = renderHandoverHtml(made);
  await writeText(folder, 'handover.md', renderHandoverMarkdown(made));
  await writeText(folder, 'handover.html', page);
  const names = ['handover.md', 'handover.html'];
  if (flags.pdf !== false) {
    const printed = await printPdf(page, env);
    if ('problem' in printed) output.note(`No PDF: ${printed.problem}`);
    else {
      await writeBytes(folder, 'handover.pdf', printed.bytes);
      names.push('handover.pdf');
    }
  }
  output.print(`${names.map((name) => `Handover: ${resolve(folder, name)}`).join('\n')}\n${missingText(made)}`);
  return exitCode.done;
}

const most = 12;
function missingText({ missing }: Handover): string {
  if (missing.length === 0) return 'Every line has its source and date.\n';
  const left = missing.length - most;
  const lines = missing.slice(0, most).map((label) => `  MISSING: ${label}`);
  return `${missing.length} lines are missing; fill them in under "handover" in the config, then audit or judge again.\n${lines.join('\n')}${left > 0 ? `\n  and ${left} more` : ''}\n`;
}
