import type { Collector } from '../collector.ts';
import { administratorsCollector } from './access/administrators.ts';
import { enumerationCollector } from './access/enumeration.ts';
import { secondFactorCollector } from './access/second-factor.ts';
import { panelCollector } from '../panels/collect-panels.ts';
import { beforePasswordCollector } from './tenancy/before-password.ts';
import { cacheCollector } from '../edge/collect-cache.ts';
import { canaryCollector } from './canaries/collector.ts';
import { takeBackCollector } from './canaries/take-back.ts';
import { crawlCollector } from './crawl/collector.ts';
import { journeyCollector } from './journeys/collector.ts';
import { signInLimitsCollector } from './limits/collector.ts';
import { operationsCollector } from './operations/collector.ts';
import { callbackCollector } from './sessions/callback-urls.ts';
import { colleagueCollector } from './colleague/collector.ts';
import { crossOriginCollector } from './cross-origin/collector.ts';
import { crossSiteCollector } from './cross-site/collector.ts';
import { forgedSignInCollector } from './cross-site/forged-sign-in.ts';
import { passwordChangeCollector } from './password-change/collector.ts';
import { rolesCollector } from './roles/collector.ts';
import { sessionsCollector } from './sessions/collector.ts';
import { signInCollector } from './sign-in/collector.ts';
import { tenancyCollector } from './tenancy/collector.ts';
import { writesCollector } from './writes/collector.ts';

/** Collectors that go through the portal's own front door, in the order they build on one another. */
export const portalCollectors: readonly Collector[] = [
  signInCollector,
  crawlCollector,
  canaryCollector,
  operationsCollector,
  tenancyCollector,
  beforePasswordCollector,
  cacheCollector,
  crossOriginCollector,
  rolesCollector,
  writesCollector,
  colleagueCollector,
  crossSiteCollector,
  takeBackCollector,
  sessionsCollector,
  callbackCollector,
  forgedSignInCollector,
  secondFactorCollector,
  enumerationCollector,
  panelCollector,
  administratorsCollector,
  journeyCollector,
  passwordChangeCollector,
  signInLimitsCollector,
];
