import type { Scorecard } from '../../model/scorecard.ts';
import { statuses } from '../../model/status.ts';
import { unprovenTotals } from '../closings.ts';
import { decisionSentence, unprovenSentence, remarksOf } from '../decision-sentence.ts';
import { repositoryVerdict } from '../repository-verdict.ts';
import { blockersOf } from '../summary.ts';
import { answerWords, checklistWords, minutesWords, momentWords, statusWords } from '../words.ts';
import { html, type Markup, nothing, whenAny } from './markup.ts';
import { badge, count, icon, prose } from './parts.ts';

const answerTone = { yes: 'pass', no: 'fail', unproven: 'unproven' } as const;

/** The top of the page: what was audited, the decision in one sentence, the poll of the rows, four numbers. */
export function decisionPart(scorecard: Scorecard): Markup {
  const { checklist, decision } = scorecard;
  const words = checklistWords[checklist.id];
  const repository = repositoryVerdict(scorecard);
  const [verdict, rest] = repository ? [repository.title, repository.sentence] : splitOnce(decisionSentence(scorecard));
  return html`<header class="top d-${decision}">
<p class="brand">Launch Ready</p>
<p class="what"><span class="target">${prose(scorecard.target, 200)}</span> <span>${words.portal}, ${words.lens}</span> <span>${momentWords(scorecard.finishedAt)}</span></p>
<h1><span class="verdict">${verdict}${rest === '' ? '' : ':'}</span> <span class="because">${prose(rest, 600)}</span></h1>
${repository ? html`<p class="lead">${prose(repository.launch, 600)}</p>` : nothing}
${lead(scorecard)}
${poll(scorecard)}
${numbers(scorecard)}
</header>`;
}

function splitOnce(sentence: string): readonly [string, string] {
  const at = sentence.indexOf(': ');
  return at < 0 ? [sentence, ''] : [sentence.slice(0, at), sentence.slice(at + 2)];
}

/** The worst problem in its own words, then what the unproven part takes. */
function lead(scorecard: Scorecard): Markup {
  const [worst, ...more] = blockersOf(scorecard);
  const harm =
    worst === undefined
      ? nothing
      : html`<p class="lead"><strong>${more.length > 0 ? 'The worst of it' : 'What blocks'}:</strong> ${prose(worst.says, 300)} ${prose(worst.breaks, 400)}</p>`;
  const open = scorecard.decision === 'unproven' ? '' : unprovenSentence(scorecard);
  const remarks = [open, ...remarksOf(scorecard)].filter((text) => text !== '');
  return html`${harm}${remarks.map((text) => html`<p class="lead quiet">${prose(text, 600)}</p>`)}`;
}

/** The rows as a go / no-go poll: one station per row, each a link to the row; on a phone the words move below. */
function poll({ rows }: Scorecard): Markup {
  return whenAny(
    rows,
    (list) =>
      html`<ol class="poll" aria-label="The rows of the checklist at a glance">${list.map(station)}</ol>${legend(list)}`,
  );
}

function station(row: Scorecard['rows'][number], index: number): Markup {
  const number = String(index + 1).padStart(2, '0');
  return html`<li><a class="t-${row.status}" href="#row-${index + 1}"><span class="no" aria-hidden="true">${number}</span>${icon(row.status)}<span class="word">${statusWords[row.status]}</span> <span class="title">${prose(row.title, 120)}</span></a></li>`;
}

function legend(rows: readonly Scorecard['rows'][number][]): Markup {
  const counts = statuses
    .map((status) => [status, rows.filter((row) => row.status === status).length] as const)
    .filter(([, total]) => total > 0);
  return html`<p class="legend">${counts.map(([status, total]) => badge(status, `${total} ${statusWords[status]}`))}</p>`;
}

function numbers(scorecard: Scorecard): Markup {
  const totals = unprovenTotals(scorecard);
  const of = (status: string): number => scorecard.checks.filter((check) => check.status === status).length;
  const blocking = blockersOf(scorecard).length;
  const facts: readonly (readonly [string, string, string])[] = [
    [
      'Block the launch',
      count(blocking),
      blocking === 1 ? 'problem in a required check' : 'problems in required checks',
    ],
    [
      'Required, unproven',
      count(totals.requiredChecks),
      totals.minutes > 0
        ? `${minutesWords(totals.minutes)} closes ${totals.closableChecks}`
        : totals.requiredChecks === 1
          ? 'check'
          : 'checks',
    ],
    ['Passed', count(of('pass')), `of ${count(scorecard.checks.length)} checks`],
    ['Warnings', count(of('warn')), of('warn') === 1 ? 'check' : 'checks'],
  ];
  return html`<dl class="numbers">${facts.map(([name, value, note]) => html`<div><dt>${name}</dt><dd><b>${value}</b> <span>${note}</span></dd></div>`)}</dl>`;
}

/** The checklist's own questions, answered from the checks that answer them. */
export function selfTestPart({ selfTest }: Scorecard): Markup {
  return html`<ul class="answers">${selfTest.map(
    ({ question, answer }) =>
      html`<li><span class="q">${prose(question, 400)}</span> ${badge(answerTone[answer], answerWords[answer])}</li>`,
  )}</ul>`;
}
