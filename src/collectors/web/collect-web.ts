import { splitHost } from '../../parse/host-name.ts';
import { defineCollector } from '../collector.ts';
import { follow } from '../look/follow.ts';
import { hostOfSubject, hostSubjects, originOf, roleOf } from '../look/host-subjects.ts';
import { lookAtMoves } from './look-at-moves.ts';
import { browserHeaders, readPage } from './read-page.ts';

/** What a visitor of a host is given: its page with the headers, and where http and https lead. */
export const webCollector = defineCollector({
  id: 'web',
  produces: ['net.page', 'net.moves'],
  permit: 'look',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { world, signal, target } = context;
    const front = await follow(`${originOf(subject, target)}/`, { world, signal, headers: browserHeaders });
    const role = roleOf(subject, target);
    const { host } = splitHost(subject);
    const page = await readPage({ subject, host, role, front, world, signal });
    if (page.responses.length === 0 && page.gap) context.gap('net.page', subject, page.gap);
    else context.emit('net.page', subject, page);
    context.emit('net.moves', subject, await lookAtMoves({ subject, host, role, front, world, signal }));
  },
});
