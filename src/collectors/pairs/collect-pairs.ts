import { GapError, gap } from '../../model/gap.ts';
import { bareNameOf, isLiteral, isPlatformName, registrable, splitHost } from '../../parse/host-name.ts';
import type { World } from '../../world/world.ts';
import { defineCollector, type Target } from '../collector.ts';
import { hostSubjects } from '../look/host-subjects.ts';
import type { PairLook } from '../network-evidence.ts';

/** Puts what was seen of a bare name and its www sibling side by side. Asks DNS about names that are not listed, no more. */
export const pairCollector = defineCollector({
  id: 'pairs',
  produces: ['net.pair'],
  permit: 'look',
  uses: ['moves'],
  timeoutMs: 30_000,
  subjects: bareNames,
  hostOf: (subject, target) => listedOf(subject, target)[0] ?? firstBelow(subject, target),
  async collect(bare, { target, world, emit, seen }) {
    const www = `www.${bare}`;
    const listed = listedOf(bare, target);
    if (isPlatformName(bare))
      return emit('net.pair', bare, { bare, www, listed, inDns: {}, moves: {}, platform: true });
    const looks = seen('net.moves');
    const moves: Record<string, PairLook['moves'][string]> = {};
    for (const name of listed) {
      const look = looks.find(({ value }) => value.host === name);
      if (!look) throw new GapError(gap('not-collected', `${name} was not seen.`, `Look at ${name} first.`));
      if (look.value.https.end === 'gap' && look.value.https.gap && look.value.https.hops.length === 0)
        throw new GapError(look.value.https.gap);
      moves[name] = look.value;
    }
    const inDns = { [bare]: await exists(bare, world), [www]: await exists(www, world) };
    emit('net.pair', bare, { bare, www, listed, inDns, moves });
  },
});

/** Pairs that the list of hosts touches; the registered name where no listed host is one of a pair. */
function bareNames(target: Target) {
  const subjects = hostSubjects(target);
  if ('reason' in subjects) return subjects;
  const hosts = subjects.map((subject) => splitHost(subject).host).filter((host) => !isLiteral(host));
  const pairs = hosts.flatMap((host) => bareNameOf(host) ?? []);
  const others = hosts.map((host) => (isPlatformName(host) ? host : registrable(host)));
  const rest = others.flatMap((name) => name ?? []).filter((name) => !pairs.includes(name));
  const all = [...new Set([...pairs, ...rest])];
  return all.length > 0
    ? all
    : gap(
        'not-configured',
        'No listed host has a www name or a sibling of one.',
        'List the public name of the portal.',
        2,
      );
}

function listedOf(bare: string, target: Target): string[] {
  const subjects = hostSubjects(target);
  const hosts = 'reason' in subjects ? [] : subjects.map((subject) => splitHost(subject).host);
  return [bare, `www.${bare}`].filter((name) => hosts.includes(name));
}

function firstBelow(bare: string, target: Target): string {
  const subjects = hostSubjects(target);
  const hosts = 'reason' in subjects ? [] : subjects.map((subject) => splitHost(subject).host);
  return hosts.find((host) => host.endsWith(`.${bare}`)) ?? bare;
}

async function exists(name: string, world: World): Promise<'yes' | 'no' | 'unknown'> {
  const answers = await Promise.all((['CNAME', 'A', 'AAAA'] as const).map((type) => world.dns.query(name, type)));
  if (answers.some(({ status }) => status === 'ok')) return 'yes';
  // A name that does not exist has no records of any type (RFC 8020); only for IPv6 do some servers say so wrongly.
  if (answers.some(({ status, type }) => status === 'nxdomain' && type !== 'AAAA')) return 'no';
  return answers.every(({ status }) => status === 'nxdomain' || status === 'nodata') ? 'no' : 'unknown';
}
