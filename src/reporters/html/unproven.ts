import type { Scorecard } from '../../model/scorecard.ts';
import { type Closing, closingsOf, unprovenTotals } from '../closings.ts';
import { unprovenSentence } from '../decision-sentence.ts';
import { gapWords, minutesWords, plural } from '../words.ts';
import { foldRest, html, type Markup, nothing, whenAny } from './markup.ts';
import { badge, checkLink, prose, section } from './parts.ts';

/** What is unproven, grouped by the one thing that closes it, with a person's minutes for each. */
export function unprovenPart(scorecard: Scorecard): Markup {
  const closings = closingsOf(scorecard);
  const required = closings.filter((closing) => closing.closable && closing.requiredChecks.length > 0);
  const advice = closings.filter((closing) => closing.closable && closing.requiredChecks.length === 0);
  const stuck = closings.filter((closing) => !closing.closable);
  const intro =
    unprovenTotals(scorecard, closings).requiredChecks === 0
      ? nothing
      : html`<p class="intro">${unprovenSentence(scorecard)}</p>`;
  const body = html`${whenAny(required, (some) => foldRest(some, 10, (left) => plural(left, 'more action'), list))}${closings.length === 0 ? html`<p class="none">${badge('pass', 'nothing')} Every check was settled.</p>` : nothing}${whenAny(
    stuck,
    (rest) => html`<h3>Not examined</h3>${foldRest(rest, 3, (left) => plural(left, 'more reason'), list)}`,
  )}${whenAny(advice, (rest) => html`<details class="fold"><summary><span>Unproven, but only advice for this checklist (${rest.length})</span></summary>${list(rest)}</details>`)}`;
  return section('unproven', 'What is unproven, and what closes it', body, intro);
}

function list(closings: readonly Closing[]): Markup {
  return html`<ul class="closings">${closings.map(item)}</ul>`;
}

function item(closing: Closing): Markup {
  const { closeBy, minutes, closable, checks, reasons, findings } = closing;
  const subjects = new Set(findings.map((finding) => finding.subject)).size;
  const reach = subjects > 1 ? `, ${plural(subjects, 'subject')}` : '';
  const [detail] = findings.flatMap((finding) => (finding.gap ? [finding.gap.detail] : []));
  return html`<li>
<p class="time">${closable ? minutesWords(minutes) : badge('unproven')}</p>
<div><p class="do">${prose(closeBy, 600)}</p>
<p class="quiet">${plural(checks.length, 'check waits', 'checks wait')} for it${reach} (${reasons.map((reason) => gapWords[reason]).join(', ')}).${detail === undefined ? '' : ' '}${prose(detail ?? '', 300)}</p>
${checks.length <= 4 ? html`<p class="ids">${links(checks)}</p>` : html`<details class="more"><summary>which checks</summary><p class="ids">${links(checks)}</p></details>`}</div>
</li>`;
}

function links(checks: readonly string[]): Markup {
  return html`${checks.map((id) => html`${checkLink(id)} `)}`;
}
