import pc from 'picocolors';
import stringWidth from 'string-width';
import type { Scorecard } from '../model/scorecard.ts';
import type { Status } from '../model/status.ts';
import { clip, escapeTerminal } from './escape.ts';
import { closingsOf, unprovenTotals, whyOf } from './closings.ts';
import { decisionSentence, unprovenSentence, remarksOf } from './decision-sentence.ts';
import { repositoryVerdict } from './repository-verdict.ts';
import { type Blocker, adviceOf, blockersOf, stopShipOf, waivedOf } from './summary.ts';
import { answerWords, minutesWords, ownerWords, plural, statusWords } from './words.ts';

export interface TerminalOptions {
  /** Columns; lines are broken before it. 40 is the narrowest that is laid out well. */
  readonly width: number;
  /** False under NO_COLOR, in a pipe, on a dumb terminal; the caller decides. */
  readonly color: boolean;
  /** False where the terminal shows ASCII only. */
  readonly unicode: boolean;
  /** Where report.html was written, if it was. */
  readonly reportPath?: string;
  /** How many blockers and how many closing actions are listed; the rest is counted. */
  readonly most?: number;
}

/** A portal’s text gets a few lines, not the screen; the report has all of it. */
const longest = 320;

type Ink = 'bad' | 'open' | 'care' | 'good' | 'quiet' | 'strong' | 'plain';
interface Pen {
  readonly width: number;
  readonly unicode: boolean;
  /** Escapes data; colours are added afterwards and only by us. */
  ink(ink: Ink, text: string): string;
  /** Breaks at spaces, and inside words that are longer than a line. Data in, escaped lines out. */
  lines(text: string, indent: number, first?: string): string[];
}

const marks: Readonly<Record<Status, { readonly unicode: string; readonly ascii: string; readonly ink: Ink }>> = {
  fail: { unicode: '✕', ascii: 'x', ink: 'bad' },
  unproven: { unicode: '?', ascii: '?', ink: 'open' },
  warn: { unicode: '!', ascii: '!', ink: 'care' },
  attested: { unicode: '✓', ascii: '+', ink: 'good' },
  pass: { unicode: '✓', ascii: '+', ink: 'good' },
  'not-applicable': { unicode: '–', ascii: '-', ink: 'quiet' },
};
const answerStatus = { yes: 'pass', no: 'fail', unproven: 'unproven' } as const;

/** The scorecard as 15 to 40 lines for a person at a terminal: decision, rows, what blocks, what is unproven. */
export function renderTerminal(scorecard: Scorecard, options: TerminalOptions): string {
  const pen = penOf(options);
  const most = options.most ?? 4;
  const blocks = [
    header(scorecard, pen),
    selfTest(scorecard, pen),
    rows(scorecard, pen),
    proven(scorecard, pen),
    blockers(scorecard, pen, most),
    unproven(scorecard, pen, most),
    rest(scorecard, pen),
    options.reportPath === undefined ? [] : pen.lines(`Report: ${options.reportPath}`, 0),
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${text.join('\n\n')}\n`;
}

function penOf({ width, color, unicode }: TerminalOptions): Pen {
  const columns = Math.max(20, Math.floor(width));
  const colors = pc.createColors(color);
  const inks: Readonly<Record<Ink, (text: string) => string>> = {
    bad: (text) => colors.bold(colors.red(text)),
    open: colors.magenta,
    care: colors.yellow,
    good: colors.green,
    quiet: colors.dim,
    strong: colors.bold,
    plain: (text) => text,
  };
  return {
    width: columns,
    unicode,
    ink: (ink, text) => (text === '' ? '' : inks[ink](escapeTerminal(text, unicode))),
    lines: (text, indent, first = '') => wrap(escapeTerminal(clip(text, longest), unicode), columns, indent, first),
  };
}

function wrap(text: string, width: number, indent: number, first: string): string[] {
  const margin = ' '.repeat(indent);
  const room = Math.max(8, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => chop(part, room))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (stringWidth(joined) <= room) line = joined;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.map((content, index) => `${index === 0 && first !== '' ? first : margin}${content}`);
}

/** Pieces of a word that each fit; a wide character counts two columns. */
function chop(word: string, room: number): string[] {
  if (stringWidth(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const columns = stringWidth(character);
    if (used + columns > room && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += columns;
  }
  return [...pieces, piece];
}

function mark(status: Status, pen: Pen): string {
  const { unicode, ascii, ink } = marks[status];
  return pen.ink(ink, pen.unicode ? unicode : ascii);
}

function header(scorecard: Scorecard, pen: Pen): string[] {
  const repository = repositoryVerdict(scorecard);
  const decision = repository?.decision ?? scorecard.decision;
  const ink: Ink = decision === 'ready' ? 'good' : decision === 'not-ready' ? 'bad' : 'open';
  const [title, ...sentence] = repository
    ? [repository.title, repository.sentence]
    : decisionSentence(scorecard).split(/(?<=^[^:]*): /);
  const about = `Launch Ready · ${scorecard.target} · ${scorecard.checklist.id}`;
  return [
    ...pen.lines(about, 0).map((line) => (line === '' ? '' : pen.ink('quiet', line))),
    ...pen.lines((title ?? '').toUpperCase(), 0).map((line) => pen.ink(ink, line)),
    ...pen.lines(capital(sentence.join(': ')), 0),
    ...optional(repository?.launch ?? '', (text) => pen.lines(text, 0)),
    ...(scorecard.decision === 'unproven' ? [] : optional(unprovenSentence(scorecard), (text) => pen.lines(text, 0))),
    ...remarksOf(scorecard).flatMap((remark) => pen.lines(remark, 0)),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function optional(text: string, render: (text: string) => string[]): string[] {
  return text === '' ? [] : render(text);
}

function selfTest(scorecard: Scorecard, pen: Pen): string[] {
  return scorecard.selfTest.flatMap(({ question, answer }) => {
    const status = answerStatus[answer];
    const first = `  ${mark(status, pen)} `;
    return pen.lines(`${question} ${capital(answerWords[answer])}.`, 4, first);
  });
}

function rows(scorecard: Scorecard, pen: Pen): string[] {
  const widest = Math.max(0, ...scorecard.rows.map((row) => statusWords[row.status].length));
  return scorecard.rows.flatMap((row) => {
    const word = statusWords[row.status];
    const first = `  ${mark(row.status, pen)} ${pen.ink(marks[row.status].ink, word)}${' '.repeat(widest - word.length)}  `;
    return pen.lines(row.title, 6 + widest, first);
  });
}

/** Of a run that looks at little, such as one repository: what it found in order, in full. */
const fewProven = 5;

function proven(scorecard: Scorecard, pen: Pen): string[] {
  const passed = scorecard.findings.filter((finding) => finding.status === 'pass');
  if (passed.length === 0 || passed.length > fewProven) return [];
  const line = ({ says }: (typeof passed)[number]) => pen.lines(says, 4, `  ${mark('pass', pen)} `);
  return [pen.ink('strong', 'What is proven'), ...passed.flatMap(line)];
}

function blockers(scorecard: Scorecard, pen: Pen, most: number): string[] {
  const list = blockersOf(scorecard);
  const flags = stopShipOf(scorecard);
  if (list.length === 0 && flags.length === 0) return [];
  const left = list.length - Math.min(list.length, most);
  return [
    pen.ink('strong', 'What blocks the launch'),
    ...flags.flatMap((flag) => pen.lines(`Stop-ship: ${flag.title}`, 4, `  ${mark('fail', pen)} `)),
    ...list.slice(0, most).flatMap((blocker) => oneBlocker(blocker, pen)),
    ...(left > 0 ? pen.lines(`and ${plural(left, 'more problem')} in the report`, 4) : []),
  ];
}

function oneBlocker({ severity, says, findings, fix, check }: Blocker, pen: Pen): string[] {
  const where = findings[0]?.subject ?? '';
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  const first = fix.steps[0] ?? fix.summary;
  const who = [capital(ownerWords(fix.owner)), fix.effort].filter((part) => part !== '').join(', ');
  return [
    ...pen.lines(`${severity}: ${says}`, 4, `  ${mark('fail', pen)} `),
    ...pen.lines(`${check}${where === '' ? '' : ` on ${where}${more}`}`, 4).map((line) => pen.ink('quiet', line)),
    ...optional(first, (text) => pen.lines(`${who === '' ? 'First step' : who}: ${text}`, 4)),
  ];
}

function unproven(scorecard: Scorecard, pen: Pen, most: number): string[] {
  const closings = closingsOf(scorecard).filter((closing) => closing.requiredChecks.length > 0);
  const open = closings.filter((closing) => closing.closable);
  const totals = unprovenTotals(scorecard, closings);
  if (totals.requiredChecks === 0) return [];
  const left = open.length - Math.min(open.length, most);
  const stuck = totals.requiredChecks - totals.closableChecks;
  return [
    pen.ink('strong', 'What is unproven, and what closes it'),
    ...open
      .slice(0, most)
      .flatMap((closing) =>
        pen.lines(
          `${minutesWords(closing.minutes)}: ${[whyOf(closing), closing.closeBy].join(' ').trim()} (${plural(closing.requiredChecks.length, 'check')})`,
          4,
          `  ${mark('unproven', pen)} `,
        ),
      ),
    ...(left > 0 ? pen.lines(`and ${plural(left, 'more action')} in the report`, 4) : []),
    ...(stuck > 0
      ? pen.lines(`${plural(stuck, 'check was', 'checks were')} not examined`, 4, `  ${mark('unproven', pen)} `)
      : []),
  ];
}

function rest(scorecard: Scorecard, pen: Pen): string[] {
  const count = (status: Status): number => scorecard.checks.filter((check) => check.status === status).length;
  const waived = waivedOf(scorecard).length;
  const advice = adviceOf(scorecard).length;
  const parts = [
    `${count('pass')} passed`,
    `${count('fail')} failed`,
    `${count('unproven')} unproven`,
    `${plural(count('warn'), 'warning')}`,
    advice > 0 ? `${advice} of advice failed` : '',
    waived > 0 ? `${waived} waived` : '',
  ].filter((part) => part !== '');
  const sent = `${plural(scorecard.requests.sent, 'request')} sent.`;
  return pen.lines(`Checks: ${parts.join(', ')}. ${sent}`, 0).map((line) => pen.ink('quiet', line));
}
