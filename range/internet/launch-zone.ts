import type { Answer } from 'dns-packet';
import { dkimKey } from './dkim-key.ts';
import type { DnsFault } from './dns-server.ts';
import { caaRecords } from './caa-records.ts';
import { asSecondServer, hostRecords } from './name-records.ts';
import { mailDomainsOn } from './mail-domains.ts';
import { mailFaults, mailZone, start } from './mail-zone.ts';
import { domain, hostingDomain, hostNames, mailHost, pagesDomain } from './names.ts';
import { dkimSelector } from './send-mail.ts';
import type { Switches } from './switches.ts';
import type { ZoneData } from './zone.ts';

const ttl = 300;
const loopback = '127.0.0.1';
const everythingElse = 'test';
/** The zones of the demo launch with the flaws and decoys that are switched on. */
export function launchZone(switches: Switches): ZoneData {
  const mail = mailDomainsOn(switches);
  return {
    // Whatever else ends in .test does not exist.
    zones: [domain, hostingDomain, pagesDomain, ...mail.map(({ name }) => name), everythingElse],
    records: [
      ...zoneTop(pagesDomain),
      ...zoneTop(domain),
      ...zoneTop(hostingDomain),
      ...hostRecords(switches),
      ...mailRecords(),
      ...caaRecords(switches),
      ...mail.flatMap(mailZone),
      start(everythingElse),
    ],
  };
}

/** The same zones as the second name server has them. */
export function secondZone(switches: Switches): ZoneData {
  const { zones, records } = launchZone(switches);
  return { zones, records: asSecondServer(records, switches) };
}

/** Names for which the name server misbehaves in the cases that are switched on. */
export function launchDnsFaults(switches: Switches): ReadonlyMap<string, DnsFault> {
  const faults = new Map<string, DnsFault>(mailDomainsOn(switches).flatMap(mailFaults));
  if (switches.case('dns-servfail')) faults.set(hostNames.old, 'servfail');
  if (switches.case('dns-silent')) faults.set(hostNames.old, 'silent');
  if (switches.case('caa-servfail')) faults.set(`CAA ${hostNames.app}`, 'servfail');
  return faults;
}

function zoneTop(zone: string): readonly Answer[] {
  const nameServer = `ns1.${zone}`;
  return [
    {
      type: 'SOA',
      name: zone,
      ttl,
      data: {
        mname: nameServer,
        rname: `hostmaster.${zone}`,
        serial: 2026110101,
        refresh: 7200,
        retry: 900,
        expire: 1_209_600,
        minimum: 300,
      },
    },
    { type: 'NS', name: zone, ttl, data: nameServer },
    { type: 'NS', name: zone, ttl, data: `ns2.${zone}` },
    address(nameServer),
    address(`ns2.${zone}`),
  ];
}

function mailRecords(): readonly Answer[] {
  return [
    address(mailHost),
    { type: 'MX', name: domain, ttl, data: { preference: 10, exchange: mailHost } },
    text(domain, [`v=spf1 a:${mailHost} -all`]),
    text(`_dmarc.${domain}`, [`v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@${domain}`]),
    text(`${dkimSelector}._domainkey.${domain}`, chunks(`v=DKIM1; k=rsa; p=${dkimKey().publicKey}`)),
    text(`_mta-sts.${domain}`, ['v=STSv1; id=2026110101']),
    address(`mta-sts.${domain}`),
    text(`_smtp._tls.${domain}`, [`v=TLSRPTv1; rua=mailto:tls@${domain}`]),
    // The hosting company signs mail as well, in its own name.
    text(`${dkimSelector}._domainkey.${hostingDomain}`, chunks(`v=DKIM1; k=rsa; p=${dkimKey().publicKey}`)),
  ];
}

function address(name: string): Answer {
  return { type: 'A', name, ttl, data: loopback };
}

function text(name: string, strings: readonly string[]): Answer {
  return { type: 'TXT', name, ttl, data: [...strings] };
}

/** A TXT record holds strings of up to 255 bytes each (RFC 1035 §3.3.14). */
function chunks(value: string): readonly string[] {
  return value.match(/.{1,255}/g) ?? [];
}
