import { type Change, type Comparison, compare } from '../../engine/compare.ts';
import { escapeTerminal } from '../../reporters/index.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { readScorecard } from '../read-stored.ts';

export interface CompareFlags {
  readonly json?: boolean;
}

const most = 20;

/** Says what changed between two runs. Returns 1 when something got worse. */
export function compareStored(before: string, after: string, flags: CompareFlags, context: CommandContext): number {
  const found = compare(readScorecard(before), readScorecard(after));
  context.output.print(flags.json ? `${JSON.stringify(found, undefined, 2)}\n` : textOf(found, context.output.unicode));
  return found.worse.length > 0 ? exitCode.worse : exitCode.done;
}

function textOf(found: Comparison, unicode: boolean): string {
  const safe = (text: string) => escapeTerminal(text, unicode);
  const lines = [
    `Before: ${safe(found.before.decision)}, ${safe(found.before.finishedAt)}`,
    `After:  ${safe(found.after.decision)}, ${safe(found.after.finishedAt)}`,
    ...(found.checklistsDiffer ? ['The two were judged by different checklists; compare runs of one.'] : []),
    ...section('Worse', found.worse, safe),
    ...section('Better', found.better, safe),
    ...section('Changed otherwise', found.other, safe),
    `Unchanged: ${found.unchanged}`,
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, changes: readonly Change[], safe: (text: string) => string): readonly string[] {
  if (changes.length === 0) return [];
  const left = changes.length - Math.min(changes.length, most);
  return [
    `${title}: ${changes.length}`,
    ...changes
      .slice(0, most)
      .map(({ check, subject, from, to, says }) => `  ${check} ${safe(subject)}: ${from} to ${to}. ${safe(says)}`),
    ...(left > 0 ? [`  and ${left} more (--json has all)`] : []),
  ];
}
