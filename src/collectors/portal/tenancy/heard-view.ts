import type { IdentityName } from '../../../model/identity.ts';
import { isMarkup, readAnswer } from './answer-text.ts';
import type { Heard } from './listen-in-page.ts';
import { type RawView, rawView } from './view.ts';

export const linesIn = (message: string): readonly string[] =>
  message
    .split('\n')
    .map((line) => line.replace(/^(data|event|id|retry):\s?|^\d{1,4}(?=[[{])/, '').trim())
    .filter((line) => line !== '');

/** The messages together as one answer, so that their values can be compared like any other; htmx hears parts of pages. */
export function asView(as: IdentityName, { messages }: Pick<Heard, 'messages'>): RawView {
  const lines = messages.flatMap(linesIn);
  const values = lines.map((line) => readAnswer(new TextEncoder().encode(line), isMarkup(line) ? 'text/html' : ''));
  const view = rawView(as, { ok: false, detail: '' }, '');
  return {
    ...view,
    status: 200,
    outcome: lines.length > 0 ? 'data' : 'empty',
    content: { kind: 'json', leaves: values.flatMap((one) => one.leaves), text: lines.join('\n') },
  };
}
