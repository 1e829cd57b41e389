import type { Severity, Status } from '../../model/status.ts';
import { clip } from '../escape.ts';
import { groupDigits, statusWords } from '../words.ts';
import { html, type Markup } from './markup.ts';

export type Tone = Status | 'leaked' | 'plain';

/** The drawings behind every mark, defined once in the page: a shape for each status, so colour is never alone. */
export const symbols: Markup = html`<svg class="defs" aria-hidden="true" focusable="false">
<symbol id="i-fail" viewBox="0 0 16 16"><path class="fill" d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path class="cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/></symbol>
<symbol id="i-unproven" viewBox="0 0 16 16"><circle class="dash" cx="8" cy="8" r="6.6"/><path class="line" d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.6-.9 1.3"/><circle class="dot" cx="8" cy="11.6" r=".95"/></symbol>
<symbol id="i-warn" viewBox="0 0 16 16"><path class="fill" d="M8 .9 15.6 15H.4z"/><path class="cut" d="M8 6v4.2m0 2v.6"/></symbol>
<symbol id="i-pass" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.8"/><path class="line" d="m4.8 8.3 2.2 2.2 4.2-4.6"/></symbol>
<symbol id="i-attested" viewBox="0 0 16 16"><rect class="ring" x="1.2" y="1.2" width="13.6" height="13.6" rx="2"/><path class="line" d="M4.5 11.5c2-5 3-6 3.600-5.200s-.9 4.200.2 4.200 1.200-1.200 3.200-1.200"/></symbol>
<symbol id="i-plain" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.8"/><circle class="dot" cx="8" cy="8" r="2.6"/></symbol>
<symbol id="i-not-applicable" viewBox="0 0 16 16"><path class="line" d="M3.500 8h9"/></symbol>
</svg>`;

const shapes: Readonly<Record<string, string>> = { leaked: 'fail' };

/** The shape alone; always next to words. */
export function icon(tone: Tone): Markup {
  return html`<svg class="i" aria-hidden="true" focusable="false"><use href="#i-${shapes[tone] ?? tone}"/></svg>`;
}

/** Shape and word. */
export function badge(tone: Tone, word = statusWords[tone as Status] ?? tone): Markup {
  return html`<span class="badge t-${tone}">${icon(tone)}<span>${word}</span></span>`;
}

export function severityBadge(severity: Severity): Markup {
  return html`<span class="sev s-${severity}">${severity}</span>`;
}

/** Text that may be a very long word or a page of evidence; cut, with the number of characters left out. */
export function prose(text: string, limit = 1_200): Markup {
  return html`${clip(text, limit)}`;
}

/** A command: selectable without script, a copy button with it. */
export function command(text: string): Markup {
  return html`<div class="cmd"><pre><code>${clip(text, 4_000)}</code></pre><button type="button" class="copy" hidden>Copy</button></div>`;
}

export function count(value: number): string {
  return groupDigits(value);
}

/** A section with its heading; `id` is a fixed name of ours. */
export function section(id: string, title: string, body: Markup, intro: Markup = html``): Markup {
  return html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${intro}${body}</section>`;
}

/** The anchor of a check in the engineer's part. Check ids are ours, but an unexpected one must not break out. */
export function checkAnchor(id: string): string {
  return `check-${id.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}`;
}

export function checkLink(id: string): Markup {
  return html`<a class="mono" href="#${checkAnchor(id)}">${id}</a>`;
}
