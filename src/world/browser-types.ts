import type { BrowserContext } from 'playwright-core';
import type { IdentityName } from '../model/identity.ts';

/** One browser process, one fresh context per request; everything goes through the fence's proxy. */
export interface BrowserPool {
  /** A new isolated context (own cookies, own storage). Throws GapError when no browser can be had. */
  context(options: {
    readonly identity: IdentityName;
    readonly mobile?: boolean;
    readonly javaScript?: boolean;
  }): Promise<BrowserContext>;
  readonly version: () => Promise<string>;
}
