import type { AnyCheck } from './define-check.ts';
import { dkim } from './email/dkim/check.ts';
import { dmarc } from './email/dmarc/check.ts';
import { spf } from './email/spf/check.ts';

/** Checks of a domain's mail records. */
export const emailChecks: readonly AnyCheck[] = [spf, dkim, dmarc];
