import { registrable } from '../../parse/host-name.ts';
import type { DnsServerAnswer, World } from '../../world/world.ts';
import type { ServerLook } from '../domain-evidence.ts';

/** What one name server says for its zone: whether it answers with authority, and where its own name leads. */
export async function lookAtServer(server: string, zone: string, world: World): Promise<ServerLook> {
  const answer = await world.nameServers.ask(server, zone, 'SOA');
  const look = stateOf(answer);
  if (look.state === 'answers' || look.state === 'lame') return { name: server, ...look };
  const [four, six] = await Promise.all([world.dns.query(server, 'A'), world.dns.query(server, 'AAAA')]);
  const statuses = [four.status, six.status];
  // Asked for IPv6 some servers deny the whole name, wrongly (RFC 4074 §4.2).
  if (four.status === 'nxdomain' && six.status !== 'ok') {
    const free = await unregistered(server, world);
    const detail = free === undefined ? 'its name does not exist (NXDOMAIN)' : `${free} is not registered (NXDOMAIN)`;
    return { name: server, state: 'no-such-name', detail, ...(free === undefined ? {} : { unregistered: free }) };
  }
  if (statuses.every((status) => status === 'nodata'))
    return { name: server, state: 'no-address', detail: 'its name has no address' };
  return { name: server, ...look };
}

function stateOf(answer: DnsServerAnswer): Pick<ServerLook, 'state' | 'detail' | 'serial'> {
  const { status, authoritative, records } = answer;
  const soa = records.find(({ type }) => type === 'SOA');
  if (status === 'ok' && soa && authoritative)
    return { state: 'answers', detail: 'answers with authority', serial: soa.value.split(' ')[2] ?? '' };
  // A server that gives an alias for the start of its zone breaks RFC 1034 §3.6.2, and it does answer.
  if (status === 'ok' && authoritative && records.some(({ type }) => type === 'CNAME'))
    return { state: 'unclear', detail: 'gives an alias in place of the start of the zone' };
  // A firewall that answers DNS in the server's place (RA set, no AA) is not told apart: lame needs a refusal.
  if (status === 'refused' || status === 'referral' || status === 'servfail')
    return { state: 'lame', detail: `answers ${status.toUpperCase()} for this zone` };
  if (status === 'nxdomain' || status === 'nodata')
    return { state: 'lame', detail: `says that the zone does not exist (${status.toUpperCase()})` };
  if (status === 'ok') return { state: 'lame', detail: 'answers without authority' };
  const silent = status === 'timeout' || status === 'closed';
  return { state: silent ? 'silent' : 'unclear', detail: answer.detail ?? status };
}

/** The registered name of a place that does not exist, where that name itself does not exist either. */
export async function unregistered(name: string, world: World): Promise<string | undefined> {
  const domain = registrable(name);
  if (domain === undefined) return undefined;
  const [servers, start] = await Promise.all([world.dns.query(domain, 'NS'), world.dns.query(domain, 'SOA')]);
  return servers.status === 'nxdomain' && start.status === 'nxdomain' ? domain : undefined;
}
