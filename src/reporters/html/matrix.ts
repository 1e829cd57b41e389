import type { Matrix, Scorecard } from '../../model/scorecard.ts';
import { cellWords, identityWords, type MatrixCell, plural } from '../words.ts';
import { html, type Markup, whenAny } from './markup.ts';
import { badge, prose, type Tone } from './parts.ts';

const tones: Readonly<Record<MatrixCell, Tone>> = {
  leaked: 'leaked',
  denied: 'pass',
  allowed: 'plain',
  unproven: 'unproven',
  'not-tried': 'not-applicable',
};
const worstFirst: readonly MatrixCell[] = ['leaked', 'unproven', 'not-tried', 'denied', 'allowed'];
const shownAtOnce = 40;

/** Identity × operation: what each identity got when it asked for the record of another. Leaks come first. */
export function matrixPart({ coverage: { matrix } }: Scorecard): Markup {
  if (matrix === undefined || matrix.rows.length === 0) {
    return html`<p class="none">${badge('unproven', 'not built')} No operation was tried with two identities.</p>`;
  }
  const rank = (row: Matrix['rows'][number]): number =>
    Math.min(...matrix.identities.map((id) => worstFirst.indexOf(row.cells[id] ?? 'not-tried')));
  const rows = [...matrix.rows].sort((x, y) => rank(x) - rank(y));
  const rest = rows.slice(shownAtOnce);
  const caption =
    'Allowed: it is this identity’s own record. Denied: the record of another was refused. Leaked: it was handed over.';
  return html`<p class="intro">${caption}</p>${table(matrix.identities, rows.slice(0, shownAtOnce), 'matrix-1')}${whenAny(
    rest,
    (more) =>
      html`<details class="fold"><summary><span>${plural(more.length, 'more operation')}</span></summary>${table(matrix.identities, more, 'matrix-2')}</details>`,
  )}`;
}

function table(identities: readonly string[], rows: readonly Matrix['rows'][number][], id: string): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="matrix"><caption id="${id}" class="out-of-sight">What each identity got from each operation (${plural(rows.length, 'operation')}${id === 'matrix-2' && ', continued'})</caption>
<thead><tr><th scope="col">Operation</th>${identities.map((name) => html`<th scope="col">${prose(identityWords(name), 40)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row" class="mono">${prose(row.operation, 160)}</th>${identities.map((name) => cell(row.cells[name] ?? 'not-tried'))}</tr>`)}</tbody></table></div>`;
}

function cell(value: MatrixCell): Markup {
  return html`<td class="c-${value}">${badge(tones[value], cellWords[value])}</td>`;
}
