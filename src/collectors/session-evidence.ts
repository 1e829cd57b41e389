import type { IdentityName } from '../model/identity.ts';
import type { ForgeryEvidence } from './forgery-evidence.ts';
import type { PasswordEvidence } from './password-evidence.ts';

/** Whether a request with given credentials was answered as the account: `unclear` where the answer settles nothing. */
export type Standing = 'in' | 'out' | 'crashed' | 'unclear';

/** What tells the portal who is asking: found by leaving each credential out of a request that names the account. */
export interface SessionCarrier {
  readonly place: 'cookie' | 'header';
  readonly name: string;
  readonly form: 'opaque' | 'jwt' | 'holds-jwt';
  readonly length: number;
  /** Of a JWT (RFC 7519): its algorithm, and `exp` minus `iat`; undefined where it names no end. */
  readonly algorithm?: string;
  readonly livesSeconds?: number;
}

/** A cookie that carries the session, as the browser keeps it and as the server set it. */
export interface SessionCookie {
  readonly name: string;
  readonly host: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  /** As sent; `none-sent` where the server left it to the browser. */
  readonly sameSite: 'Strict' | 'Lax' | 'None' | 'none-sent';
  /** The cookie goes to every host below this domain; undefined for a host-only cookie. */
  readonly domain?: string;
  readonly path: string;
  readonly keptSeconds?: number;
  /** The page that works with it is on another site than the host that reads it. */
  readonly crossSite: boolean;
  readonly plainHttp: boolean;
}

/** A value in the browser's storage that opens the account, or renews the session. */
export interface StoredToken {
  readonly where: 'localStorage' | 'sessionStorage' | 'indexedDB';
  /** Key in the storage; digits and identifiers blanked. */
  readonly key: string;
  readonly what: 'session' | 'refresh';
  readonly proven: boolean;
  readonly livesSeconds?: number;
}

export interface SessionShape {
  readonly identity: IdentityName;
  /** `GET /api/me`: the requests that were asked, each naming the account. */
  readonly probes: readonly string[];
  readonly carriers: readonly SessionCarrier[];
  readonly cookies: readonly SessionCookie[];
  /** Requests without any cookie were answered as the account. */
  readonly worksWithoutCookies: boolean;
  readonly stored: readonly StoredToken[];
  /** Every storage of the page could be read. */
  readonly storageRead: boolean;
}

/** A session id before, and the same place after signing in (fixation). */
export interface SessionRotation {
  readonly identity: IdentityName;
  readonly cookies: readonly {
    readonly name: string;
    /** `server`: the portal had set it before the sign-in; `planted`: we had, as an attacker would. */
    readonly origin: 'server' | 'planted';
    readonly changed: boolean;
    /** The account's own request with the session's cookies from before the sign-in, and none that came with it. */
    readonly oldValue: Standing;
  }[];
  /** A further sign-in got other values than the one before it. */
  readonly freshEachTime: boolean | null;
  readonly probe: string;
}

export type Tampering =
  | 'altered'
  | 'cut'
  | 'replaced'
  | 'unsigned'
  | 'alg-none'
  | 'changed-claims'
  | 'other-customer'
  | 'expired'
  | 'weak-secret'
  | 'wrong-key'
  | 'key-in-header'
  | 'key-by-path'
  | 'public-key-as-secret'
  | 'refresh-token'
  | 'identity-token';

/** One carrier, changed in one way after another, sent in place of the genuine one (auth.expired-token). */
export interface TokenTampering {
  readonly identity: IdentityName;
  readonly probe: string;
  readonly carrier: SessionCarrier;
  readonly trials: readonly {
    readonly how: Tampering;
    readonly first: Standing;
    readonly again?: Standing;
    readonly note?: string;
  }[];
  /** Why a genuine expired token was not tried. */
  readonly expiryNotTried?: string;
  readonly alive: { readonly before: boolean; readonly after: boolean };
  readonly reproduce: string;
}

/** What the server still accepts after the account signed out in the browser. */
export interface SessionLogout {
  readonly identity: IdentityName;
  readonly pressed: boolean;
  /** The browser itself shows the sign-in again. */
  readonly browserIsOut: boolean;
  /** The browser is not out, but what the sign-out was answered with took the session's cookie back. Absent in older dossiers. */
  readonly takenBack?: true;
  readonly probes: readonly {
    readonly probe: string;
    readonly before: Standing;
    /** Straight after, and again with `afterSeconds` gone: a documented grace of a minute is none of our business. */
    readonly after: readonly { readonly afterSeconds: number; readonly standing: Standing }[];
    /** The genuine token ran out by its own `exp` before the last look. */
    readonly ranOut: boolean;
  }[];
  readonly refresh?: { readonly operation: string; readonly standing: Standing };
  /** What the box for staying signed in had left beside the session, asked with alone after the sign-out. Absent where it leaves nothing. */
  readonly remembered?: { readonly cookie: string; readonly standing: Standing };
  /** Signed addresses that the session was handed and that opened by themselves, asked for once more after the sign-out. Absent in older dossiers. */
  readonly files?: readonly { readonly path: string; readonly standing: Standing; readonly secondsLeft?: number }[];
  readonly reproduce: string;
}

export interface SessionStability {
  readonly identity: IdentityName;
  readonly steps: readonly {
    readonly step: 'refresh' | 'second-tab' | 'first-tab-again' | 'restart';
    readonly kept: boolean | null;
    readonly detail: string;
  }[];
}

export interface SessionLifetime {
  readonly identity: IdentityName;
  readonly carriers: readonly SessionCarrier[];
  readonly cookieKeptSeconds?: number;
  /** Nothing was sent with these credentials for so long, then one request. */
  readonly idle?: { readonly seconds: number; readonly standing: Standing };
  /** A token that renews the session and that scripts can read: whether its use replaced it, and whether the used one renews again after so long. */
  readonly renewal?: {
    readonly operation: string;
    readonly replaced: boolean;
    readonly again: Standing;
    readonly afterSeconds: number;
  };
  readonly probe: string;
}

/** Return-to parameters of the sign-in page, with an address of a foreign site put in. */
export interface CallbackUrls {
  readonly page: string;
  /** Parameter names put into the address, usual ones and those that the portal itself uses. */
  readonly names: readonly string[];
  readonly usedByPortal: readonly string[];
  /** The browser left for the foreign site; or the answer's Location named it. */
  readonly left: readonly {
    readonly name: string;
    readonly form: string;
    readonly when: 'opened-signed-out' | 'opened-signed-in' | 'after-sign-in';
    readonly how: 'redirect' | 'page';
  }[];
  /** A path of the portal in the same place was followed: the parameter is in use. */
  readonly controlFollowed: readonly string[];
  readonly tried: readonly { readonly form: string; readonly when: string; readonly ended: string }[];
  readonly signedIn: number;
  readonly reproduce: string;
}

/** cors.origin: what the server allows other origins to read with a customer's session (Fetch standard, CORS protocol). */
export interface CrossOrigin {
  readonly identity: IdentityName;
  readonly probe: string;
  readonly host: string;
  /** The browser sends the session by itself: only then a foreign page can use it. */
  readonly byCookie: boolean;
  readonly ownStanding: Standing;
  readonly trials: readonly {
    readonly what: 'foreign' | 'null' | 'ends-like' | 'begins-like' | 'subdomain' | 'plain-http';
    readonly standing: Standing;
    readonly status: number;
    readonly allowed: 'no' | 'any' | 'this';
    readonly credentials: boolean;
    readonly preflightAllowed: 'no' | 'any' | 'this';
    readonly preflightCredentials: boolean;
  }[];
  readonly reproduce: string;
}

/** How one host answers pages of other sites, asked as nobody; stored only where it lets one of them in with cookies. */
export interface CrossOriginAsNobody {
  readonly identity: 'anonymous';
  readonly host: string;
  readonly role: string;
  /** What makes its answers a customer's: `listed as api`, `sets the cookie sid`, `answers 401`. Empty where nothing does. */
  readonly signs: readonly string[];
  /** It asks for a token in a header, which a foreign page does not have. */
  readonly byToken: boolean;
  readonly looks: readonly {
    readonly url: string;
    readonly trials: readonly StrangerTrial[];
  }[];
}
export interface StrangerTrial {
  readonly what: CrossOrigin['trials'][number]['what'];
  /** As it was sent. */
  readonly origin: string;
  readonly status: number;
  /** Seen twice where it is `this`. */
  readonly allowed: 'no' | 'any' | 'this';
  readonly credentials: boolean;
  /** A preflight for PUT, asked where the answer allows the origin and for any other site, allows it with credentials. */
  readonly preflightLetsIn?: true;
  /** The answer asks for a token in a header (RFC 6750 §3), which a foreign page does not have. */
  readonly asksForToken?: true;
}

export interface SessionEvidence extends ForgeryEvidence, PasswordEvidence {
  readonly 'session.cors': CrossOrigin | CrossOriginAsNobody;
  readonly 'session.shape': SessionShape;
  readonly 'session.rotation': SessionRotation;
  readonly 'session.token': TokenTampering;
  readonly 'session.logout': SessionLogout;
  readonly 'session.stability': SessionStability;
  readonly 'session.lifetime': SessionLifetime;
  readonly 'session.callback': CallbackUrls;
}
