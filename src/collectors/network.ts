import type { Collector } from './collector.ts';
import { nameCollector } from './dns/collect-names.ts';
import { errorCollector } from './errors/collect-errors.ts';
import { exposureCollector } from './exposure/collect-exposure.ts';
import { pairCollector } from './pairs/collect-pairs.ts';
import { tlsCollector } from './tls/collect-tls.ts';
import { webCollector } from './web/collect-web.ts';

/** Collectors that need no account: names, certificates, pages, redirects, error answers, exposed paths. */
export const networkCollectors: readonly Collector[] = [
  nameCollector,
  tlsCollector,
  webCollector,
  pairCollector,
  errorCollector,
  exposureCollector,
];
