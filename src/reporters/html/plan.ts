import type { Deliverable, Plan, Work } from '../../model/plan.ts';
import { costWords, helpWords, timeWords, totalWords, whenWords } from '../plan-words.ts';
import { ownerWords } from '../words.ts';
import { foldRest, html, type Markup, nothing, whenAny } from './markup.ts';
import { badge, checkLink, prose, section } from './parts.ts';

/** The plan inside the report: what to do first, how long it takes, who does it. */
export function planPart(plan: Plan): Markup {
  const titles = new Map(plan.deliverables.map(({ id, title }) => [id, title]));
  const body = html`<p class="intro"><strong>Risk ${plan.risk.score} of 100.</strong> ${totalWords(plan)}. <strong>${helpWords[plan.help.kind]}:</strong> ${prose(plan.help.why.join(' '), 600)}</p>
<details class="more"><summary>how the risk adds up</summary>${plan.risk.arithmetic.map((line) => html`<p class="quiet">${prose(line, 4_000)}</p>`)}</details>
${whenAny(plan.deliverables, (all) =>
  foldRest(
    all,
    6,
    (left) => `${left} more`,
    (some, from) =>
      html`<ol class="jobs" start="${from + 1}">${some.map((one) => item(one, titles, plan.rate.currency))}</ol>`,
  ),
)}
${plan.deliverables.length === 0 ? html`<p class="none">${badge('pass', 'nothing')} Nothing is left to do.</p>` : nothing}
${whenAny(plan.outside, (all) => html`<h3>Outside a 48-hour sprint</h3><ul class="lines">${all.map(({ title, why }) => html`<li><div>${prose(title, 200)}<p class="quiet">${prose(why, 400)}</p></div></li>`)}</ul>`)}`;
  return section('plan', 'The plan', body);
}

function item(one: Deliverable, titles: ReadonlyMap<string, string>, currency: string): Markup {
  const when = whenWords(one);
  const after = one.after.map((id) => titles.get(id) ?? id).join('; ');
  return html`<li><h3>${prose(one.title, 200)}</h3>${badge(one.status)}<p class="quiet">Risk ${one.risk} · ${timeWords(one.minutes)} · ${costWords(one.cost, currency)}${one.insideSprint ? '' : ' · outside the sprint'}${when === '' ? '' : ` · ${when}`}${after === '' ? '' : ` · after ${after}`}</p>
<details class="more"><summary>${one.work.length === 1 ? 'what to do' : `${one.work.length} things to do`}</summary><ul class="lines">${one.work.map(workItem)}</ul></details></li>`;
}

function workItem(work: Work): Markup {
  return html`<li>${badge(work.status)}<div>${checkLink(work.check)} ${prose(work.todo, 400)}<p class="quiet">${work.owner === '' ? '' : `${ownerWords(work.owner)}, `}${timeWords(work.minutes)} (${prose(work.arithmetic, 120)})</p></div></li>`;
}
