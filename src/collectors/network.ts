import { caaCollector } from './caa/collect-caa.ts';
import type { Collector } from './collector.ts';
import { addressCollector } from './addresses/collect-addresses.ts';
import { foreignOriginCollector } from './foreign-origins/collect-foreign-origins.ts';
import { inventoryCollector } from './inventory/collect-inventory.ts';
import { oldUrlCollector } from './old-urls/collect-old-urls.ts';
import { pointerCollector } from './pointers/collect-pointers.ts';
import { recordCollector } from './records/collect-records.ts';
import { stagingCollector } from './staging/collect-staging.ts';
import { zoneCollector } from './zones/collect-zones.ts';
import { missingPageCollector } from './missing-page/collect-missing-page.ts';
import { securityTxtCollector } from './security-txt/collect-security-txt.ts';
import { storageCollector } from './storage/collect-storage.ts';
import { browserStarter, visitCollector } from './visits/collect-visits.ts';
import { nameCollector } from './dns/collect-names.ts';
import { assetCollector } from './edge/collect-assets.ts';
import { edgeCollector } from './edge/collect-edge.ts';
import { originCollector } from './edge/collect-origins.ts';
import { errorCollector } from './errors/collect-errors.ts';
import { exposureCollector } from './exposure/collect-exposure.ts';
import { pairCollector } from './pairs/collect-pairs.ts';
import { tlsCollector } from './tls/collect-tls.ts';
import { moveCollector, webCollector } from './web/collect-web.ts';

/** Collectors that need no account: names, certificates, pages, redirects, error answers, exposed paths. */
export const networkCollectors: readonly Collector[] = [
  browserStarter,
  // First, since the browser's visits wait for it.
  webCollector,
  nameCollector,
  tlsCollector,
  caaCollector,
  moveCollector,
  pairCollector,
  edgeCollector,
  assetCollector,
  originCollector,
  zoneCollector,
  pointerCollector,
  addressCollector,
  stagingCollector,
  oldUrlCollector,
  recordCollector,
  inventoryCollector,
  errorCollector,
  exposureCollector,
  missingPageCollector,
  securityTxtCollector,
  storageCollector,
  visitCollector,
  foreignOriginCollector,
];
