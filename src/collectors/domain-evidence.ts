import type { Gap } from '../model/gap.ts';
import type { Chain, NameLook } from './network-evidence.ts';

/** What a name server said of itself. `lame`: it answers, and not for this zone; `unclear`: it could not be asked. */
export type ServerState = 'answers' | 'lame' | 'no-such-name' | 'no-address' | 'silent' | 'unclear';
export interface ServerLook {
  readonly name: string;
  readonly state: ServerState;
  /** DNS in plain words: `REFUSED`, `no answer twice`. */
  readonly detail: string;
  readonly serial?: string;
  /** The registered name that the server belongs to is free: whoever registers it answers for the zone. */
  readonly unregistered?: string;
}

/** One record as each name server gives it. */
export interface RecordComparison {
  readonly name: string;
  readonly type: string;
  readonly answers: readonly {
    readonly server: string;
    readonly status: string;
    readonly values: readonly string[];
    readonly ttl?: number;
    /** Asked again at once, it said something else: rotation, or answers by place. */
    readonly changes?: true;
  }[];
  /** What resolvers have, by their name: `this machine's`. */
  readonly resolvers: readonly {
    readonly resolver: string;
    readonly status: string;
    readonly values: readonly string[];
  }[];
}
/** A zone with its name servers and what each of them says (subject: zone). */
export interface ZoneLook {
  readonly zone: string;
  readonly servers: readonly ServerLook[];
  readonly records: readonly RecordComparison[];
  /** Names of the list in this zone beyond those that were compared. */
  readonly notCompared: number;
  readonly platform?: true;
}

/** Where DNS leads, and whether a stranger could claim that place (subject: host, found name or zone). */
export interface PointerLook {
  readonly what: 'host' | 'zone';
  readonly name: string;
  readonly listed: boolean;
  readonly end?: NameLook['end'];
  readonly aliases: readonly string[];
  /** The registered name of the last alias is free. */
  readonly unregistered?: string;
  /** Name servers of a zone. */
  readonly servers?: readonly ServerLook[];
  readonly claim?: {
    readonly provider: string;
    readonly suffix: string;
    /** `unclaimed`: suffix, status and body agree; `gone`: the provider's own name does not exist. */
    readonly state: 'unclaimed' | 'claimed' | 'gone' | 'not-seen';
    readonly status?: number;
    readonly words?: string;
    readonly source: string;
    readonly asOf: string;
    readonly gap?: Gap;
  };
  readonly gap?: Gap;
}

/** One address behind a host, looked at by itself (subject: host). */
export interface AddressProbe {
  readonly address: string;
  readonly state: 'portal' | 'stranger' | 'dead' | 'silent' | 'unclear';
  readonly detail: string;
}
export interface AddressesLook {
  readonly host: string;
  readonly end: NameLook['end'];
  readonly aliases: readonly string[];
  readonly probes: readonly AddressProbe[];
  readonly gap?: Gap;
}

/** What a stranger sees at a host that is not for customers (subject: host). */
export interface StagingLook {
  readonly host: string;
  readonly environment: string;
  readonly role: string;
  /** In production by the list: nothing to close. */
  readonly production: boolean;
  readonly state: 'closed' | 'moved' | 'sign-in' | 'open' | 'unclear' | 'not-examined';
  /** One clause: `asks for a password (401 Basic)`. */
  readonly detail: string;
  readonly url: string;
  readonly gap?: Gap;
}

/** One old address and where it leads (subject: the address). */
export interface OldUrlLook {
  readonly url: string;
  readonly host: string;
  /** Where it should lead, where the config says so. */
  readonly wanted?: string;
  readonly chain: Chain;
  readonly landing?: {
    readonly url: string;
    readonly status: number;
    /** The page says that nothing was found. */
    readonly saysMissing: boolean;
    readonly asksSignIn: boolean;
    readonly title: string;
  };
  /** Old addresses of the same host with paths of their own that lead to this very place. */
  readonly sharedBy: number;
  /** The config says that there are none. */
  readonly none?: true;
}

export interface FoundName {
  readonly name: string;
  /** `certificate`, `link`, `redirect`, `policy`, `script`, `dns`. */
  readonly sources: readonly string[];
  readonly inDns: 'yes' | 'no' | 'unknown';
  /** It exists like any made-up name beside it does: by this wildcard record. */
  readonly byWildcard?: string;
}
/** Every hostname below the launch's own domains (subject: the target). */
export interface InventoryLook {
  readonly target: string;
  readonly domains: readonly string[];
  readonly listed: readonly {
    readonly name: string;
    readonly role: string;
    readonly owner?: string;
    /** Other names of the list that lead here or that it leads to say what it is for. */
    readonly purpose: boolean;
  }[];
  readonly found: readonly FoundName[];
  /** Sources that could be read, in order. */
  readonly looked: readonly string[];
}

/** Records that the config intends, beside those that DNS has (subject: host or domain). */
export interface IntendedRecords {
  readonly name: string;
  readonly types: readonly {
    readonly type: string;
    readonly wanted: readonly string[];
    readonly found: readonly string[];
    readonly status: string;
    /** A CNAME at a place where only its addresses can stand: the addresses of the wanted name. */
    readonly flattened?: readonly string[];
  }[];
}

export interface DomainEvidence {
  readonly 'net.zone': ZoneLook;
  readonly 'net.pointer': PointerLook;
  readonly 'net.addresses': AddressesLook;
  readonly 'net.staging': StagingLook;
  readonly 'net.old-url': OldUrlLook;
  readonly 'net.inventory': InventoryLook;
  readonly 'net.records': IntendedRecords;
}
