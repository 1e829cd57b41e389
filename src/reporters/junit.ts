import type { Finding } from '../model/finding.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { escapeXml, escapeXmlAttribute } from './escape.ts';
import { type CheckGroup, checkGroupsOf } from './summary.ts';
import { gapWords, minutesWords, ownerWords } from './words.ts';

type Outcome = 'pass' | 'failure' | 'error' | 'skipped';
interface TestCase {
  readonly outcome: Outcome;
  readonly xml: string;
}

/**
 * JUnit XML in the shape of the Ant schema, the strictest one in use: one suite per area, one case per subject of a
 * check. A fail is a failure. An unproven subject of a required check is an `error`: in JUnit that is a test which
 * could not be carried out, and CI systems show it, while a skipped test disappears behind a green mark although
 * the launch is not proven. Unproven advice, waived fails and what does not apply are `skipped`, with the reason.
 */
export function renderJunit(scorecard: Scorecard): string {
  const groups = checkGroupsOf(scorecard);
  const areas = [...new Set(groups.map((group) => group.check.area))].sort();
  const suites = areas.map((area, index) =>
    suite(
      scorecard,
      area,
      index,
      groups.filter((group) => group.check.area === area),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suite(scorecard: Scorecard, area: string, id: number, groups: readonly CheckGroup[]): string {
  const cases = groups.flatMap((group) => casesOf(scorecard, group));
  const count = (outcome: Outcome): number => cases.filter((testCase) => testCase.outcome === outcome).length;
  const attributes = {
    name: area,
    package: `launch-ready.${scorecard.checklist.id}`,
    id: String(id),
    // The schema knows no time zone; the moment is UTC.
    timestamp: scorecard.startedAt.slice(0, 19),
    hostname: scorecard.target,
    tests: String(cases.length),
    failures: String(count('failure')),
    errors: String(count('error')),
    skipped: String(count('skipped')),
    time: '0',
  };
  const properties = [
    ['checklist', `${scorecard.checklist.id} ${scorecard.checklist.version}`],
    ['decision', scorecard.decision],
    ['run', scorecard.run],
  ].map(([name, value]) => `      <property${attributesXml({ name: name ?? '', value: value ?? '' })}/>\n`);
  return [
    `  <testsuite${attributesXml(attributes)}>\n`,
    `    <properties>\n${properties.join('')}    </properties>\n`,
    ...cases.map((testCase) => testCase.xml),
    '    <system-out></system-out>\n    <system-err></system-err>\n  </testsuite>\n',
  ].join('');
}

function attributesXml(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(value)}"`)
    .join('');
}

function casesOf(scorecard: Scorecard, { check, findings }: CheckGroup): readonly TestCase[] {
  const classname = `launch-ready.${scorecard.checklist.id}.${check.area}`;
  const wrap = (name: string, outcome: Outcome, inner: string): TestCase => {
    const open = `    <testcase${attributesXml({ classname, name, time: '0' })}`;
    return { outcome, xml: inner === '' ? `${open}/>\n` : `${open}>\n${inner}    </testcase>\n` };
  };
  if (findings.length > 0) {
    return findings.map((finding) => {
      const outcome = outcomeOf(finding, check.required);
      return wrap(`${check.id} › ${finding.subject}`, outcome, inside(outcome, finding, check.required));
    });
  }
  if (check.status === 'fail')
    return [wrap(check.id, 'failure', leaf('failure', 'fail', `Answered no: ${check.question}`))];
  if (check.status === 'unproven') {
    const outcome = check.required ? 'error' : 'skipped';
    return [wrap(check.id, outcome, leaf(outcome, 'unproven', `Unproven: nothing was recorded. ${check.question}`))];
  }
  return [wrap(check.id, 'pass', '')];
}

function outcomeOf(finding: Finding, required: boolean): Outcome {
  if (finding.status === 'fail') return finding.waiver === undefined ? 'failure' : 'skipped';
  if (finding.status === 'unproven') return required ? 'error' : 'skipped';
  return finding.status === 'not-applicable' ? 'skipped' : 'pass';
}

function leaf(element: Exclude<Outcome, 'pass'>, type: string, message: string, body = ''): string {
  // `skipped` has neither type nor text in the schema; its message is what CI systems read.
  if (element === 'skipped') return `      <skipped${attributesXml({ message })}/>\n`;
  return `      <${element}${attributesXml({ message, type })}>${escapeXml(body)}</${element}>\n`;
}

function inside(outcome: Outcome, finding: Finding, required: boolean): string {
  if (outcome === 'pass') return '';
  if (finding.status === 'unproven')
    return leaf(outcome, `unproven.${finding.gap?.reason ?? 'unknown'}`, unproven(finding), unproven(finding));
  if (finding.waiver !== undefined) {
    const { author, reason, until } = finding.waiver;
    return leaf(outcome, 'waived', `Waived by ${author} until ${until}: ${reason}. Still failing: ${finding.says}`);
  }
  if (finding.status === 'not-applicable') return leaf(outcome, 'not-applicable', finding.says);
  const advice = required ? '' : 'Advice, does not block: ';
  return leaf(outcome, `${finding.severity}.${finding.code}`, `${advice}${finding.says}`, details(finding));
}

function unproven({ gap, says }: Finding): string {
  if (gap === undefined) return `Unproven: ${says}`;
  return `Unproven (${gapWords[gap.reason]}): ${gap.detail} To close it: ${gap.closeBy} (${minutesWords(gap.minutes)})`;
}

function details(finding: Finding): string {
  const { fix } = finding;
  return [
    finding.says,
    finding.breaks && `What it breaks: ${finding.breaks}`,
    fix.summary && `Fix (${ownerWords(fix.owner)}, ${fix.effort}): ${fix.summary}`,
    ...fix.steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...finding.evidence.map((item) => `Seen: ${item.label}: ${item.value}`),
    finding.reproduce && `See it yourself: ${finding.reproduce}`,
    finding.location && `At: ${finding.location.path}:${finding.location.line ?? 1}`,
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}
