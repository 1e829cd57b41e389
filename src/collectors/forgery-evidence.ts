import type { Gap } from '../model/gap.ts';
import type { IdentityName } from '../model/identity.ts';
import type { Alive } from './portal-evidence.ts';
import type { Standing } from './session-evidence.ts';

/**
 * With which requests of a foreign page the browser sends the session along: `always`: every request; `navigation`: GETs that
 * lead to the portal only (SameSite=Lax); `same-site`: hosts of the same site only (Strict); `never`: it is no cookie.
 */
export type Attached = 'always' | 'navigation' | 'same-site' | 'never';

/** A write of the portal's own, sent as a page of another site could have it sent. */
export interface ForgedTrial {
  /** `the JSON as text/plain`, `as a form`, `by GET`, … */
  readonly way: string;
  /** `foreign`: with the cookies that a browser sends across sites; `sibling`: a host of the same site, with all of them. */
  readonly from: 'foreign' | 'sibling';
  readonly token: 'none' | 'left out' | 'made up' | 'of another session';
  readonly status: number;
  readonly outcome: string;
  /** What was sent was read back, in a second try as well; null where the reading failed. */
  readonly changed: boolean | null;
}

/** One write that the portal's own page had made on an object of the audit's. */
export interface ForgedWrite {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  /** The same request from the portal's own page was taken and read back. */
  readonly control: boolean;
  readonly trials: readonly ForgedTrial[];
  /** Everything that was made is gone again; false: it stands in the journal. */
  readonly restored: boolean;
  readonly reproduce: string;
}

/** A form of the account's own that was sent with the values that stood in it, by the portal's page and by a foreign one, twice each. */
export interface ResentForm {
  readonly template: string;
  readonly host: string;
  /** Its address, and what its fields are called, tokens apart. */
  readonly url: string;
  readonly fields: readonly string[];
  readonly own: { readonly status: number; readonly to: string };
  readonly forged: { readonly status: number; readonly to: string };
  /** The same status, the same place, and the page there said the same. */
  readonly alike: boolean;
  /** A text of it, changed as a page elsewhere would have it changed, and read back; absent where it holds none that may be. */
  readonly change?:
    | {
        readonly field: string;
        readonly status: number;
        readonly changed: boolean | null;
        readonly restored: boolean | null;
      }
    | undefined;
}

/** csrf.state-change: what a foreign page can have a customer's browser do. */
export interface Forgery {
  readonly identity: IdentityName;
  readonly probe: string;
  readonly attached: Attached;
  /** Cookies that could be the session, as they were set. */
  readonly cookies: readonly { readonly name: string; readonly sameSite: 'Strict' | 'Lax' | 'None' | 'none-sent' }[];
  /** Links whose words say that following them changes something were seen; null: the pages were not walked. */
  readonly changingLinks: boolean | null;
  readonly writes: readonly ForgedWrite[];
  readonly resent?: readonly ResentForm[];
  /** Why no write was tried. */
  readonly notTried?: Gap;
  readonly alive: readonly Alive[];
  readonly reproduce: string;
}

/** csrf.login: the portal's own sign-in, sent by a foreign page with somebody's right credentials. */
export interface ForgedSignIn {
  readonly identity: IdentityName;
  readonly operation: string;
  readonly contentType: string;
  /** Whether the session is a cookie that the answer sets; a token in an answer does not reach a stranger's browser. */
  readonly sessionByCookie: boolean;
  /** Fields or headers of the recorded request that look like a token against forged requests. */
  readonly tokens: readonly string[];
  readonly trials: readonly {
    readonly way: string;
    readonly status: number;
    readonly setCookies: number;
    /** Whether what the answer set opens the account, asked twice. */
    readonly standing: Standing;
  }[];
  /** The same account could sign in from the portal's own page straight after. */
  readonly control: boolean;
  readonly reproduce: string;
}

export interface ForgeryEvidence {
  readonly 'session.forgery': Forgery;
  readonly 'session.forged-sign-in': ForgedSignIn;
}
