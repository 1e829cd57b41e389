import type { Finding } from '../../model/finding.ts';
import type { Scorecard } from '../../model/scorecard.ts';
import type { Status } from '../../model/status.ts';
import { type CheckGroup, checkGroupsOf } from '../summary.ts';
import { confidenceWords, gapWords, identityWords, minutesWords, momentWords, ownerWords, plural } from '../words.ts';
import { html, type Markup, nothing, whenAny } from './markup.ts';
import { badge, checkAnchor, command, count, prose, section, severityBadge } from './parts.ts';

/** Above this many passing subjects of one check, each is one line without its command. */
const passesInFull = 12;
/** A failed check with no more failing subjects than this stands open. */
const openFails = 5;

/** Every check with every finding: what needs work in sight, what passed folded away. */
export function findingsPart(scorecard: Scorecard): Markup {
  const groups = checkGroupsOf(scorecard);
  const kinds: readonly (readonly [string, readonly Status[]])[] = [
    ['Failed', ['fail']],
    ['Warnings', ['warn']],
    ['Unproven', ['unproven']],
    ['Passed', ['pass', 'attested']],
    ['Not applicable', ['not-applicable']],
  ];
  const body = html`${kinds.map(([title, wanted]) => {
    const folded = !wanted.includes('fail') && !wanted.includes('warn');
    return whenAny(
      groups.filter((group) => wanted.includes(group.check.status)),
      (list) => kind(title, list, folded),
    );
  })}`;
  return section(
    'findings',
    'Every check, with evidence',
    body,
    html`<p class="intro">Values that could be private are masked. A command shows the same thing again: select it, or use its button.</p>`,
  );
}

/** Folded where there is nothing to do now: unproven checks have their own section above, passed ones are the record. */
function kind(title: string, groups: readonly CheckGroup[], folded: boolean): Markup {
  const list = html`<div class="checks">${groups.map(checkPart)}</div>`;
  if (!folded) return html`<h3>${title} <span class="count">${count(groups.length)}</span></h3>${list}`;
  return html`<details class="fold kind"><summary><h3>${title} <span class="count">${count(groups.length)}</span></h3></summary>${list}</details>`;
}

function checkPart({ check, findings }: CheckGroup): Markup {
  const { proven, total } = check.subjects;
  const failing = findings.filter((finding) => finding.status === 'fail').length;
  const open = failing > 0 && failing <= openFails;
  return html`<details class="check" id="${checkAnchor(check.id)}"${open && html` open`}><summary>${badge(check.status)}<span class="name"><span class="mono">${check.id}</span> <span class="question">${prose(check.question, 300)}</span></span><span class="proven">${count(proven)} of ${count(total)} proven</span></summary>
<div class="inside">
<p class="quiet">${check.required ? 'Required by this checklist.' : 'Advice: does not change the decision.'}${whenAny(check.cites, (cites) => html` Cites ${cites.map((cite, index) => html`${index > 0 && ', '}<span class="mono">${prose(cite, 120)}</span>`)}.`)}</p>
${findings.length === 0 ? html`<p>Nothing was recorded for this check.</p>` : nothing}
${shared(findings)}
${listed(findings)}
</div></details>`;
}

/** Beside a failure or a warning the subjects without one are folded; on their own they stand in sight. */
function listed(findings: readonly Finding[]): Markup {
  const of = (wanted: readonly Status[]) => findings.filter((finding) => wanted.includes(finding.status));
  const graded = of(['fail', 'warn']);
  const others = of(['unproven', 'attested', 'not-applicable']);
  const inFull = (list: readonly Finding[]) => html`<ul class="findings">${list.map(findingPart)}</ul>`;
  const folded = (list: readonly Finding[]) =>
    html`<details class="fold"><summary><span>${plural(list.length, 'subject')} neither failed nor passed</span></summary>${inFull(list)}</details>`;
  return html`${whenAny(graded, inFull)}${whenAny(others, graded.length > 0 ? folded : inFull)}${whenAny(of(['pass']), passes)}`;
}

/** Why it matters and how it is fixed: said once for a check, not once for each of its subjects. */
function shared(findings: readonly Finding[]): Markup {
  const [worst] = findings;
  if (worst === undefined) return nothing;
  const { fix } = worst;
  const how = worst.status === 'fail' || worst.status === 'warn';
  return html`<p>${prose(worst.why)}</p>${how && html`<p><b>What it breaks</b> ${prose(worst.breaks)}</p><p><b>Fix</b> ${prose(fix.summary)} (${ownerWords(fix.owner)}, ${prose(fix.effort, 80)})</p>${whenAny(fix.steps, (list) => html`<ol class="steps">${list.map((step) => html`<li>${prose(step)}</li>`)}</ol>`)}`}`;
}

function findingPart(finding: Finding): Markup {
  const { location, identities, gap, attestation } = finding;
  const graded = finding.status === 'fail' || finding.status === 'warn';
  return html`<li class="finding"><p class="line">${badge(finding.status, finding.waiver && 'fail, waived')}${graded && severityBadge(finding.severity)}<span class="mono subject">${prose(finding.subject, 300)}</span></p>
<p>${prose(finding.says)}</p>
${gap && html`<p><b>${gapWords[gap.reason]}</b> ${prose(gap.detail)} <b>To close it</b> ${prose(gap.closeBy)} (${minutesWords(gap.minutes)})</p>`}
${attestation && html`<p>“${prose(attestation.statement)}” ${prose(attestation.name, 120)}, ${prose(attestation.role, 120)}, ${prose(attestation.date, 40)}, valid until ${prose(attestation.validUntil, 40)}; evidence: ${prose(attestation.evidence, 300)}</p>`}
${location && html`<p>At <span class="mono">${prose(location.path, 300)}${location.line !== undefined && html`:${location.line}`}</span>${location.commit !== undefined && html` in commit <span class="mono">${prose(location.commit, 60)}</span>`}</p>`}
${whenAny(identities ?? [], (list) => html`<p class="quiet">As ${list.map((id) => identityWords(id)).join(', ')}. ${graded && `Confidence: ${confidenceWords[finding.confidence]}.`}</p>`)}
${evidence(finding)}${finding.reproduce !== '' && command(finding.reproduce)}</li>`;
}

function evidence(finding: Finding): Markup {
  return whenAny(
    finding.evidence,
    (list) =>
      html`<dl class="evidence">${list.map(
        (item) =>
          html`<div><dt>${prose(item.label, 200)}</dt><dd class="mono">${prose(item.value, 1_500)}${item.at !== undefined && html` <span class="at">${prose(momentWords(item.at), 40)}</span>`}</dd></div>`,
      )}</dl>`,
  );
}

/** Passes: a few in full, many as one line each, always folded. */
function passes(list: readonly Finding[]): Markup {
  if (list.length > passesInFull) {
    return html`<details class="fold"><summary><span>${plural(list.length, 'subject')} passed</span></summary><ul class="passes">${list.map(
      (finding) =>
        html`<li><span class="mono subject">${prose(finding.subject, 200)}</span> ${prose(finding.says, 200)}</li>`,
    )}</ul><p class="quiet">Evidence and commands of each are in scorecard.json.</p></details>`;
  }
  return html`<details class="fold"><summary><span>${plural(list.length, 'subject')} passed</span></summary><ul class="findings">${list.map(findingPart)}</ul></details>`;
}
