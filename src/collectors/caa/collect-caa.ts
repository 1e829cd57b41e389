import { gap } from '../../model/gap.ts';
import { isLiteral, registrable, splitHost } from '../../parse/host-name.ts';
import type { DnsAnswer, DnsType, World } from '../../world/world.ts';
import { defineCollector } from '../collector.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { CaaLevel } from '../network-evidence.ts';

const retryMs = 500;
const mostAliases = 8;
type Ask = (name: string, type: DnsType) => Promise<DnsAnswer>;

/** CAA records of every listed host and of each name above it (RFC 8659 §3): a certificate is issued by the nearest. */
export const caaCollector = defineCollector({
  id: 'caa',
  produces: ['net.caa'],
  permit: 'look',
  timeoutMs: 120_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { world, signal, target } = context;
    const { host } = splitHost(subject);
    if (isLiteral(host)) {
      const none = gap('nothing-to-compare', `${host} stands in no DNS.`, 'Audit the host under its public name.', 2);
      return context.gap('net.caa', subject, none);
    }
    const mapped = target.config.lab?.map.some((entry) => entry.name.toLowerCase() === host);
    if (mapped && target.config.lab?.resolver === undefined)
      return context.gap(
        'net.caa',
        subject,
        gap('not-configured', `The lab maps ${host} and names no resolver.`, 'Add lab.resolver.', 2),
      );
    const ask = patientAsk(world, signal);
    const labels = host.split('.');
    const names = labels.map((_label, at) => labels.slice(at).join('.'));
    const own = registrable(host)?.length ?? 0;
    // Nobody publishes CAA at a public suffix: its servers are asked once, and nothing hangs on their answer.
    const askOnce: Ask = (name, type) => world.dns.query(name, type);
    const levels = names.map((name) => levelOf(name, name.length < own ? askOnce : ask));
    context.emit('net.caa', subject, { host, levels: await Promise.all(levels) });
    return undefined;
  },
});

function patientAsk(world: World, signal: AbortSignal): Ask {
  return async (name, type) => {
    const first = await world.dns.query(name, type);
    if (['ok', 'nodata', 'nxdomain'].includes(first.status)) return first;
    await world.clock.wait(retryMs, signal);
    return await world.dns.query(name, type);
  };
}

/** Resolvers follow aliases by themselves, name servers do not always: so the alias is asked for as well. */
async function levelOf(name: string, ask: Ask): Promise<CaaLevel> {
  const own = await ask(name, 'CAA');
  if (own.records.length > 0) return { name, status: own.status, records: [...own.records].sort() };
  let target = name;
  for (let link = 0; link < mostAliases; link += 1) {
    const alias = await ask(target, 'CNAME');
    const next = alias.records[0]?.toLowerCase().replace(/\.$/, '');
    if (next === undefined || next === name) break;
    target = next;
  }
  if (target === name) return { name, status: own.status, records: [] };
  const behind = await ask(target, 'CAA');
  return { name, alias: target, status: behind.status, records: [...behind.records].sort() };
}
