import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accountVariables,
  type Burner,
  burnerOf,
  launchConfig,
  type MapEntry,
  type RangeDomain,
  mailConfig,
  type RangeHost,
  rangeDomains,
  rangeHosts,
} from './config.ts';
import { edgeConfig, origins } from './edge-config.ts';
import { type Application, editionOf, type EditionName } from './editions.ts';
import type { CapturedMessage } from './internet/capture-mail.ts';
import { startLaunch } from './internet/launch.ts';
import { dkimSelector } from './internet/send-mail.ts';
import { mailDomainConfig, mailDomainsOn } from './internet/mail-domains.ts';
import { oldAddresses, siteOriginOf } from './internet/moves.ts';
import { businessName, domain } from './internet/names.ts';
import type { ReceivedRequest } from './internet/request-log.ts';
import { createSwitches, type SwitchNames } from './internet/switches.ts';
import { operationConfig } from './operation/operation-config.ts';
import { startWatchRoom } from './operation/watch-room.ts';
import { runAsProgram } from './program.ts';
import { withSupplies, writeSupplies } from './supply/repository.ts';

export interface RangeOptions extends SwitchNames {
  /** Which application is launched; the portal of a service business by default. */
  readonly edition?: EditionName;
  /** The clock of certificates and sessions; the real one by default. */
  readonly now?: () => Date;
}

export interface RunningRange {
  /** DNS on 127.0.0.1:PORT, UDP and TCP. */
  readonly resolver: string;
  /** PEM of the root in a private temporary folder. */
  readonly caFile: string;
  readonly map: readonly MapEntry[];
  readonly hosts: readonly RangeHost[];
  readonly domains: readonly RangeDomain[];
  /** A configuration with which the launch can be audited as it stands, plain JSON. */
  readonly config: object;
  /** The accounts' credentials, as the environment variables that an audit reads. */
  readonly env: Record<string, string>;
  readonly burner: Burner;
  /** Every private value of the customers that the portal holds, of five characters and more. */
  readonly seeded: readonly string[];
  readonly requests: () => readonly ReceivedRequest[];
  readonly mail: { readonly messages: () => readonly CapturedMessage[] };
  /** Switches the running portal over, for flaws that ordinary use does not show (`unseenInUse`). */
  readonly switchTo: (names: SwitchNames) => void;
  /** Closes every server and deletes the temporary folder. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a whole launch on loopback: names, certificates, hosts, mail and the portal, each on a free port of
 * 127.0.0.1, so that several ranges can run at once.
 * @throws where a flaw, decoy, case or edition is unknown
 */
export async function startRange(options: RangeOptions = {}): Promise<RunningRange> {
  const switches = createSwitches(options);
  const edition = editionOf(options.edition ?? 'service');
  const now = options.now ?? (() => new Date());
  let portal: Application | undefined;
  const folder = await mkdtemp(join(tmpdir(), 'launch-range-'));
  const caFile = join(folder, 'root.pem');
  const mailFolder = join(folder, 'mail');
  await mkdir(mailFolder, { mode: 0o700 });
  const forget = () => rm(folder, { recursive: true, force: true });
  const launch = await startLaunch({
    switches,
    now,
    mailFolder,
    stagingPassword: randomBytes(12).toString('hex'),
    createApplications: (surroundings) => {
      const { flaws, decoys, cases } = switches;
      portal = edition.create({ ...surroundings, flaws, decoys, cases, now });
      return portal;
    },
  }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  if (!portal) throw new Error('The launch started without its portal.');
  await writeFile(caFile, launch.rootPem, { mode: 0o600 });

  const supplies = await writeSupplies(join(folder, 'supply'), switches);
  const room = await startWatchRoom(folder, (id) => switches.flaws.has(id));
  const hosts = rangeHosts(oldAddresses(siteOriginOf(switches)), launch.plan.records).map((host) => ({
    ...host,
    origins: [...origins],
  }));
  const domains = [...rangeDomains(dkimSelector), ...mailDomainsOn(switches).map(mailDomainConfig)];
  const lab = { resolver: launch.resolver, ca: caFile, map: launch.map };
  return {
    resolver: launch.resolver,
    caFile,
    map: launch.map,
    hosts,
    domains,
    config: withSupplies(supplies, {
      ...launchConfig({ hosts: launch.plan.listed ? hosts : [], domains, accounts: portal.accounts, lab, edition }),
      ...edgeConfig,
      ...mailConfig(switches, mailFolder, portal.accounts),
      ...(await operationConfig(folder, room, switches)),
    }),
    env: accountVariables(portal.accounts),
    burner: burnerOf(portal.burner),
    seeded: portal.seeded.filter(isPrivate(portal)),
    requests: launch.requests,
    mail: launch.mail,
    switchTo: switches.switchTo,
    close: async () => {
      await room.close();
      await launch.close();
      await forget();
    },
  };
}

/** The operator's own name is on every page, and the configuration names the tenants: neither would prove a leak. */
function isPrivate({ accounts }: Application): (value: string) => boolean {
  const tenants = new Set(Object.values(accounts).map(({ tenant }) => tenant));
  return (value) => !tenants.has(value) && !businessName.includes(value) && !domain.includes(value);
}

if (import.meta.main) await runAsProgram(startRange, process.argv.slice(2));
