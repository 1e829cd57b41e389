import type { Finding } from '../model/finding.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { repositoryVerdict } from './repository-verdict.ts';
import { clip, escapeMarkdown, markdownCode, markdownFence } from './escape.ts';
import { type MarkdownSection, fitSections } from './markdown-fit.ts';
import { type Closing, closingsOf, whyOf } from './closings.ts';
import { decisionSentence, unprovenSentence, remarksOf } from './decision-sentence.ts';
import { type Blocker, adviceOf, blockersOf, checkGroupsOf, stopShipOf, waivedOf } from './summary.ts';
import {
  answerWords,
  cellWords,
  gapWords,
  groupDigits,
  identityWords,
  minutesWords,
  momentWords,
  ownerWords,
  plural,
  statusWords,
} from './words.ts';

/** What a GitHub comment may hold. Counted in UTF-8 bytes, which is never fewer than characters. */
export const markdownLimit = 65_536;

const text = (value: string, limit = 600): string => escapeMarkdown(clip(value, limit));
const code = (value: string, limit = 300): string => markdownCode(clip(value, limit));

/**
 * The report as GitHub Markdown, never longer than a comment may be: what matters least is left out first, and
 * each list says how much it left out.
 */
export function renderMarkdown(scorecard: Scorecard): string {
  const { checklist } = scorecard;
  const repository = repositoryVerdict(scorecard);
  const head = [
    repository
      ? `# ${text(`${repository.title}: ${repository.sentence}`)}\n\n${text(repository.launch)}`
      : `# ${text(decisionSentence(scorecard))}`,
    `${code(scorecard.target)} · checklist ${code(checklist.id)} ${code(checklist.version)} · ${text(momentWords(scorecard.finishedAt))} · run ${code(scorecard.run)}`,
    text(unprovenSentence(scorecard)),
    ...remarksOf(scorecard).map((remark) => text(remark)),
  ].filter((part) => part !== '');
  const tail = `_${text(scorecard.tool.name)} ${text(scorecard.tool.version)}: ${groupDigits(scorecard.requests.sent)} requests sent. What was not examined is listed as unproven, never as passed._`;
  return fitSections(head.join('\n\n'), sections(scorecard), tail, markdownLimit);
}

/** In the order of reading; `keep` is the order in which room is given, 1 first. */
function sections(scorecard: Scorecard): readonly MarkdownSection[] {
  const flags = stopShipOf(scorecard).map((flag) => `- **Stop-ship:** ${text(flag.title)}. ${text(flag.evidence)}`);
  return [
    {
      title: 'Self-test',
      keep: 2,
      items: scorecard.selfTest.map((q) => `- ${text(q.question)} **${capital(answerWords[q.answer])}**`),
    },
    { title: 'What blocks the launch', keep: 1, items: [...flags, ...blockersOf(scorecard).map(blockerItem)] },
    { title: 'What is unproven, and what closes it', keep: 3, items: closingsOf(scorecard).map(closingItem) },
    {
      title: 'Red flags',
      keep: 5,
      items: scorecard.redFlags.map(
        (flag) =>
          `- ${status(flag.status)} ${text(flag.title)}${flag.stopShip ? ' (stop-ship)' : ''}: ${text(flag.evidence)}`,
      ),
    },
    {
      title: 'Fix today',
      keep: 6,
      items: scorecard.fixToday.map((item) => `- ${status(item.status)} ${text(item.title)}`),
    },
    {
      title: 'The rows',
      keep: 4,
      items: scorecard.rows.map(
        (row) => `- ${status(row.status)} ${text(row.title)} (${row.checks.map((id) => code(id, 80)).join(', ')})`,
      ),
    },
    { title: 'Gates', keep: 7, items: scorecard.gates.map((gate) => `- ${status(gate.status)} ${code(gate.check)}`) },
    { title: 'Waived', keep: 8, items: waivedOf(scorecard).map(waivedItem) },
    { title: 'Failed, but only advice', keep: 9, items: adviceOf(scorecard).map(blockerItem) },
    { title: 'Identity and operation', keep: 10, items: matrixItems(scorecard) },
    { title: 'Who may do what', keep: 12, items: policyItems(scorecard) },
    {
      title: 'Evidence',
      keep: 11,
      items: scorecard.findings.filter((f) => f.status === 'fail' || f.status === 'warn').map(evidenceItem),
    },
    { title: 'Coverage', keep: 12, items: coverageItems(scorecard) },
    {
      title: 'Limits',
      keep: 13,
      items: scorecard.limits.map(
        (limit) =>
          `- ${code(limit.id)}: ${limit.value} ${text(limit.unit)}, ${limit.source === 'origin' ? 'from the checklist' : 'our choice'}${limit.changed === undefined ? '' : ` (changed: ${text(limit.changed)})`}`,
      ),
    },
    {
      title: 'Every check',
      keep: 14,
      items: checkGroupsOf(scorecard).map(
        ({ check }) =>
          `- ${status(check.status)} ${code(check.id)} ${text(check.question)} ${check.subjects.proven} of ${check.subjects.total} proven`,
      ),
    },
  ];
}

const status = (value: Finding['status']): string => `**${statusWords[value]}**`;
const capital = (value: string): string => value.slice(0, 1).toUpperCase() + value.slice(1);

function subjects(findings: readonly Finding[]): string {
  const shown = findings.slice(0, 3).map((finding) => code(finding.subject));
  const left = findings.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function blockerItem(blocker: Blocker): string {
  const { fix } = blocker;
  const first = fix.steps[0] ?? fix.summary;
  return [
    `- **${blocker.severity}: ${text(blocker.says)}**`,
    `  ${code(blocker.check)}${blocker.findings.length > 0 ? ` on ${subjects(blocker.findings)}` : ''}`,
    blocker.breaks && `  What it breaks: ${text(blocker.breaks)}`,
    first && `  First step: ${text(first)} (${text(ownerWords(fix.owner), 80)}, ${text(fix.effort, 80)})`,
  ]
    .filter((line) => line !== '')
    .join('  \n');
}

function closingItem(closing: Closing): string {
  const { closeBy, minutes, closable, reasons, checks } = closing;
  const time = closable ? `**${minutesWords(minutes)}:** ` : '';
  const shown = checks.slice(0, 6).map((id) => code(id, 80));
  const left = checks.length - shown.length;
  const why = reasons.map((reason) => gapWords[reason]).join(', ');
  return `- ${time}${text([whyOf(closing), closeBy].join(' ').trim())} ${plural(checks.length, 'check waits', 'checks wait')} for it (${why}): ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function waivedItem(finding: Finding): string {
  const waiver = finding.waiver;
  return `- ${code(finding.check)} on ${code(finding.subject)}: ${text(finding.says)} Waived by ${text(waiver?.author ?? '')} until ${text(waiver?.until ?? '')}: ${text(waiver?.reason ?? '')}`;
}

function matrixItems({ coverage: { matrix } }: Scorecard): readonly string[] {
  if (matrix === undefined) return [];
  return matrix.rows.map((row) => {
    const cells = matrix.identities.map(
      (id) => `${text(identityWords(id), 60)} ${cellWords[row.cells[id] ?? 'not-tried']}`,
    );
    return `- ${code(row.operation)}: ${cells.join(', ')}`;
  });
}

function policyItems({ coverage: { policy } }: Scorecard): readonly string[] {
  if (policy === undefined) return [];
  return [
    ...policy.questions.map(
      ({ op, question, seen }) => `- To decide: ${code(op)} (seen used by ${text(seen, 80)}): ${text(question)}`,
    ),
    ...policy.groups.map(({ who, operations }) => {
      const shown = operations.slice(0, 8).map(({ op }) => code(op, 120));
      const left = operations.length - shown.length;
      return `- ${text(who, 80)}: ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
    }),
  ];
}

function evidenceItem(finding: Finding): string {
  return [
    `- ${status(finding.status)} ${code(finding.check)} on ${code(finding.subject)}: ${text(finding.says)}`,
    ...finding.evidence.slice(0, 5).map((item) => `  - ${text(item.label, 120)}: ${code(item.value)}`),
    finding.reproduce && markdownFence(clip(finding.reproduce, 1_000), 'sh', '  '),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function coverageItems({ coverage }: Scorecard): readonly string[] {
  const { hosts, routes, operations, objects, identities } = coverage;
  return [
    `- ${plural(hosts, 'host')}, ${plural(routes, 'route')}, ${plural(operations, 'operation')}, ${plural(objects, 'object')}; examined as: ${identities.map((id) => text(identityWords(id), 60)).join(', ')}`,
    ...coverage.notReached.map(
      (item) =>
        `- Not reached: ${code(item.what)}: ${text(item.why)} ${text(item.closeBy)} (${minutesWords(item.minutes)})`,
    ),
    ...coverage.hostsFoundNotListed.map((host) => `- Found, not listed, not contacted: ${code(host)}`),
  ];
}
