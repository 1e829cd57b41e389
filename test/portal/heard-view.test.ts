import { expect, it } from 'vitest';
import { asView } from '../../src/collectors/portal/tenancy/heard-view.ts';

it('what a channel hears as parts of pages is taken apart like a page, and data like data', () => {
  const { content } = asView('b', {
    messages: [
      'id: 41\nevent: notice\ndata: <li data-n="41">The VAT return of June was filed</li>\n\n',
      'data: {"title":"Kiln order"}\n\n',
    ],
  });
  expect(content.leaves).toContainEqual({
    path: expect.stringMatching(/>li$/) as string,
    type: 'string',
    value: 'The VAT return of June was filed',
  });
  expect(content.leaves).toContainEqual({ path: '$.title', type: 'string', value: 'Kiln order' });
});
