import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { Gap } from '../model/gap.ts';
import type { IdentityName } from '../model/identity.ts';

export interface ContextOptions {
  readonly identity: IdentityName;
  readonly mobile?: boolean;
  readonly javaScript?: boolean;
  /** `keep` for sign-in pages that open a window; popups are closed otherwise. */
  readonly popups?: 'close' | 'keep';
  /** Cookies and localStorage of an earlier context of the same identity. */
  readonly storageState?: BrowserContextOptions['storageState'];
  /** User and password for HTTP Basic (RFC 7617), sent to this origin only. */
  readonly basic?: { readonly username: string; readonly password: string; readonly origin: string };
}

/** One browser process, one fresh context per request; everything goes through the fence's proxy. */
export interface BrowserPool {
  /** A new isolated context (own cookies, own storage). Throws GapError when no browser can be had. */
  context(options: ContextOptions): Promise<BrowserContext>;
  readonly version: () => Promise<string>;
  /** Why the fence last refused a connection to this URL's host and port, if it did; explains a failed `goto`. */
  readonly refusal?: (url: string) => Promise<Gap | undefined>;
}
