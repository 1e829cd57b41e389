import type { Handover, HandoverLine } from '../model/handover.ts';
import { clip, escapeMarkdown } from './escape.ts';
import { decisionWords, momentWords } from './words.ts';

const text = (value: string, limit = 600): string => escapeMarkdown(clip(value, limit));
/** A cell of a table: a bar would end it. */
const cell = (value: string, limit = 600): string =>
  text(value, limit)
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, '<br>');

export const missingWords = 'MISSING (owner: ?)';

/** `handover.md`: the runbook that the people on call get. */
export function renderHandoverMarkdown(handover: Handover): string {
  const { sections, missing } = handover;
  const head = [
    `# Handover of ${text(handover.target)}`,
    `As of ${text(momentWords(handover.madeAt))} · audit says: **${decisionOf(handover)}**`,
    missing.length === 0
      ? 'Every line has its source and date.'
      : `**${missing.length} ${missing.length === 1 ? 'line is' : 'lines are'} missing**; each is printed as ${missingWords} and fails the check handover.runbook.`,
  ];
  const parts = sections.map(({ title, lines, id }) => {
    if (id === 'sign-off') return `## ${title}\n\n${signOff(lines)}`;
    if (lines.length === 0) return `## ${title}\n\nNothing was seen and nothing is declared.`;
    const rows = lines.map(
      (line) =>
        `| ${cell(line.label, 200)} | ${shownValue(line)} | ${cell(line.owner ?? '')} | ${cell(line.source)}, ${line.asOf.slice(0, 10)} |`,
    );
    return [`## ${title}`, '', '| what | | owner | source and date |', '|---|---|---|---|', ...rows].join('\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

export function decisionOf({ decision }: Handover): string {
  return decisionWords[decision as keyof typeof decisionWords] ?? decision;
}

function shownValue({ value }: HandoverLine): string {
  return value === undefined ? `**${missingWords}**` : cell(value, 2_000);
}

function signOff(lines: readonly HandoverLine[]): string {
  const signed = lines.map(({ label, value }) => `- ${text(label)}: ${text(value ?? '')}`);
  return [
    ...signed,
    '- Handed over by: ______________________  Date: __________',
    '- Taken over by: ______________________  Date: __________',
  ].join('\n');
}
