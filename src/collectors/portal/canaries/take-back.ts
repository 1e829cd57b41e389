import { defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { sessionsSlot } from '../session.ts';
import { undoWrites } from './undo-writes.ts';

/** Takes back what the run planted, before anything ends the sessions. What stays is said, and `undo` can try again. */
export const takeBackCollector = defineCollector({
  id: 'take-back',
  produces: [],
  permit: 'sign-in',
  uses: ['canaries'],
  after: ['tenancy', 'operations'],
  cleansUp: 'canaries',
  phase: 'disturbs',
  timeoutMs: 60_000,
  subjects: (target) => (entryUrl(target, 'b') ? [target.name] : []),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'b') ?? ''),
  async collect(_subject, { world, live, signal, progress }) {
    const entries = await world.journal.entries();
    if (entries.length === 0) return;
    const report = await undoWrites(world.journal, live.get(sessionsSlot) ?? new Map(), world, signal);
    if (report.undone.length > 0) progress(`${report.undone.length} planted objects taken back`);
    for (const one of report.remaining) progress(`not taken back: ${one.what}: ${one.why}`);
  },
});
