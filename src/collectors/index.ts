import type { Collector } from './collector.ts';
import { mailCollectors } from './mail.ts';
import { networkCollectors } from './network.ts';
import { portalCollectors } from './portal/index.ts';

/** Every collector there is, in one explicit list. */
export const collectors: readonly Collector[] = [...networkCollectors, ...mailCollectors, ...portalCollectors];
