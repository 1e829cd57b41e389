import type { Gap } from '../model/gap.ts';
import type { CookieValue } from '../parse/cookie-kind.ts';
import type { ChainEnd } from './network-evidence.ts';

/** A response on the way to the page, with the headers that checks judge, in the order received. */
export interface PageResponse {
  readonly url: string;
  readonly host: string;
  readonly status: number;
  readonly to?: string;
  readonly contentType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}
export interface CookieLook {
  readonly host: string;
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: string;
  readonly domain?: string;
  readonly path?: string;
  readonly partitioned?: true;
  /** What its value is made of; the value itself is not kept. */
  readonly value?: CookieValue;
  /** `session`, or the seconds that it is kept. */
  readonly keeps: 'session' | number;
}
/** What a visitor of `https://host/` is given (subject: host). */
export interface PageLook {
  readonly host: string;
  readonly role: string;
  readonly responses: readonly PageResponse[];
  readonly end: ChainEnd;
  readonly gap?: Gap;
  readonly certificateTrouble?: string;
  /** Of the last response, when it is HTML. */
  readonly html?: {
    readonly title: string;
    readonly metaCsp: readonly string[];
    readonly metaReferrer: readonly string[];
    /** http:// addresses of what the page loads, as written. */
    readonly insecureLoads: readonly {
      readonly element: string;
      readonly url: string;
      readonly active: boolean;
    }[];
    readonly loads: number;
    /** It asks for a password or an account. */
    readonly signIn?: boolean;
    /** Hardly any text of its own: scripts make the page. */
    readonly shell?: boolean;
    /** Hosts that its links, loads and forms name. */
    readonly hosts?: readonly string[];
    /** Paths of scripts of this host. */
    readonly scripts?: readonly string[];
  };
  /** Cookies set on the way, by name and attributes; never their values. */
  readonly cookies?: readonly CookieLook[];
  /** The first script nonce was the same in two answers. */
  readonly nonceRepeats?: boolean;
}
