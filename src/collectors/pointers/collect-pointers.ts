import { GapError, gap } from '../../model/gap.ts';
import { isLiteral, splitHost } from '../../parse/host-name.ts';
import { defineCollector } from '../collector.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import { unregistered } from '../zones/look-at-server.ts';
import { lookAtClaim } from './look-at-claim.ts';

/** Where the records of each listed host lead, and whether somebody else could claim that place. */
export const pointerCollector = defineCollector({
  id: 'pointers',
  produces: ['net.pointer'],
  permit: 'look',
  uses: ['names'],
  timeoutMs: 60_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, { world, signal, emit, seen, brokenLooks }) {
    const { host } = splitHost(subject);
    const found = seen('net.name').find((look) => look.subject === subject)?.value;
    if (!found) {
      const broken = brokenLooks('net.name').find((look) => look.subject === subject)?.gap;
      throw new GapError(broken ?? gap('not-collected', `DNS of ${host} was not looked at.`, 'Run again.'));
    }
    const base = { what: 'host', name: host, listed: true, end: found.end, aliases: found.aliases } as const;
    if (isLiteral(host)) return emit('net.pointer', subject, base);
    const last = found.aliases.at(-1);
    const free = found.end === 'no-such-name' && last ? await unregistered(last, world) : undefined;
    const claim = await lookAtClaim(found, world, signal);
    emit('net.pointer', subject, {
      ...base,
      ...(free === undefined ? {} : { unregistered: free }),
      ...(claim ? { claim } : {}),
    });
  },
});
