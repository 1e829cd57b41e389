import type { IdentityName } from '../model/identity.ts';
import type { ViewOutcome } from './portal-evidence.ts';

/** What somebody entered to get in, in this order. `mail`: a link that was sent there. */
export type Factor = 'password' | 'code' | 'mail';

/** How an administrator gets in, and what the password alone opens (auth.mfa-admin). */
export interface SecondFactor {
  readonly identity: IdentityName;
  /** Undefined where the config brought a token, cookies or a recorded sign-in along: nothing was entered. */
  readonly factors?: readonly Factor[];
  /** A further sign-in of the same account, left where the code is asked for. */
  readonly half?: HalfSession;
  /** Why there was none. */
  readonly halfNotTried?: string;
  /** Password and code are fields of one form: there is nothing before the code. */
  readonly oneForm: boolean;
  readonly reproduce: string;
}

export interface HalfSession {
  /** Names of the cookies and headers that were there after the password. */
  readonly carriers: readonly string[];
  readonly reads: readonly {
    readonly operation: string;
    /** Values that the whole session gets, and that neither nobody nor the account's own particulars hold. */
    readonly telling: number;
    /** How many of them came back, twice. */
    readonly held: readonly [number, number];
    readonly status: number;
    readonly outcome: ViewOutcome;
    readonly by: string;
  }[];
  /** The whole session got its answers before and after. */
  readonly alive: { readonly before: boolean; readonly after: boolean };
}

export type AccessSurface = 'sign-in' | 'reset' | 'sign-up';

/** One form, sent for somebody who is known and for somebody who is not (auth.enumeration). Words masked. */
export interface EnumerationTrial {
  readonly surface: AccessSurface;
  /** The sign-in page was examined and leads to no such form. */
  readonly notOffered?: boolean;
  readonly pairs: readonly {
    /** Which of the two was asked first. */
    readonly first: 'known' | 'unknown';
    readonly differences: readonly AnswerDifference[];
  }[];
  /** Those that came the same way in every pair. */
  readonly lasting: readonly AnswerDifference[];
  /** The form says by itself that the address is taken, each time; nobody unknown was signed up for that. */
  readonly saysTaken?: string;
  readonly time?: TimeComparison;
  readonly timeNotTried?: string;
  /** Wrong passwords that were sent for the known account, and whether it got in afterwards. */
  readonly wrongPasswords: number;
  readonly signsInAfter?: boolean;
  readonly reproduce: string;
}

export interface AnswerDifference {
  readonly what: 'status' | 'text' | 'answer' | 'address' | 'cookies' | 'step';
  readonly known: string;
  readonly unknown: string;
}

/** Times of answers to known and unknown people in turn, milliseconds. */
export interface TimeComparison {
  readonly pairs: number;
  readonly knownMedianMs: number;
  readonly unknownMedianMs: number;
  /** How often a time of a known one is longer than one of an unknown one (Mann-Whitney U over its maximum). */
  readonly longer: number;
  /** Two-sided probability of that by chance, by the normal approximation. */
  readonly byChance: number;
  /** Interquartile range of the steadier half. */
  readonly spreadMs: number;
}

/** A console of a known product, and whether it takes the pair that its maker publishes (auth.default-credentials). */
export interface PanelTrial {
  readonly product: string;
  readonly url: string;
  /** What in its answer tells the product. */
  readonly knownBy: string;
  readonly tries: readonly {
    /** User name of the published pair; the password is never kept. */
    readonly user: string;
    readonly outcome: 'refused' | 'accepted' | 'unclear';
    readonly status: number;
    readonly note?: string;
  }[];
  /** A pair that nobody has was taken as well: a trap, or a panel without a lock. */
  readonly takesAnything?: boolean;
  readonly notTried?: string;
  readonly reproduce: string;
}

/** No console was recognised at a host where the usual places were asked. */
export interface NoPanel {
  readonly none: true;
  readonly asked: number;
  readonly answered: number;
}

/** Who administers, as a list of users in the portal tells it (auth.shared-admin). No names: kinds and counts. */
export interface Administrators {
  readonly identity: IdentityName;
  readonly operation: string;
  readonly people: number;
  readonly administrators: number;
  /** What tells them from others: the field and value that the declared administrator has, or words of the role. */
  readonly toldBy: string;
  /** The account of the audit itself was left out. */
  readonly ownLeftOut: boolean;
  readonly whole: boolean;
  readonly shared: readonly {
    /** `team@…`: a name that stands for several people or for an office. */
    readonly name: string;
    readonly kind: 'group' | 'role';
  }[];
}

export interface AccessEvidence {
  readonly 'access.second-factor': SecondFactor;
  readonly 'access.enumeration': EnumerationTrial;
  readonly 'access.panel': PanelTrial | NoPanel;
  readonly 'access.administrators': Administrators;
}
