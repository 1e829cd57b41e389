import type { Scorecard } from '../../model/scorecard.ts';
import type { Status } from '../../model/status.ts';
import { html, type Markup } from './markup.ts';
import { badge, checkLink, prose } from './parts.ts';

const flagWords: Partial<Record<Status, string>> = { fail: 'raised', pass: 'not raised', warn: 'look closer' };
const doneWords: Partial<Record<Status, string>> = {
  fail: 'to do',
  pass: 'done',
  warn: 'look closer',
  unproven: 'not proven',
};

export function redFlagsPart({ redFlags }: Scorecard): Markup {
  return html`<ul class="lines">${redFlags.map(
    (flag) =>
      html`<li>${badge(flag.status, flagWords[flag.status])}<div>${prose(flag.title, 300)}${flag.stopShip && html` <span class="tag">stop-ship</span>`}<p class="quiet">${prose(flag.evidence, 400)}</p></div></li>`,
  )}</ul>`;
}

export function fixTodayPart({ fixToday }: Scorecard): Markup {
  return html`<ul class="lines">${fixToday.map((item) => html`<li>${badge(item.status, doneWords[item.status])}<div>${prose(item.title, 300)}</div></li>`)}</ul>`;
}

/** The rows in full: number, status, title, checks. */
export function rowsPart({ rows }: Scorecard): Markup {
  return html`<ol class="rows">${rows.map(
    (row, index) =>
      html`<li id="row-${index + 1}"><span class="no" aria-hidden="true">${String(index + 1).padStart(2, '0')}</span><h3>${prose(row.title, 200)}</h3>${badge(row.status)}<p class="ids">${row.checks.map((id) => html`${checkLink(id)} `)}</p></li>`,
  )}</ol>`;
}

export function gatesPart({ gates }: Scorecard): Markup {
  return html`<ul class="gates">${gates.map((gate) => html`<li>${badge(gate.status)} ${checkLink(gate.check)}</li>`)}</ul>`;
}
