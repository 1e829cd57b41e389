import type { Collector } from './collector.ts';
import { mailRecordCollector } from './mail/collect-records.ts';

/** Collectors of the DNS records and policies behind mail. */
export const mailCollectors: readonly Collector[] = [mailRecordCollector];
