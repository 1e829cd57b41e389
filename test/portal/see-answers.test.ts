import { expect, it } from 'vitest';
import type { Window } from '../../src/collectors/delivery/mail-run.ts';
import { seeAnswers } from '../../src/collectors/portal/access/see-answers.ts';
import { recordedJson } from './recorded.ts';

const email = 'nobody@portal.example';

function windowWith(more: object): Window {
  const sent = recordedJson('https://portal.example/forgot', { ok: true }, { requestBody: JSON.stringify([email]) });
  const page = {
    url: () => 'https://portal.example/forgot',
    evaluate: async () => '',
    frames: () => [],
    mainFrame: () => page,
    locator: () => page,
    $$: async () => [],
  };
  return {
    page,
    recorder: { exchanges: [{ ...sent, method: 'POST', ...more }], settled: async () => undefined },
  } as unknown as Window;
}
const seen = (more: object) => seeAnswers(windowWith(more), { typed: [email], before: '', mark: 0 });

it('an answer that the browser did not give away is no answer that says nothing', async () => {
  expect([...(await seen({})).answer]).toEqual(['ok=true']);
  await expect(seen({ body: Buffer.alloc(0), unread: true })).rejects.toMatchObject({
    gap: { reason: 'inconclusive' },
  });
});
