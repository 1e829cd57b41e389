import pc from 'picocolors';
import type { Output } from '../output.ts';
import { wrapText } from '../wrap-text.ts';
import { citationWords, type Explanation, permitWords } from './explanation.ts';

/** The same as the page, for a terminal. */
export function explainText(explanation: Explanation, output: Pick<Output, 'color' | 'width'>): string {
  const { id, question, permit, cites, requiredBy, details } = explanation;
  const colors = pc.createColors(output.color);
  const width = Math.min(output.width(), 100);
  const part = (title: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : ['', colors.bold(title), ...texts.flatMap((text) => wrapText(text, width, 2))];
  const lines = [colors.bold(id), ...wrapText(question, width, 0)];
  if (details) {
    lines.push(
      ...part('Why it matters', [details.why]),
      ...part('What breaks', [details.breaks]),
      ...part('How it is proven', [details.proof]),
    );
  } else lines.push('', ...wrapText('This version does not examine it: it is unproven in every audit.', width, 0));
  lines.push(...part('Consent', [permitWords[permit]]));
  if (details) {
    const { summary, effort, owner, steps } = details.fix;
    const list = steps.map((step, index) => `${index + 1}. ${step}`);
    lines.push(
      ...part(
        'What it can answer',
        details.outcomes.map(({ is, says }) => `${is}: ${says}`),
      ),
      ...part('How to fix it', [`${summary} (${owner}, ${effort})`, ...list]),
    );
  }
  lines.push(
    ...part('Required by', [requiredBy.join(', ') || 'None: it is advice.']),
    ...part('Standards', cites.map(citationWords)),
  );
  return `${lines.join('\n')}\n`;
}
