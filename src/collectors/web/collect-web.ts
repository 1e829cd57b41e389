import { splitHost } from '../../parse/host-name.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { LiveSlot } from '../live.ts';
import { type Followed, follow } from '../look/follow.ts';
import { hostOfSubject, hostSubjects, originOf, roleOf } from '../look/host-subjects.ts';
import { lookAtMoves } from './look-at-moves.ts';
import { browserHeaders, readPage } from './read-page.ts';

const frontSlot: LiveSlot<Map<string, Promise<Followed>>> = { name: 'front pages that one of two has taken' };

/** What a visitor of a host is given: its page with the headers. By itself, since the browser's visits wait for it. */
export const webCollector = defineCollector({
  id: 'web',
  produces: ['net.page'],
  permit: 'look',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const page = await readPage(await questionOf(subject, context));
    if (page.responses.length === 0 && page.gap) context.gap('net.page', subject, page.gap);
    else context.emit('net.page', subject, page);
  },
});

/** Where http and https of a host lead. */
export const moveCollector = defineCollector({
  id: 'moves',
  produces: ['net.moves'],
  permit: 'look',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    context.emit('net.moves', subject, await lookAtMoves(await questionOf(subject, context)));
  },
});

async function questionOf(subject: string, context: CollectContext) {
  const { world, signal, target } = context;
  const front = await frontOf(subject, context);
  return { subject, host: splitHost(subject).host, role: roleOf(subject, target), front, world, signal };
}

/** The front page is asked for once: whoever comes first asks, the other takes the same answer and it is let go. */
function frontOf(subject: string, { world, signal, target, live }: CollectContext): Promise<Followed> {
  const kept = live.get(frontSlot) ?? new Map<string, Promise<Followed>>();
  live.set(frontSlot, kept);
  const known = kept.get(subject);
  kept.delete(subject);
  if (known) return known;
  const front = follow(`${originOf(subject, target)}/`, { world, signal, headers: browserHeaders });
  kept.set(subject, front);
  return front;
}
