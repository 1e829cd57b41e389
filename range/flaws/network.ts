import * as domainMap from './domain-map.ts';
import * as domains from './domains.ts';
import * as edge from './edge.ts';
import * as errors from './errors.ts';
import * as exposure from './exposure.ts';
import * as headers from './headers.ts';
import * as publicSurface from './public-surface.ts';
import * as https from './https.ts';
import * as tls from './tls.ts';

export const flaws = [
  ...https.flaws,
  ...tls.flaws,
  ...edge.flaws,
  ...domains.flaws,
  ...domainMap.flaws,
  ...headers.flaws,
  ...errors.flaws,
  ...exposure.flaws,
  ...publicSurface.flaws,
] as const;
export const decoys = [
  ...https.decoys,
  ...tls.decoys,
  ...edge.decoys,
  ...domains.decoys,
  ...domainMap.decoys,
  ...headers.decoys,
  ...errors.decoys,
  ...exposure.decoys,
  ...publicSurface.decoys,
] as const;
export const unprovenCases = [
  ...https.unprovenCases,
  ...tls.unprovenCases,
  ...edge.unprovenCases,
  ...domains.unprovenCases,
  ...domainMap.unprovenCases,
  ...headers.unprovenCases,
  ...errors.unprovenCases,
  ...exposure.unprovenCases,
  ...publicSurface.unprovenCases,
] as const;

export type NetworkFlawId = (typeof flaws)[number]['id'];
export type NetworkDecoyId = (typeof decoys)[number]['id'];
export type NetworkCaseId = (typeof unprovenCases)[number]['id'];
