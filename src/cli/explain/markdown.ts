import type { CatalogueEntry } from '../../model/check.ts';
import { citationWords, type Explanation, permitWords } from './explanation.ts';

const generated = '<!-- Generated from the check itself by `npm run docs`; edit the check, not this page. -->';

/** The page of one check. */
export function explainMarkdown({ id, question, permit, cites, requiredBy, details }: Explanation): string {
  const parts = [`# ${id}`, generated, `**${question}**`];
  if (details) {
    parts.push(
      '## Why it matters',
      details.why,
      '## What breaks',
      details.breaks,
      '## How it is proven',
      details.proof,
    );
  } else parts.push('This version does not examine it: it is unproven in every audit.');
  parts.push('## Consent', permitWords[permit]);
  if (details) {
    const outcomes = details.outcomes.map(({ is, says }) => `- ${is}: ${plain(says)}`);
    parts.push('## What it can answer', outcomes.join('\n'));
    const { summary, effort, owner, steps } = details.fix;
    const list = steps.map((step, index) => `${index + 1}. ${plain(step)}`);
    parts.push('## How to fix it', `${plain(summary)} (${owner}, ${effort})`, list.join('\n'));
  }
  const required = requiredBy.length > 0 ? requiredBy.map((list) => `\`${list}\``).join(', ') : 'None: it is advice.';
  parts.push('## Required by', required);
  if (cites.length > 0) parts.push('## Standards', cites.map((cite) => `- ${citationWords(cite)}`).join('\n'));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The list of all checks; those that this version examines have a page. */
export function indexMarkdown(
  catalogue: readonly CatalogueEntry[],
  implemented: readonly { readonly id: string }[],
): string {
  const ids = new Set(implemented.map((check) => check.id));
  const rows = catalogue.map(({ id, question }) => `| ${ids.has(id) ? `[${id}](${id}.md)` : id} | ${question} |`);
  const count = `${ids.size} of ${catalogue.length} checks are examined by this version (those with a page); the others are unproven in every audit.`;
  return ['# The checks', '', generated, '', count, '', '| check | question |', '| --- | --- |', ...rows, ''].join(
    '\n',
  );
}

/** `{name}` placeholders and angle brackets as they stand, not as markup. */
function plain(text: string): string {
  return text.replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;')).replace(/\{(\w+)\}/g, '`{$1}`');
}
