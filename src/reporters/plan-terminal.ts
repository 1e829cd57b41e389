import type { Plan } from '../model/plan.ts';
import { clip, escapeTerminal } from './escape.ts';
import { costWords, helpWords, timeWords, totalWords } from './plan-words.ts';
import type { TerminalOptions } from './terminal.ts';
import { statusWords } from './words.ts';

const most = 12;

/** The plan in a screenful: the risk, what comes first, how long, which help fits. */
export function renderPlanTerminal(plan: Plan, { unicode }: TerminalOptions): string {
  const safe = (text: string, limit = 160) => escapeTerminal(clip(text, limit), unicode);
  const left = plan.deliverables.length - most;
  return `${[
    `Launch plan for ${safe(plan.target)} · ${plan.checklist.id}`,
    `Risk ${plan.risk.score} of 100: ${plan.risk.failures} from failures, ${plan.risk.unexamined} from what was not examined.`,
    `${totalWords(plan)}.`,
    `${helpWords[plan.help.kind]}: ${safe(plan.help.why.join(' '), 400)}`,
    ...(plan.today.length > 0 ? ['', 'Today, by yourself'] : []),
    ...plan.today.slice(0, 6).map(({ title, minutes }) => `  ${safe(title)} (${timeWords(minutes)})`),
    ...(plan.deliverables.length > 0 ? ['', 'Then, in this order'] : ['', 'Nothing is left to do.']),
    ...plan.deliverables
      .slice(0, most)
      .map(
        (one, index) =>
          `  ${String(index + 1).padStart(2)}. ${statusWords[one.status].padEnd(8)} ${safe(one.title, 90)} (${timeWords(one.minutes)}, ${costWords(one.cost, plan.rate.currency)}${one.insideSprint ? '' : ', outside the sprint'})`,
      ),
    ...(left > 0 ? [`  and ${left} more in plan.md`] : []),
  ].join('\n')}\n`;
}
