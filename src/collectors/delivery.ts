import type { Collector } from './collector.ts';
import { resetCollector } from './delivery/reset-collector.ts';

/** Collectors that have the portal send real mail and follow it to its end. */
export const deliveryCollectors: readonly Collector[] = [resetCollector];
