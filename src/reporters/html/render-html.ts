import { createHash } from 'node:crypto';
import type { Plan } from '../../model/plan.ts';
import type { Scorecard } from '../../model/scorecard.ts';
import { decisionWords } from '../words.ts';
import { blockersPart } from './blockers.ts';
import { decisionPart, selfTestPart } from './decision.ts';
import { coveragePart, limitsPart, runPart } from './facts.ts';
import { findingsPart } from './findings.ts';
import { fixTodayPart, gatesPart, redFlagsPart, rowsPart } from './lists.ts';
import { html, type Markup, nothing } from './markup.ts';
import { matrixPart } from './matrix.ts';
import { policyPart } from './policy.ts';
import { section, symbols } from './parts.ts';
import { planPart } from './plan.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { unprovenPart } from './unproven.ts';

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

// Nothing may be loaded, framed, sent or run except the two inline blocks below, each named by its hash.
const policy = `default-src 'none'; style-src ${sourceHash(style)}; script-src ${sourceHash(script)}; base-uri 'none'; form-action 'none'`;

/** One self-contained HTML page: first for the founder on a phone, then for the engineer. No external resource. */
export function renderHtml(scorecard: Scorecard, plan?: Plan): string {
  const title = `${decisionWords[scorecard.decision]}: ${scorecard.target}`;
  // The two blocks are our own constants and stand as they are: escaping them would change their hashes.
  const styleBlock: Markup = { markup: `<style>${style}</style>` };
  const scriptBlock: Markup = { markup: `<script>${script}</script>` };
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${styleBlock}
</head>
<body>
<a class="skip" href="#main">Skip to what blocks the launch</a>
${symbols}
<div class="page">
${decisionPart(scorecard)}
${contents(scorecard, plan)}
<main id="main">
${founderPart(scorecard, plan)}
${engineerPart(scorecard)}
</main>
<footer class="foot"><p>This report says what was examined, what passed and what is unproven, at the time given above. What was not examined is never counted as passed.</p></footer>
<p id="said" class="out-of-sight" role="status"></p>
</div>
${scriptBlock}
</body>
</html>
`;
  return page.markup;
}

function contents(scorecard: Scorecard, plan: Plan | undefined): Markup {
  const links: readonly (readonly [string, string])[] = [
    ['self-test', 'Self-test'],
    ['blocks', 'What blocks'],
    ['unproven', 'What is unproven'],
    ['flags', 'Red flags'],
    ['today', 'Fix today'],
    ['plan', 'The plan'],
    ['rows', 'The rows'],
    ['gates', 'Gates'],
    ['matrix', 'Identity × operation'],
    ['findings', 'Evidence'],
    ['coverage', 'Coverage'],
    ['limits', 'Limits'],
    ['run', 'This run'],
  ];
  const absent = new Set([...(scorecard.selfTest.length > 0 ? [] : ['self-test']), ...(plan ? [] : ['plan'])]);
  const shown = links.filter(([id]) => !absent.has(id));
  return html`<nav class="toc" aria-label="Sections of the report"><ul>${shown.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
}

function founderPart(scorecard: Scorecard, plan: Plan | undefined): Markup {
  const rows = scorecard.rows.length === 10 ? 'The ten rows' : 'The rows';
  return html`${scorecard.selfTest.length > 0 ? section('self-test', 'Self-test', selfTestPart(scorecard)) : nothing}
${blockersPart(scorecard)}
${unprovenPart(scorecard)}
<div class="two">${section('flags', 'Red flags', redFlagsPart(scorecard))}${section('today', 'Fix today', fixTodayPart(scorecard))}</div>
${plan ? planPart(plan) : nothing}
${section('rows', rows, rowsPart(scorecard))}
${section('gates', 'Gates', gatesPart(scorecard), html`<p class="intro">Each of these must pass as well, whatever the rows say.</p>`)}`;
}

function engineerPart(scorecard: Scorecard): Markup {
  return html`<div class="part"><h2>For the engineer</h2><p>Evidence, commands, standards, coverage and limits behind the pages above.</p></div>
${section('matrix', 'Identity × operation', html`${matrixPart(scorecard)}${policyPart(scorecard)}`)}
${findingsPart(scorecard)}
${section('coverage', 'Coverage', coveragePart(scorecard))}
${section('limits', 'Limits', limitsPart(scorecard))}
${section('run', 'This run', runPart(scorecard))}`;
}
