import { isIP } from 'node:net';
import type { MailDomain, MailServer, MxLook } from '../mail-evidence.ts';
import { type Ask, isTrouble } from './ask-dns.ts';

const mostServers = 20;
const inward = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.|::1$|f[cd]|fe80:)/i;

/** MX records with the addresses behind them (RFC 5321 §5.1, RFC 7505). */
export async function lookAtMx(ask: Ask, domain: MailDomain, lab: boolean): Promise<MxLook> {
  const answer = await ask(domain.domain, 'MX');
  if (isTrouble(answer)) return { ...domain, status: 'trouble', servers: [], implicit: [] };
  if (answer.status !== 'ok') {
    const own = await Promise.all([ask(domain.domain, 'A'), ask(domain.domain, 'AAAA')]);
    const implicit = own.flatMap(({ records }) => records);
    if (implicit.length === 0 && own.some(isTrouble)) return { ...domain, status: 'trouble', servers: [], implicit };
    return { ...domain, status: answer.status === 'nxdomain' ? 'no-such-name' : 'none', servers: [], implicit };
  }
  const servers = await Promise.all(answer.records.slice(0, mostServers).map((record) => serverOf(ask, record, lab)));
  const order = (one: MailServer, other: MailServer) =>
    one.preference - other.preference || (one.host < other.host ? -1 : 1);
  return { ...domain, status: 'ok', servers: servers.sort(order), implicit: [] };
}

async function serverOf(ask: Ask, record: string, lab: boolean): Promise<MailServer> {
  const [, preference = '0', written = ''] = /^(\d+) (.*)$/.exec(record) ?? [];
  const host = written.toLowerCase().replace(/(?<=.)\.$/, '');
  const base = { host, preference: Number(preference), addresses: [] };
  if (host === '.' || host === '') return { ...base, host: '.', outcome: 'null' };
  if (isIP(host) !== 0) return { ...base, outcome: 'address-literal' };
  const alias = await ask(host, 'CNAME');
  const [four, six] = await Promise.all([ask(host, 'A'), ask(host, 'AAAA')]);
  const addresses = [...four.records, ...six.records];
  if (alias.status === 'ok' && alias.records.length > 0) return { ...base, addresses, outcome: 'alias' };
  if (addresses.length === 0) return { ...base, outcome: isTrouble(four) || isTrouble(six) ? 'trouble' : 'nothing' };
  // On a lab everything lies on this machine.
  const hidden = !lab && addresses.every((address) => inward.test(address));
  return { ...base, addresses, outcome: hidden ? 'inward' : 'addresses' };
}
