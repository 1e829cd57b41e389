import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import type { Scorecard } from '../model/scorecard.ts';
import type { Confidence, Severity } from '../model/status.ts';
import { clip, escapeJson, escapeMarkdown, escapeSarif, markdownCode } from './escape.ts';
import { type CheckGroup, checkGroupsOf } from './summary.ts';
import { gapWords, minutesWords, ownerWords } from './words.ts';

type Level = 'error' | 'warning' | 'note' | 'none';
const levels: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** The scale that code scanning reads from `security-severity`: above 9 critical, 7 high, 4 medium. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '0.0',
};
const precisions: Readonly<Record<Confidence, string>> = { certain: 'very-high', firm: 'high', tentative: 'medium' };
const ranks: Readonly<Record<Severity, number>> = { critical: 95, high: 80, medium: 55, low: 30, info: 10 };

/**
 * SARIF 2.1.0. Results are what failed or warns (`kind: fail`) and what is unproven (`kind: open`, §3.27.9: too little
 * information to decide), so that a viewer never takes silence for a pass. Files are physical locations; hosts and
 * operations are logical ones, because there is no file to open for them.
 */
export function renderSarif(scorecard: Scorecard): string {
  const groups = checkGroupsOf(scorecard);
  const results = groups.flatMap((group, ruleIndex) => [
    ...group.findings.flatMap((finding) => resultOf(finding, ruleIndex, group)),
    ...silentResult(group, ruleIndex),
  ]);
  const run = {
    tool: {
      driver: { name: scorecard.tool.name, version: scorecard.tool.version, rules: groups.map(ruleOf) },
    },
    automationDetails: {
      id: `launch-ready/${scorecard.checklist.id}/`,
      description: message(`${scorecard.checklist.id} audit of ${scorecard.target}`),
    },
    invocations: [
      {
        // True also for a run that found problems: the tool itself worked.
        executionSuccessful: true,
        startTimeUtc: scorecard.startedAt,
        endTimeUtc: scorecard.finishedAt,
        properties: { decision: scorecard.decision },
      },
    ],
    columnKind: 'utf16CodeUnits',
    results,
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`;
}

function message(text: string): { readonly text: string } {
  return { text: escapeSarif(text) };
}

function ruleOf({ check, findings }: CheckGroup): object {
  const [worst] = findings;
  const why = [worst?.why, worst?.breaks].filter((text) => text !== undefined && text !== '').join(' ');
  const level = worst === undefined ? 'none' : levelOf(worst);
  return {
    id: check.id,
    name: pascalCase(check.id),
    shortDescription: message(check.question || check.id),
    fullDescription: message(why || check.question || check.id),
    help: helpOf(check.question || check.id, why, worst, check.cites),
    defaultConfiguration: { level: level === 'none' ? 'warning' : level },
    properties: {
      tags: [check.area, check.required ? 'required' : 'advice'],
      cites: check.cites,
      ...(worst === undefined
        ? {}
        : { precision: precisions[worst.confidence], 'security-severity': scores[worst.severity] }),
    },
  };
}

/** Rules are shared by all results, so their help holds the tool's own words and steps, no subject's data. */
function helpOf(question: string, why: string, worst: Finding | undefined, cites: readonly string[]): object {
  const steps = worst?.fix.steps ?? [];
  const fix = worst?.fix.summary
    ? `Fix (${ownerWords(worst.fix.owner)}, ${worst.fix.effort}): ${worst.fix.summary}`
    : '';
  const text = [question, why, fix, ...steps.map((step, index) => `${index + 1}. ${step}`), cites.join(', ')];
  const markdown = [question, why, fix, ...steps.map((step, index) => `${index + 1}. ${step}`)].map(plainMarkdown);
  return {
    text: escapeSarif(text.filter((line) => line !== '').join('\n')),
    markdown: [
      ...markdown.filter((line) => line !== ''),
      cites.map((cite) => markdownCode(escapeSarif(cite))).join(' '),
    ]
      .join('\n\n')
      .trim(),
  };
}

/** SARIF Markdown: GitHub's dialect with HTML forbidden (§3.11.4), braces doubled like in plain text. */
function plainMarkdown(text: string): string {
  return escapeMarkdown(escapeSarif(text));
}

function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function levelOf(finding: Finding): Level {
  if (finding.status === 'fail') return levels[finding.severity];
  // A warning never outranks a failure, whatever its check's severity.
  if (finding.status === 'warn') return levels[finding.severity] === 'note' ? 'note' : 'warning';
  return 'none';
}

function resultOf(finding: Finding, ruleIndex: number, { check }: CheckGroup): object[] {
  if (!['fail', 'warn', 'unproven'].includes(finding.status)) return [];
  const open = finding.status === 'unproven';
  return [
    {
      ruleId: finding.check,
      ruleIndex,
      kind: open ? 'open' : 'fail',
      level: levelOf(finding),
      rank: ranks[finding.severity],
      message: message(clip(open ? openText(finding) : failText(finding), 4_000)),
      locations: [locationOf(finding)],
      partialFingerprints: { 'launchReadyFinding/v1': finding.fingerprint ?? hash(finding.id) },
      ...(finding.waiver === undefined
        ? {}
        : { suppressions: [{ kind: 'external', status: 'accepted', justification: waiverText(finding.waiver) }] }),
      properties: {
        id: finding.id,
        status: finding.status,
        severity: finding.severity,
        confidence: finding.confidence,
        subject: finding.subject,
        code: finding.code,
        required: check.required,
        ...(finding.gap === undefined ? {} : { gap: finding.gap }),
        ...(finding.reproduce === '' ? {} : { reproduce: finding.reproduce }),
        ...(finding.evidence.length === 0 ? {} : { evidence: finding.evidence }),
      },
    },
  ];
}

function waiverText({ author, reason, until }: NonNullable<Finding['waiver']>): string {
  return `Waived by ${author} until ${until}: ${reason}`;
}

/** An unproven or failed check without any finding still appears. */
function silentResult({ check, findings }: CheckGroup, ruleIndex: number): object[] {
  if (findings.length > 0 || (check.status !== 'unproven' && check.status !== 'fail')) return [];
  const failed = check.status === 'fail';
  return [
    {
      ruleId: check.id,
      ruleIndex,
      kind: failed ? 'fail' : 'open',
      level: failed ? 'error' : 'none',
      message: message(failed ? `Answered no: ${check.question}` : `Unproven, nothing was recorded: ${check.question}`),
      locations: [{ logicalLocations: [{ name: check.id, fullyQualifiedName: check.id }] }],
      partialFingerprints: { 'launchReadyFinding/v1': hash(check.id) },
    },
  ];
}

function failText({ says, subject, breaks, fix }: Finding): string {
  const first = fix.steps[0] ?? fix.summary;
  return [
    `${subject}: ${says}`,
    breaks,
    first === '' ? '' : `First step (${ownerWords(fix.owner)}, ${fix.effort}): ${first}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function openText({ says, subject, gap }: Finding): string {
  if (gap === undefined) return `${subject}: unproven. ${says}`;
  return `${subject}: unproven (${gapWords[gap.reason]}). ${gap.detail} To close it: ${gap.closeBy} (${minutesWords(gap.minutes)})`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function locationOf(finding: Finding): object {
  const { location, subject, operation } = finding;
  const name = clip(operation === undefined ? subject : `${operation.method} ${operation.template}`, 500);
  // No kind fits a host or an HTTP operation in the list of §3.33.7, so it is left out rather than bent.
  const logicalLocations = [{ name, fullyQualifiedName: clip(subject, 500) }];
  if (location === undefined) return { logicalLocations };
  const region = {
    ...(positive(location.line) ? { startLine: location.line } : {}),
    ...(positive(location.line) && positive(location.column) ? { startColumn: location.column } : {}),
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(location.original ?? location.path) },
      ...(Object.keys(region).length === 0 ? {} : { region }),
    },
    logicalLocations,
    ...(location.commit === undefined ? {} : { properties: { commit: location.commit } }),
  };
}

function positive(value: number | undefined): boolean {
  return value !== undefined && Number.isInteger(value) && value >= 1;
}

/** A path as a relative URI reference: each segment percent-encoded, so no colon can make it a scheme. */
function relativeUri(path: string): string {
  return path
    .replace(/[\\/]+/g, '/')
    .toWellFormed()
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
