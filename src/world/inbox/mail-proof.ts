import type { DNSResolver } from 'mailauth';
import { getDomain } from 'tldts';
import { isInternal } from '../../parse/mail/handed-over.ts';
import { checkHost } from '../../parse/spf/check-host.ts';
import type { SpfLookUp } from '../../parse/spf/look-up.ts';
import type { DnsClient, DnsType } from '../world.ts';
import type { InboxMessage, MailProof } from './inbox.ts';

const asked: readonly string[] = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS'];
const codes: Readonly<Record<string, string>> = { nxdomain: 'ENOTFOUND', nodata: 'ENODATA', timeout: 'ETIMEOUT' };

/** DNS as mailauth asks it, answered by the run's own client: what cannot be asked is trouble, never an absent record. */
export function resolverFor(dns: DnsClient, onTrouble: () => void): DNSResolver {
  return async (name, type) => {
    const kind = type.toUpperCase();
    const answer = asked.includes(kind) ? await dns.query(name, kind as DnsType).catch(() => undefined) : undefined;
    if (answer?.status === 'ok') {
      if (kind === 'TXT') return answer.records.map((record) => [record]);
      if (kind !== 'MX') return [...answer.records];
      return answer.records.map((record) => {
        const [priority = '0', exchange = ''] = record.split(' ');
        return { priority: Number(priority), exchange };
      }) as unknown as string[];
    }
    const status = answer?.status ?? 'servfail';
    // A kind that nobody here asks for (PTR) is no trouble of the sender's servers.
    if (status !== 'nxdomain' && status !== 'nodata' && asked.includes(kind)) onTrouble();
    throw Object.assign(new Error(`${kind} ${name}: ${status}`), { code: codes[status] ?? 'ESERVFAIL' });
  };
}

/** SPF asks the same client; the grammar and the limits are our own (`npm run conformance`). */
function spfLookUp(dns: DnsClient): SpfLookUp {
  return async (name, type) => {
    if (type === 'PTR') return { status: 'trouble', records: [] };
    const answer = await dns.query(name, type).catch(() => undefined);
    const status = answer?.status;
    const known = status === 'ok' || status === 'nodata' || status === 'nxdomain';
    return { status: known ? status : 'trouble', records: answer?.records ?? [] };
  };
}

/** DKIM and DMARC of the received bytes by mailauth (RFC 6376, 9989), SPF by our own evaluation (RFC 7208). */
export async function proveMail(message: InboxMessage, dns: DnsClient, isLab: boolean): Promise<MailProof> {
  const { ip, helo, from, by } = message.envelope;
  let transient = false;
  const fromDomain = domainOf(message.from[0]?.address ?? '');
  // A forwarder in the own house hides who really sent: its address proves nothing, outside a lab.
  const known = ip !== undefined && from !== undefined && (isLab || !isInternal(ip));
  try {
    // Loaded where a mail is verified: most runs have none, and it is large.
    const { authenticate } = await import('mailauth');
    const result = await authenticate(Buffer.from(message.raw), {
      ...(known ? { ip, sender: from, helo: helo ?? `[${ip}]` } : {}),
      mta: 'launch-ready.invalid',
      minBitLength: 1024,
      // RFC 8301 §3.1: receivers take no signature with SHA-1.
      rejectRsaSha1: true,
      disableArc: true,
      disableBimi: true,
      resolver: resolverFor(dns, () => {
        transient = true;
      }),
    });
    const signatures = result.dkim.results.filter((one) => one.status.result !== 'none');
    const { dmarc, spf } = result;
    const policy = dmarc ? dmarc.policy : 'none';
    const own = known ? await checkHost({ ip, helo: helo ?? `[${ip}]`, sender: from }, spfLookUp(dns)) : undefined;
    const results = [...signatures.map(({ status }) => String(status.result)), own?.result ?? ''];
    return {
      fromDomain,
      dkim: signatures.map(({ signingDomain = '', selector = '', algo = '', status }) => ({
        domain: signingDomain.toLowerCase(),
        selector,
        algorithm: algo,
        result: String(status.result),
        ...(status.comment ? { why: status.comment } : {}),
        aligned: status.aligned ? true : related(signingDomain, fromDomain) && status.aligned !== false,
        testing: status.testing === true,
      })),
      ...(own && spf
        ? { spf: { result: own.result, domain: spf.domain, aligned: related(spf.domain, fromDomain), by } }
        : {}),
      dmarc: {
        result: dmarc ? String(dmarc.status.result) : 'none',
        policy: policy || 'none',
        found: dmarc ? dmarc.status.result !== 'none' : false,
      },
      transient: transient || results.includes('temperror'),
    };
  } catch (error) {
    // A message that the library cannot take is judged as unverified, by name.
    const why = error instanceof Error ? error.message : String(error);
    return {
      fromDomain,
      dkim: [{ domain: '', selector: '', algorithm: '', result: 'unreadable', why, aligned: false, testing: false }],
      dmarc: { result: 'none', policy: 'none', found: false },
      transient,
    };
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Of one registrable domain, or the same where the public list knows neither. */
function related(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a !== '' && (a === b || (getDomain(a) !== null && getDomain(a) === getDomain(b)));
}
