import { checklists } from '../checklists/index.ts';
import { judge } from '../engine/judge.ts';
import { defaultRate, makePlan } from '../engine/plan/make-plan.ts';
import { makeHandover } from '../handover/make-handover.ts';
import type { ChecklistId } from '../model/checklist.ts';
import type { Dossier } from '../model/dossier.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { renderHandoverMarkdown, renderJson, renderTerminal } from '../reporters/index.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import type { Output } from './output.ts';
import { redactStrings } from './redact-strings.ts';
import { rules } from './rules.ts';
import { folderOf, type Judgement, writeReports } from './write-results.ts';

export interface JudgeAllInput {
  readonly dossier: Dossier;
  readonly checklists: readonly ChecklistId[];
  readonly out: string;
  readonly output: Output;
  readonly json: boolean;
  /** Printed in place of the usual summary. */
  readonly text?: (card: Scorecard, reportPath: string) => string;
}

export interface Judged {
  readonly cards: readonly Scorecard[];
  readonly report: string;
  /** The worst decision's. */
  readonly code: number;
}

/** Judges by each checklist, writes the reports and prints the result. */
export async function judgeAll({ dossier, checklists: ids, out, output, json, text }: JudgeAllInput): Promise<Judged> {
  const judged = ids.map((id) => judgementOf(dossier, id, output.redact));
  const cards = judged.map(({ card }) => card);
  const report = await writeReports(out, judged);
  // Already redacted value by value; as one text a secret like "true" would break the JSON.
  if (json) output.stdout.write(cards.length === 1 && cards[0] ? renderJson(cards[0]) : `[${cards.map(renderJson)}]\n`);
  else
    for (const [index, card] of cards.entries())
      output.print(
        `${index > 0 ? '\n' : ''}${text?.(card, reportOf(card, out, index)) ?? terminalText(card, output, out, index)}`,
      );
  return { cards, report, code: worstCode(cards) };
}

function judgementOf(dossier: Dossier, id: ChecklistId, redact: (text: string) => string): Judgement {
  const card = redactStrings(judge(dossier, checklists[id], rules), redact);
  return {
    card,
    plan: redactStrings(makePlan(card, checklists[id], dossier.config.rate ?? defaultRate), redact),
    runbook: redact(renderHandoverMarkdown(makeHandover({ card, dossier }))),
  };
}

function terminalText(card: Scorecard, output: Output, out: string, index: number): string {
  const reportPath = reportOf(card, out, index);
  return renderTerminal(card, { width: output.width(), color: output.color, unicode: output.unicode, reportPath });
}

function reportOf(card: Scorecard, out: string, index: number): string {
  return `${folderOf(out, card.checklist.id, index)}/report.html`;
}

function worstCode(cards: readonly Scorecard[]): number {
  const codes = cards.map((card) => exitCodeOf(card.decision));
  return [exitCode.notReady, exitCode.unproven].find((code) => codes.includes(code)) ?? exitCode.ready;
}
