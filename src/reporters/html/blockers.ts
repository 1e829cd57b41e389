import type { Finding } from '../../model/finding.ts';
import type { Scorecard } from '../../model/scorecard.ts';
import { type Blocker, adviceOf, blockersOf, stopShipOf, waivedOf } from '../summary.ts';
import { confidenceWords, ownerWords, plural } from '../words.ts';
import { foldRest, html, type Markup, nothing, whenAny } from './markup.ts';
import { badge, checkLink, prose, section, severityBadge } from './parts.ts';

/** What blocks, worst first; then what is waived and what failed as advice only. */
export function blockersPart(scorecard: Scorecard): Markup {
  const blockers = blockersOf(scorecard);
  const flags = stopShipOf(scorecard);
  const body = html`${whenAny(flags, stopShip)}${foldRest(blockers, 12, (left) => plural(left, 'more problem'), cards)}${
    blockers.length + flags.length === 0 ? nothingFailed(scorecard) : nothing
  }${waived(scorecard)}${advice(scorecard)}`;
  return section('blocks', 'What blocks the launch', body);
}

/** No green mark while something is unproven: it may still turn out to block. */
function nothingFailed({ decision }: Scorecard): Markup {
  if (decision === 'ready') return html`<p class="none">${badge('pass', 'nothing')} No required check failed.</p>`;
  return html`<p class="none">${badge('unproven', 'nothing so far')} No required check failed. What is unproven may still turn out to block.</p>`;
}

function cards(blockers: readonly Blocker[]): Markup {
  return html`<ol class="cards">${blockers.map(card)}</ol>`;
}

function stopShip(flags: readonly Scorecard['redFlags'][number][]): Markup {
  return html`<ul class="flags">${flags.map((flag) => html`<li>${badge('fail', 'stop-ship')} <strong>${prose(flag.title, 300)}</strong> <span class="quiet">${prose(flag.evidence, 300)}</span></li>`)}</ul>`;
}

function card(blocker: Blocker): Markup {
  const { fix } = blocker;
  return html`<li class="card">
<div class="card-head">${severityBadge(blocker.severity)}<h3>${prose(blocker.says, 400)}</h3></div>
<p class="where">${checkLink(blocker.check)} ${subjects(blocker.findings)}</p>
${blocker.breaks !== '' && html`<p class="breaks"><b>What it breaks</b> ${prose(blocker.breaks)}</p>`}
${whoAndWhen(blocker)}
${steps(fix.steps.length > 0 ? fix.steps : [fix.summary])}
</li>`;
}

function subjects(findings: readonly Finding[]): Markup {
  const [first, ...more] = findings;
  if (first === undefined) return nothing;
  const also = whenAny(
    more,
    (list) =>
      html`<details class="more"><summary>and ${plural(list.length, 'more subject')}</summary><ul class="names">${list.map((finding) => html`<li>${prose(finding.subject, 200)}</li>`)}</ul></details>`,
  );
  return html`<span class="mono subject">${prose(first.subject, 200)}</span>${also}`;
}

function whoAndWhen({ fix, confidence }: Blocker): Markup {
  const facts = [
    ['Who fixes it', ownerWords(fix.owner)],
    ['Effort', fix.effort],
    ['How sure', confidenceWords[confidence]],
  ].filter(([, value]) => value !== '');
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name ?? ''}</dt><dd>${prose(value ?? '', 120)}</dd></div>`)}</dl>`;
}

/** The first step in sight, the others one tap away. */
export function steps(list: readonly string[]): Markup {
  const [first, ...rest] = list.filter((step) => step !== '');
  if (first === undefined) return nothing;
  const others = whenAny(
    rest,
    (more) =>
      html`<details class="more"><summary>then ${plural(more.length, 'more step')}</summary><ol start="2">${more.map((step) => html`<li>${prose(step)}</li>`)}</ol></details>`,
  );
  return html`<div class="first"><p><b>First step</b> ${prose(first)}</p>${others}</div>`;
}

function waived(scorecard: Scorecard): Markup {
  return whenAny(
    waivedOf(scorecard),
    (list) =>
      html`<h3>Failing, but waived</h3><ul class="plain">${list.map(
        ({ check, subject, says, waiver }) =>
          html`<li>${badge('fail', 'fail, waived')} ${checkLink(check)} <span class="mono subject">${prose(subject, 200)}</span>: ${prose(says, 300)} Waived by ${prose(waiver?.author ?? '', 120)} until ${prose(waiver?.until ?? '', 40)}: ${prose(waiver?.reason ?? '', 400)}</li>`,
      )}</ul>`,
  );
}

function advice(scorecard: Scorecard): Markup {
  return whenAny(
    adviceOf(scorecard),
    (list) =>
      html`<details class="fold"><summary><span>Failed, but only advice for this checklist (${list.length})</span></summary>${cards(list)}</details>`,
  );
}
