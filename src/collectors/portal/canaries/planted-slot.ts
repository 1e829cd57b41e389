import type { LiveSlot } from '../../live.ts';
import type { MakingCall } from './calls-that-make.ts';
import type { CrawlResult } from '../crawl/crawl.ts';
import type { Canary } from '../tenancy/canary.ts';

/** A record that the audit made, with the form that makes such ones. */
export interface PlantedRecord {
  readonly canary: Canary;
  readonly creator: CrawlResult['creators'][number];
  /** Where it lives, as far as the portal said. */
  readonly created?: string;
  /** Where the page stood once it was made. */
  readonly shownAt: string;
  /** How many answers had been recorded before: what they name is older, and another record's. */
  readonly before?: number;
  /** A document that was put there. */
  readonly file?: true;
  /** The request that makes such ones, where no form was used. */
  readonly call?: MakingCall;
}
export const plantedSlot: LiveSlot<PlantedRecord[]> = { name: 'tenancy.planted' };
