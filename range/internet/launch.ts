import type { Duplex } from 'node:stream';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAuthority } from './authority.ts';
import { type CaptureMail, startCaptureMail } from './capture-mail.ts';
import { startDnsServer } from './dns-server.ts';
import { hostServer } from './host-server.ts';
import { behindTheEdge, startHosts } from './hosts.ts';
import { startOrigin } from './origin.ts';
import { launchDnsFaults, launchZone, secondZone } from './launch-zone.ts';
import { listen } from './listener.ts';
import { mailDomainsOn, startPolicyHosts } from './mail-domains.ts';
import { siteOriginOf } from './moves.ts';
import { type PlannedRecords, plannedRecords } from './name-records.ts';
import { domain, hostNames, mailHost, type Role } from './names.ts';
import { startBucket } from './bucket.ts';
import { startOtherAddresses } from './other-addresses.ts';
import { createRequestLog, type ReceivedRequest } from './request-log.ts';
import { type OutgoingMail, sendMail } from './send-mail.ts';
import type { Switches } from './switches.ts';

type Application = (req: IncomingMessage, res: ServerResponse) => void;

/** What the launch needs of the portal that it serves. */
export interface Applications {
  readonly app: Application;
  readonly api: Application;
  readonly admin: Application;
  /** Takes the API host's WebSocket connections. */
  readonly live?: (req: IncomingMessage, socket: Duplex) => void;
  /** Hosts of others that belong to the application, by name. */
  readonly others?: Readonly<Record<string, Application>>;
  /** Account name of the session that a request belongs to. */
  readonly identify?: (req: IncomingMessage) => string | undefined;
}

export interface LaunchSurroundings {
  readonly origins: { readonly app: string; readonly api: string; readonly admin: string; readonly www: string };
  readonly sendMail: (mail: OutgoingMail) => Promise<void>;
}

export interface LaunchOptions {
  readonly switches: Switches;
  readonly now: () => Date;
  readonly stagingPassword: string;
  /** Where the mail server files what it takes; in memory alone where none is given. */
  readonly mailFolder?: string;
  readonly createApplications: (surroundings: LaunchSurroundings) => Applications;
}

export interface RunningLaunch {
  readonly resolver: string;
  readonly rootPem: string;
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
  readonly requests: () => readonly ReceivedRequest[];
  readonly mail: Pick<CaptureMail, 'messages'>;
  /** What the owner wrote down: the records meant for each host, and whether there is a list of hosts at all. */
  readonly plan: { readonly listed: boolean; readonly records: (role: Role) => PlannedRecords };
  readonly close: () => Promise<void>;
}

/** Starts name server, mail server and every host; where one fails to start, the others are closed again. */
export async function startLaunch(options: LaunchOptions): Promise<RunningLaunch> {
  const { switches, now } = options;
  const opened: { readonly close: () => Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(opened.splice(0).map((part) => part.close()));
  };
  const keep = <Part extends { readonly close: () => Promise<void> }>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  try {
    const authority = createAuthority(now());
    const dns = keep(await startDnsServer(launchZone(switches), launchDnsFaults(switches)));
    const second = keep(await startDnsServer(secondZone(switches), launchDnsFaults(switches)));
    const mail = keep(await startCaptureMail(authority.leaf({ names: [mailHost] }), options.mailFolder));
    const applications = options.createApplications({
      origins: {
        app: `https://${hostNames.app}`,
        api: `https://${hostNames.api}`,
        admin: `https://${hostNames.admin}`,
        www: siteOriginOf(switches),
      },
      sendMail: async (message) => {
        const queue = { address: mail.address, message, at: now() };
        if (message.queuedMs === undefined) return await sendMail(queue.address, queue.message, queue.at);
        // The portal answers at once; whatever befalls the mail in the queue is not its caller's matter.
        const timer = setTimeout(() => {
          sendMail(queue.address, queue.message, queue.at).catch((error: unknown) => console.error(String(error)));
        }, message.queuedMs);
        keep({ close: async () => clearTimeout(timer) });
      },
    });
    const log = createRequestLog(({ req }) => applications.identify?.(req));
    const setting = { authority, switches, applications, stagingPassword: options.stagingPassword, log, now };
    const hosts = await startHosts(setting);
    for (const host of hosts) keep(host);
    const origin = keep(await startOrigin(switches, authority, behindTheEdge(setting)));
    const policies = keep(await startPolicyHosts(authority, mailDomainsOn(switches)));
    const app = hosts.find(({ role }) => role === 'app');
    const bucket = keep(await startBucket(switches, authority));
    const foreign = await Promise.all(
      Object.entries(applications.others ?? {}).map(async ([name, answer]) => {
        const server = keep(await listen(hostServer(answer, authority.leaf({ names: [name] }))));
        return { name, port: 443, to: server.address };
      }),
    );
    const others = keep(await startOtherAddresses(switches, authority, app ?? { secure: '', plain: '' }));
    const map = hosts.flatMap(({ role, secure, plain }) => [
      { name: hostNames[role], port: 443, to: secure },
      { name: hostNames[role], port: 80, to: plain },
    ]);
    return {
      resolver: dns.address,
      rootPem: authority.rootPem,
      map: [
        ...map,
        ...others.map,
        ...foreign,
        ...bucket.map,
        ...policies.map,
        ...mailDomainsOn(switches).map(({ name }) => ({ name: `ns1.${name}`, port: 53, to: dns.address })),
        ...origin.map,
        { name: `ns1.${domain}`, port: 53, to: dns.address },
        { name: `ns2.${domain}`, port: 53, to: second.address },
        { name: mailHost, port: 25, to: mail.address },
      ],
      requests: log.all,
      mail,
      plan: { listed: !switches.case('hosts-not-declared'), records: (role) => plannedRecords(role, switches) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
