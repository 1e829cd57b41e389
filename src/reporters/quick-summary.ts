import type { Finding } from '../model/finding.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { clip, escapeTerminal } from './escape.ts';
import { minutesWords, plural } from './words.ts';

export interface QuickOptions {
  readonly width: number;
  readonly unicode: boolean;
  readonly reportPath?: string;
}

const most = { fail: 7, warn: 5, trouble: 4 };
const severityRank = { critical: 0, high: 1, medium: 2, low: 3, info: 4 } as const;
/** Reasons that say something about the host or the way to it; the others only say that a quick look does not ask. */
const trouble = new Set(['unreachable', 'timed-out', 'refused', 'unreadable', 'interrupted', 'our-bug']);
const questionsBehindSignIn = ['auth.anonymous', 'authz.read', 'authz.list', 'journeys.login'];

/** What a look without an account found, for a founder: what to repair first, what holds, what was not seen. Data is escaped. */
export function renderQuick(card: Scorecard, { width, unicode, reportPath }: QuickOptions): string {
  const lines = (text: string, indent: number, first = '') =>
    wrapped(escapeTerminal(clip(text, 300), unicode), Math.max(30, width), indent, first);
  const of = (status: Finding['status']) =>
    alike(bySeverity(card.findings.filter((finding) => finding.status === status)));
  const [fails, warns] = [of('fail'), of('warn')];
  const proven = card.checks.filter(({ status }) => status === 'pass');
  const seconds = Math.max(1, Math.round((card.durationsMs.total ?? 0) / 1000));
  const mark = { fail: unicode ? '✕' : 'x', warn: '!', pass: unicode ? '✓' : '+', open: '?' };
  const finding = ([one, ...others]: Alike, sign: string) => [
    ...lines(one.says, 4, `  ${sign} `),
    ...(others.length > 0 ? lines(`The same at ${listOf(others.map(({ subject }) => subject))}.`, 4) : []),
    ...(one.status === 'fail' ? lines(`Repair (${one.fix.effort}): ${one.fix.summary}`, 6, '      ') : []),
  ];
  const cut = (list: readonly Alike[], limit: number, sign: string) => [
    ...list.slice(0, limit).flatMap((one) => finding(one, sign)),
    ...(list.length > limit ? [`    and ${list.length - limit} more in the report`] : []),
  ];
  const gaps = troubles(card);
  const blocks: (readonly string[])[] = [
    lines(
      `${card.target}, as every visitor sees it: ${plural(card.requests.sent, 'request')} in ${seconds} s, no account, nothing guessed.`,
      0,
    ),
    fails.length > 0
      ? [`To repair (${fails.length})`, ...cut(fails, most.fail, mark.fail)]
      : [
          proven.length > 0
            ? 'Nothing that was seen has to be repaired.'
            : 'Nothing could be seen, so nothing can be said.',
        ],
    gaps.length > 0
      ? [
          `Could not be seen (${gaps.length})`,
          ...gaps
            .slice(0, most.trouble)
            .flatMap(({ detail, closeBy, minutes, waiting }) => [
              ...lines(`${detail} ${closeBy} (${minutesWords(minutes)})`, 4, `  ${mark.open} `),
              ...lines(`Open because of it: ${someOf(waiting)}.`, 4),
            ]),
          ...(gaps.length > most.trouble ? [`    and ${gaps.length - most.trouble} more in the report`] : []),
        ]
      : [],
    warns.length > 0 ? [`Worth a look (${warns.length})`, ...cut(warns, most.warn, mark.warn)] : [],
    proven.length > 0
      ? [
          `Seen to hold (${proven.length})`,
          ...proven.slice(0, 14).flatMap(({ question }) => lines(question, 4, `  ${mark.pass} `)),
          ...(proven.length > 14 ? [`    and ${proven.length - 14} more`] : []),
        ]
      : [],
    [
      'This is no word on whether the portal is ready: what is behind the sign-in was not looked at.',
      ...behindSignIn(card, (text) => lines(text, 4, `  ${mark.open} `)),
    ],
    reportPath === undefined ? [] : lines(`Report: ${reportPath}`, 0),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const shown = new Map(findings.map((finding) => [`${finding.check} ${finding.code} ${finding.subject}`, finding]));
  return [...shown.values()].sort(
    (one, other) => severityRank[one.severity] - severityRank[other.severity] || (one.id < other.id ? -1 : 1),
  );
}

type Alike = readonly [Finding, ...Finding[]];

/** What is wrong in the same way at several places is one thing to a person, and one repair. */
function alike(findings: readonly Finding[]): readonly Alike[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = `${finding.check} ${finding.code}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

function listOf(subjects: readonly string[]): string {
  const shown = subjects.slice(0, 3);
  const left = subjects.length - shown.length;
  if (left > 0) return `${shown.join(', ')} and ${left} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}

/** Each trouble once, however many checks wait for it. */
function troubles({ findings }: Scorecard) {
  const met = findings.flatMap(({ gap, check }) => (gap && trouble.has(gap.reason) ? [{ ...gap, check }] : []));
  return [...Map.groupBy(met, ({ closeBy }) => closeBy).values()].flatMap((group) => {
    const last = group.at(-1);
    return last ? [{ ...last, waiting: [...new Set(group.map(({ check }) => check))] }] : [];
  });
}

function someOf(checks: readonly string[]): string {
  const left = checks.length - 6;
  return left > 1 ? `${checks.slice(0, 6).join(', ')} and ${left} more` : checks.join(', ');
}

function behindSignIn({ checks }: Scorecard, lines: (text: string) => readonly string[]): readonly string[] {
  const open = checks.filter(({ id, status }) => questionsBehindSignIn.includes(id) && status === 'unproven');
  if (open.length === 0) return [];
  return [
    'Two test accounts of different customers would settle what matters most:',
    ...open.flatMap(({ question }) => lines(question)),
  ];
}

function wrapped(text: string, width: number, indent: number, first: string): string[] {
  const rows: string[] = [];
  let row = first === '' ? ' '.repeat(indent) : first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && row.length + 1 + word.length > width) {
      rows.push(row);
      row = ' '.repeat(indent);
      empty = true;
    }
    row += `${empty ? '' : ' '}${word}`;
    empty = false;
  }
  return [...rows, row];
}
