import type { Scorecard } from '../../model/scorecard.ts';
import { durationWords, identityWords, minutesWords, momentWords, plural } from '../words.ts';
import { html, type Markup, whenAny } from './markup.ts';
import { badge, count, prose } from './parts.ts';

const hostsAtOnce = 20;

/** What the audit saw, and what it did not reach and how to reach it. */
export function coveragePart({ coverage }: Scorecard): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['Hosts', count(coverage.hosts)],
    ['Routes', count(coverage.routes)],
    ['Operations', count(coverage.operations)],
    ['Records compared', count(coverage.objects)],
    ['Examined as', coverage.identities.map((id) => identityWords(id)).join(', ') || 'nobody'],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${prose(value, 300)}</dd></div>`)}</dl>
${whenAny(
  coverage.notReached,
  (list) =>
    html`<h3>Not reached <span class="count">${list.length}</span></h3><ul class="closings">${list.map(
      (item) =>
        html`<li><p class="time">${minutesWords(item.minutes)}</p><div><p class="mono subject">${prose(item.what, 300)}</p><p class="quiet">${prose(item.why, 400)} <b>To reach it</b> ${prose(item.closeBy, 400)}</p></div></li>`,
    )}</ul>`,
)}
${whenAny(coverage.hostsFoundNotListed, (list) => html`<h3>Found, not listed, so not contacted <span class="count">${list.length}</span></h3><ul class="names">${list.map((host) => html`<li>${prose(host, 253)}</li>`)}</ul>`)}`;
}

export function limitsPart({ limits }: Scorecard): Markup {
  return html`<div class="scroll" role="region" aria-label="Table of limits" tabindex="0"><table><thead><tr><th scope="col">Limit</th><th scope="col">Value</th><th scope="col">Source</th></tr></thead><tbody>${limits.map(
    (limit) =>
      html`<tr><th scope="row" class="mono">${prose(limit.id, 120)}</th><td>${limit.value} ${prose(limit.unit, 40)}</td><td>${limit.source === 'origin' ? 'the checklist itself' : 'our choice'}${limit.changed !== undefined && html`<br>${badge('warn', 'changed')} ${prose(limit.changed, 400)}`}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Requests sent and how long each part took. */
export function runPart(scorecard: Scorecard): Markup {
  const { requests, durationsMs } = scorecard;
  const hosts = Object.entries(requests.perHost).sort(([x], [y]) => (x < y ? -1 : 1));
  const durations = Object.entries(durationsMs).sort(([, x], [, y]) => y - x);
  const facts: readonly (readonly [string, string])[] = [
    ['Requests sent', count(requests.sent)],
    ['Permitted', requests.permitted.join(', ') || 'nothing'],
    ['Started', momentWords(scorecard.startedAt)],
    ['Finished', momentWords(scorecard.finishedAt)],
    ['Run', scorecard.run],
    ['Tool', `${scorecard.tool.name} ${scorecard.tool.version}`],
    ['Checklist', `${scorecard.checklist.id} ${scorecard.checklist.version}`],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${prose(value, 300)}</dd></div>`)}</dl>
${
  hosts.length > hostsAtOnce
    ? html`<details class="fold"><summary><span>Requests to ${plural(hosts.length, 'host')}</span></summary>${pairs(
        'Host',
        'Requests',
        hosts.map(([host, sent]) => [host, count(sent)]),
      )}</details>`
    : whenAny(hosts, (list) =>
        pairs(
          'Host',
          'Requests',
          list.map(([host, sent]) => [host, count(sent)]),
        ),
      )
}
${whenAny(durations, (list) =>
  pairs(
    'Part',
    'Took',
    list.map(([name, ms]) => [name, durationWords(ms)]),
  ),
)}
${whenAny(scorecard.reasons, (list) => html`<details class="fold"><summary><span>Reasons as recorded (${list.length})</span></summary><ul class="plain">${list.map((reason) => html`<li>${prose(reason, 600)}</li>`)}</ul></details>`)}`;
}

function pairs(first: string, second: string, rows: readonly (readonly [string, string])[]): Markup {
  return html`<div class="scroll" role="region" aria-label="${second} by ${first.toLowerCase()}" tabindex="0"><table class="pairs"><thead><tr><th scope="col">${first}</th><th scope="col">${second}</th></tr></thead><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row" class="mono">${prose(name, 253)}</th><td>${value}</td></tr>`,
  )}</tbody></table></div>`;
}
