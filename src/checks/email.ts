import type { AnyCheck } from './define-check.ts';
import { bimi } from './email/bimi/check.ts';
import { dkim } from './email/dkim/check.ts';
import { dmarc } from './email/dmarc/check.ts';
import { lookalike } from './email/lookalike/check.ts';
import { mtaSts } from './email/mta-sts/check.ts';
import { mx } from './email/mx/check.ts';
import { senders } from './email/senders/check.ts';
import { spf } from './email/spf/check.ts';
import { tlsRpt } from './email/tls-rpt/check.ts';

/** Checks of a domain's mail records. */
export const emailChecks: readonly AnyCheck[] = [spf, dkim, dmarc, mx, mtaSts, tlsRpt, bimi, senders, lookalike];
