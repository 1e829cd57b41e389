import type { Deliverable, Plan, Work } from '../model/plan.ts';
import { clip, escapeMarkdown, markdownCode } from './escape.ts';
import { costWords, helpWords, timeWords, totalWords, whenWords } from './plan-words.ts';
import { decisionWords, momentWords, ownerWords, statusWords } from './words.ts';

const text = (value: string, limit = 600): string => escapeMarkdown(clip(value, limit));
const code = (value: string): string => markdownCode(clip(value, 300));

/** `plan.md`: nothing is left out, because a row that is missing here would be forgotten. */
export function renderPlanMarkdown(plan: Plan): string {
  const titles = new Map(plan.deliverables.map(({ id, title }) => [id, title]));
  const lines = [
    `# Launch plan for ${text(plan.target)}`,
    `${decisionWords[plan.decision]} · checklist ${code(plan.checklist.id)} ${code(plan.checklist.version)} · as of ${text(momentWords(plan.asOf))} · run ${code(plan.run)}`,
    `**Risk ${plan.risk.score} of 100** · ${text(totalWords(plan))} · **${helpWords[plan.help.kind]}**: ${plan.help.why.map((why) => text(why)).join(' ')}`,
    part(
      'How the risk adds up',
      plan.risk.arithmetic.map((line) => `- ${text(line, 4_000)}`),
    ),
    part('What you can do today, alone', plan.today.map(todayLine)),
    part(
      'In this order',
      plan.deliverables.map((one, index) => deliverable(one, index, titles, plan.rate.currency)),
    ),
    part(
      'Outside a 48-hour sprint',
      plan.outside.map(({ title, why }) => `- **${text(title)}**: ${text(why)}`),
    ),
    `_Hours are a person’s time, estimated from the fix of each check; times to look do not include what looking finds. The hourly rate is yours to change: ${code('launch-ready plan --rate 120 --currency USD')}._`,
  ];
  return `${lines.filter((line) => line !== '').join('\n\n')}\n`;
}

function part(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `## ${title}\n\n${items.join('\n')}`;
}

function todayLine({ title, status, minutes, how, provedBy }: Plan['today'][number]): string {
  const proof = provedBy.length > 0 ? ` Proved by ${provedBy.map(code).join(', ')}.` : '';
  return `- **${text(title)}** (${statusWords[status]}, ${timeWords(minutes)}): ${text(how)}${proof}`;
}

function deliverable(one: Deliverable, index: number, titles: ReadonlyMap<string, string>, currency: string): string {
  const waits = one.after.map((id) => text(titles.get(id) ?? id));
  const facts = [
    statusWords[one.status],
    `risk ${one.risk}`,
    timeWords(one.minutes),
    costWords(one.cost, currency),
    ...(one.insideSprint ? [] : ['outside the sprint']),
  ];
  const when = whenWords(one);
  return [
    `${index + 1}. **${text(one.title)}** (${facts.join(', ')})`,
    when && `   - When: ${text(when)}`,
    waits.length > 0 ? `   - After: ${waits.join('; ')}` : '',
    ...grouped(one.work).map(workLine),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** What waits for the same step, for the same reason, as one line. */
function grouped(work: readonly Work[]): readonly (readonly Work[])[] {
  return [
    ...Map.groupBy(work, (one) =>
      one.status === 'unproven' ? `${one.says}\n${one.todo}` : `${one.check}\n${one.says}`,
    ).values(),
  ];
}

function workLine(group: readonly Work[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const subjects = [...new Set(group.flatMap((one) => one.subjects))];
  const where =
    subjects.length > 0
      ? ` on ${subjects.slice(0, 3).map(code).join(', ')}${subjects.length > 3 ? ' and more' : ''}`
      : '';
  const waived = first.waivedUntil === undefined ? '' : ` Waived until ${text(first.waivedUntil)}.`;
  const who = first.owner === '' ? '' : `${text(ownerWords(first.owner), 80)}, `;
  const minutes = group.reduce((sum, one) => ({ low: sum.low + one.minutes.low, high: sum.high + one.minutes.high }), {
    low: 0,
    high: 0,
  });
  const how = group.length > 1 ? `${group.length} × ${first.arithmetic}` : first.arithmetic;
  return `   - ${statusWords[first.status]} ${group.map(({ check }) => code(check)).join(', ')}${where}: ${text(first.says, 300)} ${text(first.todo)} (${who}${timeWords(minutes)}: ${text(how, 120)})${waived}`;
}
