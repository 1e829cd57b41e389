import type { Plan } from '../model/plan.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { escapeJson } from './escape.ts';
import { renderHtml } from './html/render-html.ts';
import { jsonParts } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderPlanMarkdown } from './plan-markdown.ts';
import { renderSarif } from './sarif.ts';

export { renderHandoverMarkdown } from './handover-markdown.ts';
export { renderHandoverHtml } from './html/render-handover.ts';
export { renderPlanMarkdown } from './plan-markdown.ts';
export { renderPlanTerminal } from './plan-terminal.ts';
export { escapeTerminal, fenceForAgent } from './escape.ts';
export { renderHtml } from './html/render-html.ts';
export { renderJson } from './json.ts';
export { renderJunit } from './junit.ts';
export { renderQuick } from './quick-summary.ts';
export { renderMarkdown } from './markdown.ts';
export { renderOpenApi } from './openapi.ts';
export { renderSarif } from './sarif.ts';
export { renderTerminal, type TerminalOptions } from './terminal.ts';

export const reportFiles = [
  'scorecard.json',
  'report.html',
  'report.md',
  'results.sarif',
  'junit.xml',
  'plan.md',
  'plan.json',
] as const;
export type ReportFile = (typeof reportFiles)[number];

/**
 * Every report of one scorecard and its plan, by file name, one at a time: with hundreds of hosts each is megabytes, and nobody
 * needs all of them in memory. Writing them is someone else's job.
 */
export function* renderEach(scorecard: Scorecard, plan: Plan): Generator<readonly [ReportFile, Iterable<string>]> {
  yield ['scorecard.json', jsonParts(scorecard)];
  yield ['report.html', [renderHtml(scorecard, plan)]];
  yield ['report.md', [renderMarkdown(scorecard)]];
  yield ['results.sarif', [renderSarif(scorecard)]];
  yield ['junit.xml', [renderJunit(scorecard)]];
  yield ['plan.md', [renderPlanMarkdown(plan)]];
  yield ['plan.json', [renderPlanJson(plan)]];
}

/** The same as whole texts. */
export function renderAll(scorecard: Scorecard, plan: Plan): Record<ReportFile, string> {
  return Object.fromEntries(
    [...renderEach(scorecard, plan)].map(([name, parts]) => [name, [...parts].join('')]),
  ) as Record<ReportFile, string>;
}

export function renderPlanJson(plan: Plan): string {
  return `${escapeJson(JSON.stringify(plan, undefined, 2))}\n`;
}
