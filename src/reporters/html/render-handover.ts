import { createHash } from 'node:crypto';
import type { Handover, HandoverLine, HandoverSection } from '../../model/handover.ts';
import { decisionOf, missingWords } from '../handover-markdown.ts';
import { momentWords } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { badge, prose, section, symbols } from './parts.ts';
import { style } from './style.ts';

const own = `
table{width:100%;border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--rule);overflow-wrap:anywhere}
th{font-weight:600;color:var(--quiet);font-size:.8rem}
td:first-child{width:24%}td:nth-child(3){width:13%}td:nth-child(4){width:26%;color:var(--quiet)}
.day{white-space:nowrap}
tr{break-inside:avoid}
.lines-to-sign p{margin-top:2.4rem;border-top:1px solid var(--ink);padding-top:.3rem;max-width:26rem}
@media (max-width:40rem){table,tbody,tr,td{display:block;width:auto}thead{display:none}td,td:first-child,td:nth-child(3),td:nth-child(4){width:auto;border:0;padding:.1rem 0}tr{padding:.6rem 0;border-bottom:1px solid var(--rule)}td:first-child{font-weight:600}}
@media print{section{margin-top:1.6rem}h2{break-after:avoid}}
`;
const whole = style + own;
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(whole).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The runbook as one self-contained page; the PDF is made of it. No script, no external resource. */
export function renderHandoverHtml(handover: Handover): string {
  const styleBlock: Markup = { markup: `<style>${whole}</style>` };
  const { missing } = handover;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Handover of ${handover.target}</title>
${styleBlock}
</head>
<body>
${symbols}
<div class="page d-${handover.decision}">
<header class="top"><p class="brand">Launch Ready</p><p class="what"><span class="target">${prose(handover.target, 200)}</span><span>${momentWords(handover.madeAt)}</span></p>
<h1>Handover</h1>
<p class="lead">The audit says: <strong class="verdict">${decisionOf(handover)}</strong>. ${missing.length === 0 ? 'Every line has its source and date.' : `${missing.length} ${missing.length === 1 ? 'line is' : 'lines are'} missing.`}</p></header>
<main>${handover.sections.map(part)}</main>
</div>
</body>
</html>
`;
  return page.markup;
}

function part({ id, title, lines }: HandoverSection): Markup {
  if (id === 'sign-off')
    return section(
      id,
      title,
      html`${lines.map(({ label, value }) => html`<p>${prose(label)}: ${prose(value ?? '')}</p>`)}<div class="lines-to-sign"><p>Handed over by, date</p><p>Taken over by, date</p></div>`,
    );
  if (lines.length === 0)
    return section(id, title, html`<p class="none">Nothing was seen and nothing is declared.</p>`);
  return section(
    id,
    title,
    html`<table><thead><tr><th scope="col">What</th><th scope="col">Value</th><th scope="col">Owner</th><th scope="col">Source and date</th></tr></thead><tbody>${lines.map(row)}</tbody></table>`,
  );
}

function row({ label, value, owner, source, asOf }: HandoverLine): Markup {
  const shown = value === undefined ? badge('fail', missingWords) : html`${prose(value, 2_000)}`;
  return html`<tr><td>${prose(label, 200)}</td><td>${shown}</td><td>${prose(owner ?? '')}</td><td>${prose(source)}, <span class="day">${asOf.slice(0, 10)}</span></td></tr>`;
}
