import type { Scorecard } from '../model/scorecard.ts';
import { renderHtml } from './html/render-html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';

export { escapeTerminal, fenceForAgent } from './escape.ts';
export { renderHtml } from './html/render-html.ts';
export { renderJson } from './json.ts';
export { renderJunit } from './junit.ts';
export { renderMarkdown } from './markdown.ts';
export { renderSarif } from './sarif.ts';
export { renderTerminal, type TerminalOptions } from './terminal.ts';

export const reportFiles = ['scorecard.json', 'report.html', 'report.md', 'results.sarif', 'junit.xml'] as const;
export type ReportFile = (typeof reportFiles)[number];

/** Every report of one scorecard, by file name; writing them is someone else's job. */
export function renderAll(scorecard: Scorecard): Record<ReportFile, string> {
  return {
    'scorecard.json': renderJson(scorecard),
    'report.html': renderHtml(scorecard),
    'report.md': renderMarkdown(scorecard),
    'results.sarif': renderSarif(scorecard),
    'junit.xml': renderJunit(scorecard),
  };
}
