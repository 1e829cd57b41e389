import type { Collector } from './collector.ts';
import { deliveryCollectors } from './delivery.ts';
import { drillCollector } from './drills/collector.ts';
import { mailCollectors } from './mail.ts';
import { networkCollectors } from './network.ts';
import { portalCollectors } from './portal/index.ts';
import { secretsCollectors } from './secrets/index.ts';

/** Every collector there is, in one explicit list. */
export const collectors: readonly Collector[] = [
  ...networkCollectors,
  ...mailCollectors,
  drillCollector,
  ...portalCollectors,
  ...secretsCollectors,
  ...deliveryCollectors,
];
