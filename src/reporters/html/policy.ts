import type { Scorecard } from '../../model/scorecard.ts';
import { plural } from '../words.ts';
import { html, type Markup, nothing, whenAny } from './markup.ts';
import { prose } from './parts.ts';

/** Who may do what, as the run recorded it: what only the owner can decide comes first, the rest is folded away. */
export function policyPart({ coverage: { policy } }: Scorecard): Markup {
  if (policy === undefined) return nothing;
  return html`<h3>Who may do what</h3><p class="intro">Drafted from what was recorded, for you to correct: policy.draft.json holds the rules for the config.</p>${whenAny(
    policy.questions,
    (questions) =>
      html`<p>For you to decide:</p><ul>${questions.map(
        ({ op, question, seen }) =>
          html`<li><span class="mono">${prose(op, 160)}</span> (seen used by ${prose(seen, 80)}): ${prose(question, 200)}</li>`,
      )}</ul>`,
  )}${policy.groups.map(
    ({ who, operations }) =>
      html`<details class="fold"><summary><span>${prose(who, 80)}: ${plural(operations.length, 'operation')}</span></summary><ul>${operations.map(
        ({ op, declared }) => html`<li class="mono">${prose(op, 160)}${declared && ' (from the config)'}</li>`,
      )}</ul></details>`,
  )}`;
}
