import { expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { journalMail } from '../../src/collectors/delivery/ask-form.ts';
import { type JournalEntry, outstanding, type Settled } from '../../src/world/journal.ts';

async function after(what: string, status: number): Promise<number> {
  const settled: Settled[] = [];
  const world = {
    journal: { plan: async () => 'w1', settle: async (_id: string, outcome: Settled) => void settled.push(outcome) },
  };
  const settle = await journalMail(what, 'a', 'https://x.test/forgot', {
    world,
    progress: () => undefined,
  } as unknown as CollectContext);
  await settle(status);
  const entry = { id: 'w1', at: '', identity: 'a', method: 'POST', url: 'https://x.test/forgot', what, settled };
  return outstanding([entry as JournalEntry]).length;
}

it('a reset that was asked for leaves nothing to take back, an account or an invitation does', async () => {
  expect(await after('a password reset was asked for (account a)', 200)).toBe(0);
  expect(await after('somebody was invited', 200)).toBe(1);
  expect(await after('somebody was invited', 422)).toBe(0);
});
