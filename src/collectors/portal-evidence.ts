import type { IdentityName } from '../model/identity.ts';
import type { Factor } from './access-evidence.ts';
import type { NothingOfTheKind, SurfaceEvidence } from './surface-evidence.ts';

/** How one identity got in, and why we believe that it is in. */
export interface SignInEvidence {
  readonly identity: IdentityName;
  readonly url: string;
  readonly steps: number;
  /** What was entered, in order; undefined where the config brought a token, cookies or a recorded sign-in along. */
  readonly factors?: readonly Factor[];
  readonly overlaysDismissed: number;
  /** What proved it: the account's own name in an answer, a fresh page without a sign-in form, … */
  readonly proof: readonly string[];
  /** Path template of the operation that answers with the account's own identity; undefined when none was found. */
  readonly whoAmI?: string;
  readonly cookies: readonly CookieShape[];
  readonly storageKeys: readonly string[];
}

export interface CookieShape {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: string;
  readonly length: number;
}

/** The sign-in journey of customer A in a clean browser (journeys.login). */
export interface LoginJourney {
  readonly identity: IdentityName;
  readonly steps: readonly {
    readonly step: 'open' | 'sign-in' | 'own-data' | 'refresh' | 'sign-out';
    readonly ok: boolean | null;
    readonly detail: string;
  }[];
}

/** Console errors and failed requests of one visited page as one identity. */
export interface PageTrouble {
  readonly identity: IdentityName;
  readonly errors: readonly {
    readonly text: string;
    readonly where: string;
    /** Whether the page says it again when it is opened by itself and left in peace; absent where that was not tried. */
    readonly again?: boolean;
  }[];
  readonly failed: readonly {
    readonly method: string;
    readonly url: string;
    readonly outcome: string;
    readonly asks: 'data' | 'page';
  }[];
}

export type SlotPlace = 'host' | 'path' | 'query' | 'body' | 'header' | 'cookie' | 'graphql';
export interface Slot {
  readonly place: SlotPlace;
  /** Parameter name, or the segment's index in the path template. */
  readonly name: string;
}

export interface OperationEvidence {
  readonly host: string;
  readonly method: string;
  readonly template: string;
  readonly reads: boolean;
  readonly effect: 'safe' | 'reversible' | 'destructive';
  readonly seenBy: readonly IdentityName[];
  readonly slots: readonly Slot[];
  /** `api`: JSON and the like; `page`: HTML documents; `file`: downloads; `stream`: server-sent events. */
  readonly answers: 'api' | 'page' | 'file' | 'stream';
}

/** What an answer was, after looking into it: status alone proves nothing (TENANCY.md). */
export type ViewOutcome =
  | 'data'
  | 'empty'
  | 'denied'
  | 'sign-in'
  | 'redirect'
  | 'error-body'
  | 'client-error'
  | 'server-error'
  | 'rate-limited'
  | 'failed';

/** One answer, masked: which of the owner's candidate atoms it held, and its shape. */
export interface View {
  readonly as: IdentityName;
  readonly status: number;
  readonly outcome: ViewOutcome;
  readonly bytes: number;
  readonly contentType: string;
  /** Mark over the structure (keys and types), not the values. */
  readonly shape: string;
  /** Marks of the owner's candidates found in this answer, by leaf or by text. */
  readonly holds: readonly string[];
  readonly at: string;
}

/** A value of the owner's view that could prove a leak. `hint` never shows half of it. */
export interface Atom {
  readonly mark: string;
  /** `together`: a record of short values, each at its place; `length` is how many. */
  readonly source: 'canary' | 'credential' | 'contact' | 'leaf' | 'together';
  readonly path: string;
  readonly type: string;
  readonly length: number;
  readonly hint: string;
  /** We sent it ourselves in the cross request, so its presence proves nothing. */
  /** Three and more words with a number among them: no two strangers' records share it by chance. */
  readonly sentence?: true;
  readonly sent: boolean;
}

export interface Alive {
  readonly identity: IdentityName;
  readonly before: boolean;
  readonly after: boolean;
}

/** One operation, one of the owner's references, asked for by somebody else (authz.read). */
export interface CrossRead {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly slot: Slot;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** `observed`: seen in the owner's traffic; `swapped`: asker's own request with the owner's reference put in. */
  readonly origin: 'observed' | 'swapped';
  /** What the slot names: an object, or (in a body, a header or a cookie) the tenant itself. */
  readonly names?: 'object' | 'tenant';
  readonly atoms: readonly Atom[];
  /** Telling values in the owner's answer before those that the asker meets anyway were taken out. */
  readonly tellingValues: number;
  readonly ownerViews: readonly View[];
  readonly ownView?: View;
  readonly anonymousView?: View;
  readonly nullControl?: View;
  readonly nonsense?: View;
  readonly crossViews: readonly View[];
  readonly alive: readonly Alive[];
  /** Redacted command that shows the same. */
  readonly reproduce: string;
  readonly declared?: 'shared' | 'anonymous';
  /** The asker's own lists name this reference: it is shared by all, and only the crawl had not opened it. */
  readonly metAnyway?: boolean;
  /** The asker finds the reference by searching for the owner's words, and not otherwise. */
  readonly metBySearch?: boolean;
  /** Of a kind that all customers usually share, met by its owner as a part of other records and in no list of its kind. */
  readonly sharedKind?: boolean;
}

/** A private read of a signed-in identity, asked again by nobody (auth.anonymous). */
export interface AnonymousRead {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  /** Another customer's answers told what is common: with one account alone, values prove nothing. */
  readonly compared: boolean;
  readonly atoms: readonly Atom[];
  readonly ownerViews: readonly View[];
  readonly anonymousViews: readonly View[];
  readonly alive: readonly Alive[];
  readonly reproduce: string;
  readonly declaredPublic: boolean;
  /** What leads to it is open to nobody or to every customer alike, or the address itself is meant to be handed on. */
  readonly openBy?: 'listing' | 'link' | 'outside';
  /** The views are of requests with headers that say they come from within: without them it is refused. */
  readonly fromWithin?: true;
  /** The views are of a browser that typed the account's name and no password: a visitor is given none of it. */
  readonly beforePassword?: true;
}

/** Everything the asker receives from one operation in ordinary use, searched for the owner's canaries (authz.list). */
export interface OrdinaryRead {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly isCollection: boolean;
  /** The owner's own view of this operation holds a canary: without one a pass proves nothing. */
  readonly canaryInOwnersView: boolean;
  /** Rows that the asker receives name the owner's tenant: shared on purpose, or not kept apart. */
  readonly namesOwnersTenant?: boolean;
  /** How many rows the asker's whole list says it has, the owner's the same, and how many it shows. */
  readonly counts?: { readonly total: number; readonly rows: number };
  /** Rows under records that only the owner's lists name, and rows under the asker's, in the asker's own answer. */
  readonly underOthers?: { readonly owner: number; readonly asker: number };
  readonly atoms: readonly Atom[];
  readonly ownerView?: View;
  readonly askerViews: readonly View[];
  /** Everything in the asker's answer stands in nobody's answer too: a public list. */
  readonly sameForAnyone: boolean;
  /** The owner's policy says that all tenants share it. */
  readonly declaredShared: boolean;
  /** Parameter variants tried besides the recorded request (`orgId` swapped, filter removed). */
  readonly variants: readonly { readonly what: string; readonly view: View }[];
  readonly alive: readonly Alive[];
  readonly reproduce: string;
}

export interface PortalCoverage {
  readonly routes: readonly { readonly path: string; readonly by: readonly IdentityName[] }[];
  readonly notReached: readonly {
    readonly what: string;
    readonly why: string;
    readonly closeBy: string;
    readonly minutes: number;
  }[];
  readonly held: readonly { readonly method: string; readonly template: string }[];
  readonly hostsFoundNotListed: readonly string[];
  readonly objects: number;
}

export interface PortalEvidence extends SurfaceEvidence {
  readonly 'portal.sign-in': SignInEvidence;
  readonly 'portal.operation': OperationEvidence;
  readonly 'portal.coverage': PortalCoverage;
  readonly 'tenancy.read': CrossRead;
  /** authz.body-tenant: the same question, where a body, a header or a cookie names the tenant. */
  readonly 'tenancy.tenant': CrossRead | NothingOfTheKind;
  readonly 'tenancy.anonymous': AnonymousRead;
  readonly 'tenancy.list': OrdinaryRead;
  readonly 'journey.login': LoginJourney;
  readonly 'journey.trouble': PageTrouble;
}
