import type { BrowserContext, Page } from 'playwright-core';
import type { IdentityName } from '../../model/identity.ts';
import type { Credentials } from '../../world/world.ts';
import type { LiveSlot } from '../live.ts';
import type { Recorder } from './recorder.ts';

/** A signed-in (or anonymous) browser of this run. Raw values: memory only. */
export interface Session {
  readonly identity: IdentityName;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly recorder: Recorder;
  readonly credentials?: Credentials;
  /** Where the browser stood after signing in. */
  home: string;
  /** What stands for the account in answers: its user name or e-mail, its display name where learned. */
  readonly self: string[];
}

export const sessionsSlot: LiveSlot<Map<IdentityName, Session>> = { name: 'portal.sessions' };
