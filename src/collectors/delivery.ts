import type { Collector } from './collector.ts';
import { inviteCollector } from './delivery/invite-collector.ts';
import { noticeCollector } from './delivery/notice-collector.ts';
import { resetCollector } from './delivery/reset-collector.ts';
import { signInLinkCollector } from './delivery/sign-in-link-collector.ts';
import { signUpCollector } from './delivery/sign-up-collector.ts';

/** Collectors that have the portal send real mail and follow it to its end. */
export const deliveryCollectors: readonly Collector[] = [
  inviteCollector,
  signUpCollector,
  noticeCollector,
  resetCollector,
  signInLinkCollector,
];
