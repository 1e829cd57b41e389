import type { Collector } from './collector.ts';
import { lookalikeCollector } from './mail/collect-lookalikes.ts';
import { receivedMailCollector } from './mail/collect-received.ts';
import { mailRecordCollector } from './mail/collect-records.ts';
import { mailPolicyCollector } from './mail/collect-sts.ts';

/** Collectors of the DNS records and policies behind mail. */
export const mailCollectors: readonly Collector[] = [
  mailRecordCollector,
  mailPolicyCollector,
  lookalikeCollector,
  receivedMailCollector,
];
